import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CALLER_KEY, MODEL } from './load/request.ts'
import { Part } from './process/part.ts'

/** Starts a part of the bench; files go to its directory. */
export type Start = <Ready>(entry: string, settings?: unknown) => Promise<Part<Ready>>

/** A server: where it speaks gRPC, or the only protocol it has, and where those over HTTP if that is elsewhere. */
export type ServerPart = Part<{ readonly address: string; readonly webAddress?: string }>

/** The processes of the bench. */
export interface Parts {
  readonly upstream: Part<{ readonly port: number }>
  readonly forwarder: ServerPart
  /** The forwarder for the protocols over HTTP. */
  readonly webForwarder: ServerPart
  readonly switchyard: ServerPart
  readonly driver: Part
  /** Starts one more, which is stopped with the others. */
  readonly start: Start
}

/** Starts everything; files go to the directory. */
export async function startParts(directory: string): Promise<Parts & AsyncDisposable> {
  const started: Part[] = []
  const start: Start = async <Ready>(entry: string, settings: unknown = {}) => {
    const part = await Part.start<Ready>({ entry, settings, directory })
    started.push(part)
    return part
  }
  const stop = async () => void (await Promise.all(started.map((part) => part.stop())))
  try {
    const upstream = await start<{ port: number }>('servers/upstream')
    const url = `http://127.0.0.1:${upstream.ready.port}/v1`
    const forwarder = await start<{ address: string }>('servers/forwarder', { upstream: url })
    const webForwarder = await start<{ address: string }>('servers/web-forwarder', { upstream: url })
    const switchyard = await start<{ address: string; webAddress: string }>(
      'servers/gateway',
      gatewaySettings(directory, url),
    )
    const driver = await start('load/driver')
    return { upstream, forwarder, webForwarder, switchyard, driver, start, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What is different from the usual settings of a gateway: its name, and top-level settings as YAML. */
export interface Difference {
  readonly name: string
  readonly others: Readonly<Record<string, string>>
}

const USUAL: Difference = { name: 'switchyard', others: {} }

/** Everything on, as an operator would run it: a key, a price, the ledger in a file, a line in the log for each call. */
export function gatewaySettings(directory: string, upstream: string, { name, others } = USUAL) {
  return settingsWith(
    directory,
    name,
    `
  - name: upstream
    adapter: openai_compatible
    base_url: ${upstream}
    api_key_env: BENCH_UPSTREAM_KEY
    models:
      - { name: ${MODEL}, price: { input: 0.25, output: 2 } }`,
    others,
  )
}

/** The settings of a gateway with these providers, as YAML; `others` replaces top-level settings or adds some. */
export function settingsWith(
  directory: string,
  name: string,
  providers: string,
  others: Readonly<Record<string, string>> = {},
) {
  const path = join(directory, `${name}.yaml`)
  const settings = {
    listen: '{ grpc: 127.0.0.1:0, web: 127.0.0.1:0 }',
    authentication: '{ api_key_env: BENCH_CALLER_KEY }',
    store: `{ url: "sqlite:${join(directory, `${name}.db`)}" }`,
    providers,
    drain: '{ delay: 0s, timeout: 1s }',
    log: '{ level: info }',
    ...others,
  }
  const lines = Object.entries(settings).map(([setting, value]) => `${setting}: ${value}\n`)
  writeFileSync(path, lines.join(''))
  return { path, environment: { BENCH_CALLER_KEY: CALLER_KEY, BENCH_UPSTREAM_KEY: 'bench' } }
}
