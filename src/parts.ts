import type { AppOptions } from './app.ts'
import type { Settings } from './config/settings.ts'
import type { Clock } from './core/clock.ts'
import { type Identity, openIdentity } from './identity.ts'
import { LiveRuntime } from './live-runtime.ts'
import { openQuotas, type Quotas } from './quotas.ts'
import { Overload } from './resilience/overload/overload.ts'
import { processLoad } from './resilience/overload/process-load.ts'
import { LiveConfiguration } from './resources/live-configuration.ts'
import type { Kept } from './resources/repository.ts'
import { StoreWatch } from './resources/store-watch.ts'
import { PageTokens } from './rpc/page-tokens.ts'
import type { RuntimeContext } from './runtime.ts'
import { contextOf } from './runtime-context.ts'
import type { Vault } from './secrets/vault.ts'
import type { Store } from './store/store.ts'
import { StoreStart } from './store-start.ts'
import { openExport } from './telemetry/export.ts'
import { describeFault, droppedLines, type Logger } from './telemetry/log.ts'
import { Metrics } from './telemetry/metrics.ts'
import { observeConfiguration } from './telemetry/observe-configuration.ts'
import { observeStoreWatch } from './telemetry/observe-store-watch.ts'
import { overloadJournal } from './telemetry/overload-journal.ts'

/** What lives as long as the process, put together, before anybody can call. */
export interface Parts extends Base {
  readonly configuration: LiveConfiguration
  readonly quotas: Quotas
  readonly context: RuntimeContext
  readonly runtime: LiveRuntime
  /** Follows what other processes change, where they share the store. */
  readonly watch: StoreWatch | undefined
}

export type PartsOptions = AppOptions &
  Required<Pick<AppOptions, 'clock' | 'logger'>> & {
    readonly version: string
  }

/** What needs nothing but the store. */
interface Base {
  readonly settings: Settings
  readonly clock: Clock
  readonly logger: Logger
  readonly store: Store
  readonly metrics: Metrics
  readonly start: StoreStart
  readonly overload: Overload
  readonly repository: Kept['resources']
  readonly identity: Identity
  readonly vault: Vault
}

/** Rejects when what is stored cannot be used, or providers cannot be made. */
export async function openParts(options: PartsOptions, store: Store): Promise<Parts> {
  const base = await openBase(options, store)
  const { settings, repository, start, clock, logger, metrics, overload, identity } = base
  // The configuration is read first: it says what the others are, and only later changes reach them.
  const configuration = await openConfiguration(base, options, () => ({ runtime, quotas }))
  const quotas = await openQuotas(settings, {
    repository,
    spend: store.spend,
    tenants: identity.directory,
    leases: settings.store.shared ? store.leases : undefined,
    limits: settings.store.shared ? store.limits : undefined,
    isReadable: start.isThere,
    clock,
    logger,
    metrics: metrics.budgets,
  })
  const context = contextOf({
    quotas,
    telemetry: await openExport(settings.telemetry, { clock, logger, version: options.version }),
    clock,
    ledger: store.ledger,
    reports: store.reports,
    metrics,
    overload,
    logger,
    version: options.version,
    configuration,
    directory: identity.directory,
    audit: (options.kept ?? store).audit,
    pageTokens: new PageTokens(identity.pageTokenKey),
  })
  const runtime = await LiveRuntime.start(configuration.settings, context)
  const followers = [identity.directory, configuration, quotas.storedRateLimits, quotas.storedBudgets]
  const observer = observeStoreWatch(logger)
  const watch = settings.store.shared ? new StoreWatch({ repository, followers, clock, observer }) : undefined
  return { ...base, configuration, quotas, context, runtime, watch }
}

async function openBase({ settings, clock, logger, kept, vault }: PartsOptions, store: Store): Promise<Base> {
  const metrics = new Metrics()
  metrics.ledger.show(() => store.figures)
  metrics.log.show(droppedLines)
  const start = new StoreStart(store, clock)
  const overload = new Overload(settings.admission, {
    clock,
    meter: processLoad(),
    observer: overloadJournal(metrics.admission, logger),
  })
  const { resources: repository } = kept ?? store
  const identity = await openIdentity(settings, {
    repository,
    clock,
    shared: settings.store.shared,
    isReadable: start.isThere,
  })
  const common = { settings, clock, logger, store, metrics, start, overload, repository, identity }
  return { ...common, vault: vault ?? identity.vault }
}

/** `live` gives what changes reach. */
function openConfiguration(
  { settings, repository, vault, start, metrics, logger, clock }: Base,
  { skipMisfits = false }: PartsOptions,
  live: () => Pick<Parts, 'runtime' | 'quotas'>,
): Promise<LiveConfiguration> {
  return LiveConfiguration.open({
    settings,
    repository,
    vault,
    isReadable: start.isThere,
    observer: observeConfiguration({ metrics: metrics.configuration, logger, clock }),
    clock,
    apply: async (next, change) => {
      const { runtime, quotas } = live()
      await runtime.replace(next, change)
      await quotas.takeFile(next.quotas).catch((error) => {
        logger.error({ fault: describeFault(error) }, 'what was spent of new budgets could not be read')
      })
    },
    skipMisfits,
  })
}
