import type { Directory } from './access/directory.ts'
import type { EndpointSettings, LimitSettings, ProviderSettings, Settings } from './config/settings.ts'
import type { AuditLog } from './core/audit.ts'
import { accountOf } from './core/call.ts'
import type { Clock } from './core/clock.ts'
import type { AnswerMemory } from './idempotency/answer-memory.ts'
import type { Next } from './pipeline/middleware.ts'
import { observeRefusals } from './pipeline/observe.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import type { Account } from './providers/definition.ts'
import type { Provider } from './providers/provider.ts'
import { Circuits, type TrippedCircuits } from './resilience/circuits.ts'
import type { TargetHealth } from './resilience/target-health.ts'
import type { LiveConfiguration } from './resources/live-configuration.ts'
import { Catalog } from './routing/catalog.ts'
import { catalogEntries, hiddenEntries } from './routing/entries.ts'
import { selectionPolicy } from './routing/selection-policy.ts'
import { Selector } from './routing/selector.ts'
import type { VendorLimits } from './routing/vendor-limits.ts'
import { adminService } from './rpc/admin-service.ts'
import type { ServiceHandlers } from './rpc/handler.ts'
import { llmService } from './rpc/llm-service.ts'
import type { PageTokens } from './rpc/page-tokens.ts'
import { guarded } from './rpc/services.ts'
import { usageServiceHandlers as usageService } from './rpc/usage-service.ts'
import type { Validate } from './rpc/validate.ts'
import type { Logger } from './telemetry/log.ts'
import type { Metrics } from './telemetry/metrics.ts'
import type { Ledger } from './usage/ledger.ts'
import type { PricedProvider } from './usage/price-book.ts'
import { createPrices, type Prices } from './usage/prices.ts'

/** What outlives a change of the configuration. */
export interface RuntimeContext {
  readonly clock: Clock
  readonly ledger: Ledger
  readonly metrics: Metrics
  readonly logger: Logger
  readonly health: TargetHealth
  readonly trippedCircuits: TrippedCircuits
  readonly validate: Validate
  readonly vendorLimits: VendorLimits
  readonly answerMemory: AnswerMemory
  readonly configuration: LiveConfiguration
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
  /** Takes no part in new calls any more; closes connections and timers when the last of its own has ended. */
  retire(): Promise<void>
}

/** `store` is awaited when all that can fail is done; when it rejects, there is no new runtime and the one before stays. */
export async function createRuntime(
  settings: Settings,
  context: RuntimeContext,
  store: () => Promise<void> = async () => {},
): Promise<Runtime> {
  const { clock, ledger, metrics } = context
  const providers = await createProviders(settings, clock)
  const catalog = createCatalog(settings)
  const prices = await createPrices(pricedProviders(settings))
  await store().catch(async (error) => {
    await closeAll(providers)
    throw error
  })
  // From here on nothing fails: the circuits of the configuration before are done with.
  metrics.circuitsReplaced()
  const circuits = new Circuits({
    settings: settings.circuit,
    clock,
    observer: metrics,
    tripped: context.trippedCircuits,
    withoutAccount: providersWithoutAccount(settings),
  })
  const selector = createSelector(settings, { ...context, catalog, circuits, prices })
  const asking = { provider: (name: string) => found(providers, name), timeouts: timeoutsOf(settings) }
  const pipeline = createPipeline({
    ...context,
    selector,
    circuits,
    prices,
    retryPolicy: settings.retry,
    retryBudget: settings.retryBudget,
    ...asking,
  })
  const calls = new CallCount()
  const generate = calls.around(pipeline)
  const providerNames = [...providers.keys()]
  const shared = {
    ...context,
    ...asking,
    providerNames,
    catalog,
    selector,
    prices,
    circuits,
    generate,
    onRefusal: observeRefusals(context),
    defaultOptions: settings.defaultOptions,
  }
  const services = [llmService(shared), usageService({ ledger, clock }), adminService(shared)]
  return {
    services: services.map((service) => guarded(service, context.validate)),
    async retire() {
      await calls.none()
      circuits.close()
      await closeAll(providers)
    },
  }
}

/** Counts the calls that run through a pipeline. */
class CallCount {
  #running = 0
  #onNone: (() => void) | undefined

  around(pipeline: Next): Next {
    return async (call) => {
      this.#running += 1
      try {
        const answer = await pipeline(call)
        answer.done.then(() => this.#ended())
        return answer
      } catch (thrown) {
        this.#ended()
        throw thrown
      }
    }
  }

  /** Resolves when no call runs. */
  none(): Promise<void> {
    return new Promise((resolve) => {
      this.#onNone = resolve
      if (this.#running === 0) resolve()
    })
  }

  #ended(): void {
    this.#running -= 1
    if (this.#running === 0) this.#onNone?.()
  }
}

/** A provider for each address, by its full name. */
async function createProviders({ providers, limits }: Settings, clock: Clock): Promise<Map<string, Provider>> {
  const created = providers.flatMap((provider) =>
    provider.endpoints.map((endpoint) => provider.adapter.create(accountAt(endpoint, provider, limits, clock))),
  )
  return new Map((await Promise.all(created)).map((provider) => [provider.name, provider]))
}

async function closeAll(providers: ReadonlyMap<string, Provider>): Promise<void> {
  await Promise.all([...providers.values()].map((provider) => provider.close()))
}

function accountAt(
  endpoint: EndpointSettings,
  provider: ProviderSettings,
  limits: LimitSettings,
  clock: Clock,
): Account {
  const { compatibility, headers, maxConnections, models, timeouts } = provider
  const apis = new Map(models.map((model) => [model.name, model.api]))
  return {
    ...endpoint,
    headers,
    api: ({ name }) => apis.get(name),
    compatibility,
    limits: {
      connectTimeoutMs: timeouts.connectMs,
      maxConnections,
      maxResponseBytes: limits.maxResponseBytes,
      maxEventBytes: limits.maxEventBytes,
    },
    clock,
  }
}

function pricedProviders({ providers }: Settings): PricedProvider[] {
  return providers.flatMap(({ adapter, endpoints, models }) =>
    endpoints.map(({ name, baseUrl }) => ({ name, baseUrl, models, vendor: adapter.priceVendor })),
  )
}

/** Those that no network leads to. */
function providersWithoutAccount({ providers }: Settings): Set<string> {
  const alone = providers.filter(({ adapter }) => adapter.address.kind === 'none')
  return new Set(alone.flatMap(({ endpoints }) => endpoints.map(({ name }) => name)))
}

function timeoutsOf({ providers, timeouts }: Settings) {
  const byProvider = new Map(providers.map((provider) => [provider.name, provider.timeouts]))
  return (provider: string) => byProvider.get(accountOf(provider)) ?? timeouts
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
  readonly prices: Prices
}

function createSelector({ selection }: Settings, parts: SelectorParts): Selector {
  const { catalog, circuits, clock, health, prices, vendorLimits } = parts
  return new Selector({
    catalog,
    clock,
    policies: { text: selectionPolicy(selection.text), chat: selectionPolicy(selection.chat) },
    knowledge: {
      observed: (target) => health.of(target),
      isOpen: (target) => circuits.stateOf(target) === 'open',
      priceOf: (target) => prices.priceOf(target, clock.now()),
      contextWindowOf: (target) =>
        vendorLimits.of(target)?.contextWindow || prices.contextWindowOf(target, clock.now()),
    },
  })
}

function found(providers: ReadonlyMap<string, Provider>, name: string): Provider {
  const provider = providers.get(name)
  if (!provider) throw new Error(`There is no provider ${name}.`)
  return provider
}
