import type { FaultList } from './faults.ts'
import type { ProviderSettings, Settings } from './settings.ts'

type Named = Pick<Settings, 'providers' | 'routes' | 'unavailable'>

/** What is left when some providers take no calls. */
export interface OpenNames extends Named {
  /** The disabled provider that each name led to which leads nowhere now. */
  readonly closedBy: ReadonlyMap<string, string>
}

/**
 * Leaves out the providers that take no calls, and the targets of routes that lead to them. What has nowhere left to go is
 * known and not available, so that callers are told why.
 */
export function withoutDisabled(named: Named, disabled: ReadonlySet<string>): OpenNames {
  if (disabled.size === 0) return { ...named, closedBy: new Map() }
  const providers = named.providers.filter(({ name }) => !disabled.has(name))
  const routes = named.routes.flatMap((route) => {
    const targets = route.targets.filter(({ provider }) => !disabled.has(provider))
    return targets.length > 0 ? [{ ...route, targets }] : []
  })
  const open = new Set([...routes.map(({ name }) => name), ...providers.flatMap(namesOf)])
  const leading = named.providers.filter(({ name }) => disabled.has(name))
  const closedBy = new Map([
    ...leading.flatMap((provider) => namesOf(provider).map((name) => [name, provider.name] as const)),
    ...named.routes.map(({ name, targets }) => [name, targets[0]?.provider ?? ''] as const),
  ])
  for (const name of open) closedBy.delete(name)
  const told = [...closedBy].map(([name, provider]) => [name, whyClosed(name, provider)])
  return { providers, routes, unavailable: { ...named.unavailable, ...Object.fromEntries(told) }, closedBy }
}

/** Reports the disabled providers, by their places in the configuration, without which calls would go nowhere, or elsewhere. */
export function checkDisabled(
  named: Named,
  { closedBy, providers, routes }: OpenNames,
  places: ReadonlyMap<string, string>,
  defaultModel: string,
  faults: FaultList,
): void {
  if (providers.length === 0)
    for (const place of places.values()) faults.add(place, 'cannot be disabled: no other provider would be left')
  const closing = closedBy.get(defaultModel)
  if (closing !== undefined) {
    const message = `cannot be disabled: the default model \`${defaultModel}\` leads to it; choose another one first`
    faults.add(places.get(closing) ?? 'default_model', message)
  }
  for (const { name, targets } of named.routes) {
    const isClosed = !routes.some((route) => route.name === name)
    if (!isClosed || closedBy.has(name)) continue
    const place = places.get(targets[0]?.provider ?? '') ?? 'routes'
    faults.add(place, `cannot be disabled: calls of \`${name}\` would go to a provider that its route does not name`)
  }
}

function namesOf({ models }: ProviderSettings): string[] {
  return models.flatMap(({ name, aliases }) => [name, ...aliases])
}

function whyClosed(name: string, provider: string): string {
  return `“${name}” cannot be called now: the provider ${provider} is disabled.`
}
