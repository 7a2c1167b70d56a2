import type { Directory } from './access/directory.ts'
import { createCircuits, createRetryBudget, type Predecessor } from './carried-over.ts'
import { admissionBounds } from './config/admission-settings.ts'
import type { Settings } from './config/settings.ts'
import { vendorsOf } from './config/vendors.ts'
import type { AuditLog } from './core/audit.ts'
import type { Clock } from './core/clock.ts'
import type { AnswerMemory } from './idempotency/answer-memory.ts'
import { CallCount } from './pipeline/call-count.ts'
import { observeRefusals } from './pipeline/observe.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import { closeAll, createProviders, found, pricedProviders, timeoutsOf } from './provider-set.ts'
import type { Quotas } from './quotas.ts'
import type { AccountHealth } from './resilience/account-health.ts'
import type { Admission } from './resilience/admission/admission.ts'
import type { CheckHistory } from './resilience/check-history.ts'
import type { Circuits, TrippedCircuits } from './resilience/circuits.ts'
import type { Overload } from './resilience/overload/overload.ts'
import type { RetryBudget } from './resilience/retry-budget.ts'
import type { TargetHealth } from './resilience/target-health.ts'
import type { LiveConfiguration } from './resources/live-configuration.ts'
import { Catalog } from './routing/catalog.ts'
import { catalogEntries, hiddenEntries } from './routing/entries.ts'
import { selectionPolicy } from './routing/selection-policy.ts'
import { Selector } from './routing/selector.ts'
import type { VendorLimits } from './routing/vendor-limits.ts'
import { createAccountHealth } from './rpc/account-health.ts'
import { adminService } from './rpc/admin-service.ts'
import type { ServiceHandlers } from './rpc/handler.ts'
import { llmService } from './rpc/llm-service.ts'
import type { PageTokens } from './rpc/page-tokens.ts'
import { createProviderChecks } from './rpc/provider-checks.ts'
import { guarded } from './rpc/services.ts'
import { usageService } from './rpc/usage-service.ts'
import type { Validate } from './rpc/validate.ts'
import type { Export } from './telemetry/export.ts'
import type { Logger } from './telemetry/log.ts'
import type { Metrics } from './telemetry/metrics.ts'
import type { Ledger } from './usage/ledger.ts'
import { createPrices, type Prices } from './usage/prices.ts'
import type { UsageReports } from './usage/reports.ts'
import type { RequestFeed } from './usage/request-feed.ts'

/** What outlives a change of the configuration. */
export interface RuntimeContext {
  readonly clock: Clock
  readonly ledger: Ledger
  readonly reports: UsageReports
  readonly feed: RequestFeed
  readonly metrics: Metrics
  readonly logger: Logger
  readonly health: TargetHealth
  readonly admission: Admission
  readonly overload: Overload
  readonly checkHistory: CheckHistory
  readonly trippedCircuits: TrippedCircuits
  readonly validate: Validate
  readonly vendorLimits: VendorLimits
  readonly answerMemory: AnswerMemory
  readonly configuration: LiveConfiguration
  readonly quotas: Quotas
  readonly telemetry: Export
  readonly directory: Directory
  readonly audit: AuditLog
  readonly pageTokens: PageTokens
  readonly version: string
  /** Epoch milliseconds. */
  readonly startTime: number
}

/** Everything that one configuration makes. A reload makes a new one; the calls of the old one end on the old one. */
export interface Runtime {
  readonly services: readonly ServiceHandlers[]
  readonly accounts: AccountHealth
  readonly settings: Settings
  readonly circuits: Circuits
  readonly retryBudget: RetryBudget
  /** When it is done with, so that what it shared with its successor can be closed. */
  readonly retired: Promise<void>
  /** Takes no part in new calls any more; closes connections and timers when the last of its own has ended. */
  retire(): Promise<void>
}

export interface RuntimeChange {
  /** Awaited when all that can fail is done; when it rejects, there is no new runtime and the one before stays. */
  store(): Promise<void>
  /** The runtime that is replaced; undefined: nothing of it goes on. */
  readonly before: Predecessor | undefined
}

export async function createRuntime(
  settings: Settings,
  context: RuntimeContext,
  { store, before }: RuntimeChange = { store: async () => {}, before: undefined },
): Promise<Runtime> {
  const { clock, metrics } = context
  const providers = await createProviders(settings, clock)
  const catalog = createCatalog(settings)
  const prices = await createPrices(pricedProviders(settings), settings.unknownPrice)
  await store().catch(async (error) => {
    await closeAll(providers)
    throw error
  })
  // From here on nothing fails.
  context.admission.configure(admissionBounds(settings.admission, settings.providers))
  context.overload.configure(settings.admission)
  const circuits = createCircuits(settings, context, before)
  const retryBudget = createRetryBudget(settings, context, before)
  const accounts = createAccountHealth([...providers.keys()], { ...context, ...settings.health, catalog, circuits })
  const selector = createSelector(settings, { ...context, catalog, circuits, accounts, prices })
  const calls = new CallCount(context.overload)
  const asking = {
    provider: (name: string) => found(providers, name),
    timeouts: timeoutsOf(settings),
    during: calls.during,
  }
  const vendorOf = vendorsOf(settings.providers)
  const generate = createPipeline({
    ...context,
    selector,
    circuits,
    prices,
    retryPolicy: settings.retry,
    retryBudget,
    budgets: context.quotas.budgets,
    rateLimits: context.quotas.rateLimits,
    tracing: context.telemetry.tracing(vendorOf),
    measuring: context.telemetry.measuring(vendorOf),
    count: calls.count,
    ...asking,
  })
  const providerNames = [...providers.keys()]
  const providerChecks = createProviderChecks({
    ...context,
    ...asking,
    ...settings.health,
    accounts,
    circuits,
    prices,
  })
  metrics.health.show(accounts)
  const shared = {
    ...context,
    ...asking,
    providerNames,
    catalog,
    selector,
    prices,
    pricesInForce: () => createPrices(pricedProviders(context.configuration.settings)),
    circuits,
    accounts,
    providerChecks,
    generate,
    onRefusal: observeRefusals(context),
    defaultOptions: settings.defaultOptions,
  }
  const services = [llmService(shared), usageService(shared), adminService(shared)]
  providerChecks.checks.start()
  const { promise: retired, resolve } = Promise.withResolvers<void>()
  // Only the promise is kept: a runtime must not hold all those before it.
  const sharers = before?.runtime.retired
  return {
    services: services.map((service) => guarded(service, context.validate)),
    settings,
    accounts,
    circuits,
    retryBudget,
    retired,
    async retire() {
      circuits.replaced()
      try {
        await Promise.all([providerChecks.checks.stop(), calls.none()])
        await closeAll(providers)
      } finally {
        await sharers
        resolve()
        circuits.close()
      }
    },
  }
}

function createCatalog({ providers, routes, unavailable, allowedModels, defaultModel }: Settings): Catalog {
  const entries = catalogEntries(providers, routes)
  const taken = new Set(entries.flatMap((entry) => [entry.name, ...entry.aliases]))
  const hiding = providers.find(({ adapter }) => adapter.hiddenModels)
  const names = hiding?.adapter.hiddenModels?.filter((name) => !taken.has(name)) ?? []
  const hidden = hiding ? hiddenEntries(hiding.name, names) : []
  return new Catalog({ entries: [...entries, ...hidden], allowed: allowedModels, defaultModel, unavailable })
}

interface SelectorParts extends RuntimeContext {
  readonly catalog: Catalog
  readonly circuits: Circuits
  readonly accounts: AccountHealth
  readonly prices: Prices
}

function createSelector({ selection }: Settings, parts: SelectorParts): Selector {
  const { accounts, catalog, circuits, clock, health, prices, vendorLimits } = parts
  return new Selector({
    catalog,
    clock,
    policies: { text: selectionPolicy(selection.text), chat: selectionPolicy(selection.chat) },
    knowledge: {
      observed: (target) => health.of(target),
      isOpen: (target) => circuits.stateOf(target) === 'open' || accounts.isLeftAlone(target),
      priceOf: (target) => prices.priceOf(target, clock.now()),
      contextWindowOf: (target) =>
        vendorLimits.of(target)?.contextWindow || prices.contextWindowOf(target, clock.now()),
    },
  })
}
