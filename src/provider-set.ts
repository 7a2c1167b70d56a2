import type { EndpointSettings, LimitSettings, ProviderSettings, Settings } from './config/settings.ts'
import { accountOf } from './core/call.ts'
import type { Clock } from './core/clock.ts'
import type { Account } from './providers/definition.ts'
import { forwardingContext } from './providers/forward-context.ts'
import type { Provider } from './providers/provider.ts'
import type { PricedProvider } from './usage/price-book.ts'

/** A provider for each address, by its full name. */
export async function createProviders({ providers, limits }: Settings, clock: Clock): Promise<Map<string, Provider>> {
  const created = providers.flatMap((provider) =>
    provider.endpoints.map(async (endpoint) => {
      const { adapter, forwardContext } = provider
      const created = await adapter.create(accountAt(endpoint, provider, limits, clock))
      return forwardContext ? forwardingContext(created, forwardContext) : created
    }),
  )
  return new Map((await Promise.all(created)).map((provider) => [provider.name, provider]))
}

export async function closeAll(providers: ReadonlyMap<string, Provider>): Promise<void> {
  await Promise.all([...providers.values()].map((provider) => provider.close()))
}

function accountAt(
  endpoint: EndpointSettings,
  provider: ProviderSettings,
  limits: LimitSettings,
  clock: Clock,
): Account {
  const { compatibility, guard, headers, maxConnections, models, timeouts } = provider
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
      guard,
    },
    clock,
  }
}

export function pricedProviders({ providers }: Settings): PricedProvider[] {
  return providers.flatMap(({ adapter, endpoints, models }) =>
    endpoints.map(({ name, baseUrl }) => ({ name, baseUrl, models, vendor: adapter.priceVendor })),
  )
}

/** Those that no network leads to. */
export function providersWithoutAccount({ providers }: Settings): Set<string> {
  const alone = providers.filter(({ adapter }) => adapter.address.kind === 'none')
  return new Set(alone.flatMap(({ endpoints }) => endpoints.map(({ name }) => name)))
}

export function timeoutsOf({ providers, timeouts }: Settings) {
  const byProvider = new Map(providers.map((provider) => [provider.name, provider.timeouts]))
  return (provider: string) => byProvider.get(accountOf(provider)) ?? timeouts
}

export function found(providers: ReadonlyMap<string, Provider>, name: string): Provider {
  const provider = providers.get(name)
  if (!provider) throw new Error(`There is no provider ${name}.`)
  return provider
}
