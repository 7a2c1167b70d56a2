import type { ModelCapabilities } from '#gen/switchyard/v1/model_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { accountOf, type Target } from '../core/call.ts'
import type { Balance } from './balance.ts'
import type { CatalogEntry } from './catalog.ts'
import type { HedgePolicy } from './hedge-policy.ts'
import { levelsOf, type PlannedTarget } from './route-plan.ts'

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
  readonly targets: readonly NamedTarget[]
  /** Left out: ordered. */
  readonly balance?: Balance
  readonly stickyKey?: string
  readonly contentFilterFallback?: boolean
  /** Left out: never. */
  readonly hedge?: HedgePolicy | undefined
}

export interface NamedTarget {
  readonly provider: string
  readonly model: string
  /** Left out: 1. */
  readonly weight?: number
  /** Left out: 0. */
  readonly priority?: number
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
  const window = capabilities?.contextWindow
  const windows = new Map(window ? targets.map((target) => [target, window]) : [])
  return { name, aliases, tier, bestFor, capabilities, targets, isRoute: false, hidden: false, windows }
}

/** A route shows the class and abilities of its first target, the one that it means to use. */
function routeEntry(route: NamedRoute, models: readonly CatalogEntry[]): CatalogEntry {
  const entries = route.targets.map((target) => ({ ...weighed(target), entry: entryOf(target, route, models) }))
  const first = entries.toSorted((a, b) => a.priority - b.priority)[0]?.entry as CatalogEntry
  const levels = levelsOf(entries.flatMap(plannedTargets))
  return {
    ...first,
    name: route.name,
    aliases: [],
    isRoute: true,
    targets: levels.flat().map(({ target }) => target),
    windows: new Map(entries.flatMap(({ entry }) => [...(entry.windows ?? [])])),
    plan: {
      balance: route.balance ?? 'ordered',
      stickyKey: route.stickyKey ?? 'session_id',
      contentFilterFallback: route.contentFilterFallback ?? false,
      hedge: route.hedge,
      levels,
    },
  }
}

function weighed({ weight = 1, priority = 0 }: NamedTarget) {
  return { weight, priority }
}

function entryOf({ provider, model }: NamedTarget, route: NamedRoute, models: readonly CatalogEntry[]): CatalogEntry {
  const entry = models.find(({ name, targets: [target] }) => name === model && isAt(target, provider))
  if (!entry) throw new Error(`Route ${route.name} leads to ${model} at ${provider}, which is not configured.`)
  return entry
}

/** The addresses of a provider share its weight. */
function plannedTargets({
  entry: { targets },
  weight,
  priority,
}: ReturnType<typeof weighed> & { entry: CatalogEntry }) {
  return targets.map((target): PlannedTarget => ({ target, weight: weight / targets.length, priority }))
}

function isAt(target: Target | undefined, provider: string): boolean {
  return target !== undefined && accountOf(target.provider) === provider
}
