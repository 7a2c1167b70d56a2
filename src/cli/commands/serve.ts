import { isDeepStrictEqual } from 'node:util'
import type { App } from '../../app.ts'
import { ConfigError } from '../../config/faults.ts'
import { loadConfig } from '../../config/load.ts'
import type { Settings } from '../../config/settings.ts'
import { Secret } from '../../core/secret.ts'
import { endStart } from '../../start-phase.ts'
import { describeAuthentication, describeProviders } from '../describe-settings.ts'
import { CommandError } from '../errors.ts'
import { DEFAULT_SERVER, type GlobalOptions } from '../global-options.ts'
import { note, print, type Terminal } from '../terminal.ts'

type ServeOptions = GlobalOptions & { readonly config?: string; readonly skipMisfits?: boolean }

/** Runs the gateway until SIGTERM, SIGINT or a fault that nothing caught. SIGHUP reads the configuration again; a bad one changes nothing. */
export async function serve(terminal: Terminal, options: ServeOptions): Promise<number> {
  const load = () => loadConfig({ path: options.config, environment: terminal.environment })
  const settings = loadFirst(load)
  const app = await start(settings, options.skipMisfits ?? false)
  endStart()
  let reloads = Promise.resolve()
  const ignore = terminal.onSignal('SIGHUP', () => {
    reloads = reloads.then(() => reload(terminal, app, settings, load))
  })
  const stopped = untilStopped(terminal, app)
  greet(terminal, options, app, settings)
  try {
    return await stopped
  } finally {
    ignore()
  }
}

function loadFirst(load: () => Settings): Settings {
  try {
    return load()
  } catch (error) {
    throw error instanceof ConfigError ? new CommandError(error.message) : error
  }
}

/** Both doors say it in these words, one of them within a message of its own. */
const ADDRESS_IN_USE = /EADDRINUSE: address already in use ([^\s\]]+)/

const MISFITS =
  'Change the file so that it fits again. Or start with --skip-misfits, which leaves these out, and change or delete ' +
  'them with `switchyard routes` and `switchyard policy`.'

async function start(settings: Settings, skipMisfits: boolean): Promise<App> {
  const { startApp } = await import('../../app.ts')
  try {
    return await startApp({ settings, skipMisfits })
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(`${error.message}\n${MISFITS}`)
    const message = error instanceof Error ? error.message : String(error)
    const place = ADDRESS_IN_USE.exec(message)?.[1]
    if (!place) throw new CommandError(`Switchyard cannot start: ${message}`, { cause: error })
    throw new CommandError(
      `${place} is already in use, perhaps by another Switchyard. Stop that, or set SWITCHYARD_GRPC_LISTEN and ` +
        'SWITCHYARD_WEB_LISTEN to other addresses.',
    )
  }
}

function greet(terminal: Terminal, options: ServeOptions, app: App, settings: Settings): void {
  const { grpcAddress, webAddress, firstKey, providers, waitingFor } = app
  const { warnings } = settings
  if (options.output === 'json') {
    print(terminal, JSON.stringify({ grpcAddress, webAddress, firstKey: firstKey?.reveal(), providers, warnings }))
    return
  }
  const scheme = settings.listen.tls ? 'https' : 'http'
  const lines = [
    waitingFor ? `Switchyard has started and waits for its store. ${waitingFor}` : 'Switchyard is ready.',
    `  gRPC       ${grpcAddress}`,
    `  web        ${scheme}://${webAddress}`,
    ...describeProviders(providers).map((line) => `  provider   ${line}`),
    `  callers    ${describeAuthentication(settings)}`,
    ...(firstKey ? [`  admin key  ${firstKey.reveal()}`, '             Keep it: it is shown only now.'] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Try: npx switchyard chat ${serverOptions(grpcAddress, settings)}"Say hello"`,
  ]
  print(terminal, lines.join('\n'))
}

/** How a client on this machine reaches the service; a certificate is made out to a name that is not known here. */
function serverOptions(grpcAddress: string, { listen }: Settings): string {
  if (listen.tls) return `--tls --server NAME:${grpcAddress.replace(/.*:/, '')} `
  return grpcAddress === DEFAULT_SERVER ? '' : `--server ${grpcAddress} `
}

/** Never rejects. `initial` is what the service was started with: some of it stays until a restart. */
async function reload(terminal: Terminal, app: App, initial: Settings, load: () => Settings): Promise<void> {
  let next = initial
  try {
    await app.reload(() => {
      next = load()
      return next
    })
    note(terminal, `The configuration was read again and is in force.${describeUnchanged(initial, next)}`)
  } catch (error) {
    note(terminal, `The configuration stays as it was. ${error instanceof Error ? error.message : ''}`)
  }
}

/** What a running service does not take over. */
const FIXED = ['listen', 'authentication', 'store', 'log', 'telemetry'] as const

function describeUnchanged(initial: Settings, next: Settings): string {
  const changed = FIXED.filter((part) => !isDeepStrictEqual(exposed(initial[part]), exposed(next[part])))
  return changed.length === 0 ? '' : ` Changes of ${changed.join(', ')} need a restart.`
}

/** Secrets look alike from outside; whether they changed is seen only inside. */
function exposed(part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  )
}

/**
 * Resolves to the exit code. The first signal lets calls in flight finish; a second one ends the process at once. So does
 * a fault that nothing caught: what it left behind is not known, so another process is to take over.
 */
function untilStopped(terminal: Terminal, app: App): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let stopping = false
  const stop = (exitCode: number, why: string) => {
    stopping = true
    note(terminal, `${why} Calls in flight may finish. Send the signal again to stop at once.`)
    app.stop().then(() => resolve(exitCode), reject)
  }
  const onStop = (number: number) => (stopping ? terminal.exit(128 + number) : stop(0, 'Stopping.'))
  const onFault = (fault: unknown) => {
    app.noteFault(fault)
    if (!stopping) stop(1, 'Stopping after an unexpected fault; the log says where.')
  }
  const ignores = [
    terminal.onSignal('SIGINT', () => onStop(2)),
    terminal.onSignal('SIGTERM', () => onStop(15)),
    terminal.onFault(onFault),
  ]
  return promise.finally(() => {
    for (const ignore of ignores) ignore()
  })
}
