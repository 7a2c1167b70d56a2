import type { ModelCapabilities } from '#gen/switchyard/v1/model_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { accountOf, type Target } from '../core/call.ts'
import type { CatalogEntry } from './catalog.ts'

/** A provider as far as naming its models goes. */
export interface NamedProvider {
  readonly name: string
  /** By their full names: `azure/eastus` where there are several. */
  readonly endpoints: readonly { readonly name: string }[]
  readonly models: readonly NamedModel[]
}

export interface NamedModel {
  readonly name: string
  /** The provider's own name for it. */
  readonly upstreamName: string
  readonly aliases: readonly string[]
  readonly tier: Tier
  readonly bestFor: readonly string[]
  readonly capabilities: ModelCapabilities | undefined
}

export interface NamedRoute {
  readonly name: string
  readonly targets: readonly { readonly provider: string; readonly model: string }[]
}

/** The catalog's entries for what is configured. A route that has a model's name stands in its place. */
export function catalogEntries(providers: readonly NamedProvider[], routes: readonly NamedRoute[]): CatalogEntry[] {
  const names = new Set(routes.map((route) => route.name))
  const models = providers.flatMap((provider) => provider.models.map((model) => modelEntry(provider, model)))
  return [...models.filter((entry) => !names.has(entry.name)), ...routes.map((route) => routeEntry(route, models))]
}

/** Entries for names that can be called but are not offered. */
export function hiddenEntries(provider: string, names: readonly string[]): CatalogEntry[] {
  const plain = { aliases: [], tier: Tier.UNSPECIFIED, bestFor: [], capabilities: undefined, isRoute: false }
  return names.map((name) => ({ ...plain, name, targets: [{ provider, name, model: name }], hidden: true }))
}

function modelEntry(provider: NamedProvider, model: NamedModel): CatalogEntry {
  const { name, upstreamName, aliases, tier, bestFor, capabilities } = model
  const targets = provider.endpoints.map((endpoint): Target => ({ provider: endpoint.name, name, model: upstreamName }))
  return { name, aliases, tier, bestFor, capabilities, targets, isRoute: false, hidden: false }
}

function isAt(target: Target | undefined, provider: string): boolean {
  return target !== undefined && accountOf(target.provider) === provider
}

/** A route shows the class and abilities of its first target, the one that it means to use. */
function routeEntry(route: NamedRoute, models: readonly CatalogEntry[]): CatalogEntry {
  const entries = route.targets.map(({ provider, model }) => {
    const entry = models.find(({ name, targets: [target] }) => name === model && isAt(target, provider))
    if (!entry) throw new Error(`Route ${route.name} leads to ${model} at ${provider}, which is not configured.`)
    return entry
  })
  const [first] = entries as [CatalogEntry, ...CatalogEntry[]]
  const targets = entries.flatMap((entry) => entry.targets)
  return { ...first, name: route.name, aliases: [], targets, isRoute: true }
}
