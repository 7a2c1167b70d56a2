import type { FaultList } from './faults.ts'
import type { RouteSettings } from './routing-settings.ts'
import type { ProviderSettings, Settings } from './settings.ts'

type Named = Pick<Settings, 'providers' | 'routes' | 'unavailable'>

/**
 * What is left when some providers take no calls. Routes leave their models out; what has nowhere left to go is known and
 * not available, so that callers are told why.
 */
export function withoutDisabled({ providers, routes, unavailable }: Named, disabled: ReadonlySet<string>): Named {
  if (disabled.size === 0) return { providers, routes, unavailable }
  const kept = providers.filter(({ name }) => !disabled.has(name))
  const shortened = routes.map((route) => ({
    ...route,
    targets: route.targets.filter(({ provider }) => !disabled.has(provider)),
  }))
  const open = shortened.filter(({ targets }) => targets.length > 0)
  const offered = new Set([...open.map(({ name }) => name), ...kept.flatMap(namesOf)])
  const closed = [
    ...providers
      .filter(({ name }) => disabled.has(name))
      .flatMap((provider) => withReason(namesOf(provider), provider)),
    ...routes
      .filter(({ name }) => !open.some((route) => route.name === name))
      .flatMap(({ name, targets }) => withReason([name], { name: targets[0]?.provider ?? '' })),
  ]
  const told = closed.filter(([name]) => !offered.has(name))
  return { providers: kept, routes: open, unavailable: { ...unavailable, ...Object.fromEntries(told) } }
}

/** A fault when calls that name no model would have nowhere to go. */
export function requireDefault(defaultModel: string, { unavailable }: Named, before: Named, faults: FaultList): void {
  if (!Object.hasOwn(unavailable, defaultModel) || Object.hasOwn(before.unavailable, defaultModel)) return
  faults.add('default_model', `${unavailable[defaultModel]} Choose another default model first.`)
}

function namesOf({ models }: ProviderSettings): string[] {
  return models.flatMap(({ name, aliases }) => [name, ...aliases])
}

function withReason(names: readonly string[], { name }: Pick<RouteSettings, 'name'>): [string, string][] {
  return names.map((model) => [model, `“${model}” cannot be called now: the provider ${name} is disabled.`])
}
