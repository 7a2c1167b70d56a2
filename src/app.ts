import { readFileSync } from 'node:fs'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import type { Secret } from './core/secret.ts'
import { startDoors } from './doors.ts'
import { openFront } from './front.ts'
import { openParts, type Parts } from './parts.ts'
import type { Kept } from './resources/repository.ts'
import { rewrapCredentials } from './resources/rewrap-credentials.ts'
import type { Vault } from './secrets/vault.ts'
import { openStore } from './store/open-store.ts'
import type { StoreCheck } from './store/store.ts'
import { createLogger, describeFault, type Logger } from './telemetry/log.ts'

export interface AppOptions {
  readonly settings: Settings
  readonly clock?: Clock
  readonly logger?: Logger
  /** Where what is changed at run time is kept; left out: beside the ledger. */
  readonly kept?: Kept
  /** Seals the keys of providers for the store; left out: by the service's own secret. */
  readonly vault?: Vault
  /** Whether it starts without stored resources that do not fit the file, rather than not at all. */
  readonly skipMisfits?: boolean
}

/** The running service. */
export interface App {
  readonly grpcAddress: string
  readonly webAddress: string
  /** Why it does not serve yet: a sentence, empty when it does. It begins to as soon as its store has been read. */
  readonly waitingFor: string
  /** The administrator's key that was made at this start, to be shown once; undefined: none was needed. */
  readonly firstKey: Secret | undefined
  readonly providers: readonly { readonly name: string; readonly models: readonly string[] }[]
  /**
   * Takes over all settings but `listen`, `authentication`, `store`, `log` and `telemetry`, between two calls, and lays over them what
   * is stored. When they cannot be loaded or do not fit what is stored, it rejects and everything stays as it was.
   */
  reload(settings: Settings | (() => Settings)): Promise<void>
  /** Takes over what other replicas stored. */
  refresh(): Promise<void>
  /** Takes down where a fault was thrown that nothing caught. */
  noteFault(fault: unknown): void
  /**
   * Stops as it should when an orchestrator asks: it says that it is not serving, still takes calls for the drain's
   * delay, lets calls end within the drain's time, and closes. Nothing recorded is lost.
   */
  stop(): Promise<void>
}

/** The version in package.json. */
export const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version

/** Puts all parts together and opens the doors. Rejects when a door or the store cannot be opened. */
export async function startApp(options: AppOptions): Promise<App> {
  const { settings, clock = systemClock, logger = createLogger(settings.log.level) } = options
  const { url, ...choices } = settings.store
  const store = await openStore({
    ...choices,
    upkeep: settings.store,
    url: url.reveal(),
    clock,
    onChange: (check) => logStore(logger, check),
    onLost: (rows) => logger.error({ rows }, 'rows of the ledger are lost'),
    onSpoolFault: (why) => logger.warn({ store: why }, 'the spool cannot be used'),
  })
  try {
    return await openDoors(await openParts({ ...options, clock, logger, version }, store))
  } catch (thrown) {
    await store.close()
    throw thrown
  }
}

/** The words of a database may quote its own names, never what a caller sent. */
function logStore(logger: Logger, { healthy, message }: StoreCheck): void {
  if (healthy && message !== '') logger.warn({ store: message }, 'the store is not available; rows are spooled')
  else if (healthy) logger.info('the store is available')
  else logger.error({ store: message }, 'the store is not available; trying again')
}

/** Rejects when a door cannot be opened; then nothing is left open but the store. */
async function openDoors(parts: Parts): Promise<App> {
  const { settings, start, overload, identity, clock, logger, metrics } = parts
  const { services, health, ready } = openFront(parts)
  const doors = await startDoors(settings, [...services, health.service], {
    clock,
    logger,
    metrics,
    ready,
    refusal: (service) => start.refusal ?? (service === LLMService ? overload.refusal() : undefined),
    authenticate: identity.authenticate,
  }).catch(async (thrown) => {
    await parts.runtime.close()
    await parts.quotas.close()
    throw thrown
  })
  identity.directory.onAccessChanged(() => doors.endCalls(identity.standing))
  const rewrapped = beginServing(parts, health)
  overload.start()
  return appOf(parts, doors, async () => {
    start.stop()
    health.set(false)
    await closeAll(parts, doors, health, rewrapped())
  })
}

type Health = ReturnType<typeof openFront>['health']
type Doors = Awaited<ReturnType<typeof startDoors>>

/** Serves as soon as the store has been read. Gives what then goes on beside the calls. */
function beginServing(parts: Parts, health: Health) {
  const { start, identity, configuration, quotas, repository, vault, watch, logger } = parts
  let rewrapped = Promise.resolve()
  start.onceRead([identity, configuration, quotas], () => {
    health.set(true)
    watch?.start()
    rewrapped = rewrapCredentials(repository, vault)
      .then((count) => (count > 0 ? configuration.refresh() : undefined))
      .catch((error) => logger.error({ fault: describeFault(error) }, 'keys of providers were not encrypted anew'))
  })
  return () => rewrapped
}

function appOf({ start, identity, configuration, quotas, logger }: Parts, doors: Doors, stop: App['stop']): App {
  return {
    get firstKey() {
      return identity.firstKey
    },
    grpcAddress: doors.grpc.address,
    webAddress: doors.web.address,
    get waitingFor() {
      return start.waitingFor
    },
    get providers() {
      return configuration.settings.providers.map(({ name, models }) => ({
        name,
        models: models.map((model) => model.name),
      }))
    },
    reload: (next) => configuration.reload(typeof next === 'function' ? next : () => next),
    async refresh() {
      await configuration.refresh()
      await quotas.refresh()
    },
    noteFault(fault) {
      logger.error({ fault: describeFault(fault) }, 'fault that nothing caught')
    },
    stop,
  }
}

/** Lets calls end, then closes everything, what others need last. */
async function closeAll(parts: Parts, doors: Doors, health: Health, rewrapped: Promise<void>): Promise<void> {
  const { configuration, context, watch, clock } = parts
  await new Promise<void>((resolve) => clock.after(configuration.settings.drain.delayMs, resolve))
  health.close()
  context.feed.close()
  const { timeoutMs } = configuration.settings.drain
  await Promise.all([doors.grpc.stop(timeoutMs), doors.web.stop(timeoutMs)])
  watch?.stop()
  await rewrapped
  await configuration.close()
  await parts.runtime.close()
  await parts.quotas.close()
  parts.overload.close()
  await parts.store.close()
  await context.telemetry.close()
  parts.logger.flush()
}
