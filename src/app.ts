import { readFileSync } from 'node:fs'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { Settings } from './config/settings.ts'
import { type Clock, systemClock } from './core/clock.ts'
import type { Secret } from './core/secret.ts'
import { startDoors } from './doors.ts'
import { openIdentity } from './identity.ts'
import { LiveRuntime } from './live-runtime.ts'
import { openQuotas } from './quotas.ts'
import { Overload } from './resilience/overload/overload.ts'
import { processLoad } from './resilience/overload/process-load.ts'
import { LiveConfiguration } from './resources/live-configuration.ts'
import type { Kept } from './resources/repository.ts'
import { rewrapCredentials } from './resources/rewrap-credentials.ts'
import { PageTokens } from './rpc/page-tokens.ts'
import { replaceable } from './rpc/services.ts'
import { contextOf } from './runtime-context.ts'
import type { Vault } from './secrets/vault.ts'
import { createHealth } from './server/health.ts'
import type { ProviderStates } from './server/provider-status.ts'
import { readiness } from './server/readiness.ts'
import { openStore } from './store/open-store.ts'
import type { Store, StoreCheck } from './store/store.ts'
import { StoreStart } from './store-start.ts'
import { openExport } from './telemetry/export.ts'
import { createLogger, describeFault, type Logger } from './telemetry/log.ts'
import { Metrics } from './telemetry/metrics.ts'
import { observeConfiguration } from './telemetry/observe-configuration.ts'
import { observeDirectory } from './telemetry/observe-directory.ts'
import { overloadJournal } from './telemetry/overload-journal.ts'

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
    onSpoolFault: (why) => logger.warn({ store: why }, 'the spool cannot be used'),
  })
  try {
    return await openDoors({ ...options, clock, logger }, store)
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

type OpenOptions = AppOptions & Required<Pick<AppOptions, 'clock' | 'logger'>>

async function openDoors(options: OpenOptions, store: Store): Promise<App> {
  const { settings, clock, logger, skipMisfits = false } = options
  const metrics = new Metrics()
  metrics.ledger.show(() => store.figures)
  const start = new StoreStart(store, clock)
  const meter = processLoad()
  const overload = new Overload(settings.admission, {
    clock,
    meter,
    observer: overloadJournal(metrics.admission, logger),
  })
  const { resources: repository, audit } = options.kept ?? store
  const identity = await openIdentity(settings, {
    repository,
    clock,
    shared: settings.store.shared,
    isReadable: start.isThere,
    observer: observeDirectory(logger),
  })
  const { authenticate, directory, pageTokenKey } = identity
  const vault = options.vault ?? identity.vault
  const configuration = await LiveConfiguration.open({
    settings,
    repository,
    vault,
    isReadable: start.isThere,
    observer: observeConfiguration({ metrics: metrics.configuration, logger, clock }),
    clock,
    apply: async (next, change) => {
      await runtime.replace(next, change)
      await quotas.takeFile(next.quotas).catch((error) => {
        logger.error({ fault: describeFault(error) }, 'what was spent of new budgets could not be read')
      })
    },
    skipMisfits,
  })
  const quotas = await openQuotas(settings, {
    repository,
    spend: store.spend,
    leases: settings.store.shared ? store.leases : undefined,
    isReadable: start.isThere,
    clock,
    logger,
    metrics: metrics.budgets,
  })
  const context = contextOf({
    quotas,
    telemetry: await openExport(settings.telemetry, { clock, logger, version }),
    clock,
    ledger: store.ledger,
    reports: store.reports,
    metrics,
    overload,
    logger,
    version,
    configuration,
    directory,
    audit,
    pageTokens: new PageTokens(pageTokenKey),
  })
  const runtime = await LiveRuntime.start(configuration.settings, context)
  const services = replaceable(() => runtime.current.services)
  const providers: ProviderStates = {
    get names() {
      return runtime.current.accounts.names
    },
    stateOf: (name) => runtime.current.accounts.stateOf(name),
  }
  const health = createHealth(
    services.map(({ desc }) => desc.typeName),
    { clock, providers },
  )
  const ready = () =>
    readiness({
      serving: health.serving,
      started: start.waitingFor === '',
      store: store.check(),
      providers,
      ...configuration.settings.health,
    })
  const doors = await startDoors(settings, [...services, health.service], {
    clock,
    logger,
    metrics,
    ready,
    refusal: (service) => start.refusal ?? (service === LLMService ? overload.refusal() : undefined),
    authenticate,
  }).catch(async (thrown) => {
    identity.close()
    await runtime.close()
    await quotas.close()
    throw thrown
  })
  let rewrapped = Promise.resolve()
  start.onceRead([identity, configuration, quotas], () => {
    health.set(true)
    rewrapped = rewrapCredentials(repository, vault)
      .then((count) => (count > 0 ? configuration.refresh() : undefined))
      .catch((error) => logger.error({ fault: describeFault(error) }, 'keys of providers were not encrypted anew'))
  })
  overload.start()
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
    async stop() {
      start.stop()
      health.set(false)
      await new Promise<void>((resolve) => clock.after(configuration.settings.drain.delayMs, resolve))
      health.close()
      context.feed.close()
      const { timeoutMs } = configuration.settings.drain
      await Promise.all([doors.grpc.stop(timeoutMs), doors.web.stop(timeoutMs)])
      identity.close()
      await rewrapped
      await configuration.close()
      await runtime.close()
      await quotas.close()
      overload.close()
      await store.close()
      await context.telemetry.close()
      logger.flush()
    },
  }
}
