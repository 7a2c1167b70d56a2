import type { FaultList } from './faults.ts'
import type { RouteSettings, RouteTargetSettings } from './routing-settings.ts'
import type { ModelSettings, ProviderSettings, Settings } from './settings.ts'
import { suggest } from './suggest.ts'

/** A model where it is offered, with the path of its configuration. */
interface Offer {
  readonly provider: string
  readonly model: ModelSettings
  readonly path: string
}

/** The parts of the settings that give names. */
type Named = Pick<Settings, 'providers' | 'routes' | 'unavailable'>

/** Every name that callers can use, checked so that each has one meaning. */
export class Names {
  readonly #providers: readonly ProviderSettings[]
  readonly #routes: readonly RouteSettings[]
  readonly #offers: readonly Offer[]
  readonly #byName: ReadonlyMap<string, readonly Offer[]>
  /** Every name that a call may use and that is listed: routes first, then models with their aliases. */
  readonly #taken: ReadonlySet<string>
  readonly #unavailable: Readonly<Record<string, string>>
  readonly #faults: FaultList

  constructor({ providers, routes, unavailable }: Named, faults: FaultList) {
    this.#providers = providers
    this.#routes = routes
    this.#unavailable = unavailable
    this.#faults = faults
    this.#offers = providers.flatMap((provider, index) =>
      provider.models.map((model, at) => ({
        provider: provider.name,
        model,
        path: `providers[${index}].models[${at}]`,
      })),
    )
    this.#byName = Map.groupBy(this.#offers, ({ model }) => model.name)
    const models = this.#offers.flatMap(({ model }) => [model.name, ...model.aliases])
    this.#taken = new Set([...routes.map(({ name }) => name), ...models])
  }

  check(): void {
    this.#checkUnique('providers', this.#providers, 'provider')
    this.#checkUnique('routes', this.#routes, 'route')
    this.#checkModels()
    this.#checkAliases()
    this.#routes.forEach((route, index) => {
      this.#checkRoute(route, `routes[${index}]`)
    })
  }

  /** Whether a call may name it. */
  isKnown(name: string): boolean {
    return this.#taken.has(name) || this.#isHidden(name)
  }

  /** A fault unless a call may name it. */
  require(path: string, name: string): void {
    if (this.isKnown(name)) return
    const why = Object.hasOwn(this.#unavailable, name) ? this.#unavailable[name] : undefined
    this.#faults.add(path, why ?? `no model, route or alias is called \`${name}\`${suggest(name, [...this.#taken])}`)
  }

  /** A fault for each name in the list that is no provider's, now or before a switch has put others in their place. */
  requireProviders(path: string, names: readonly string[], replaced: readonly { readonly name: string }[]): void {
    const known = [...this.#providers, ...replaced].map(({ name }) => name)
    names.forEach((name, index) => {
      if (name === '' || known.includes(name)) return
      this.#faults.add(`${path}[${index}]`, `no provider is called \`${name}\`${suggest(name, known)}`)
    })
  }

  #offersOf(model: string): readonly Offer[] {
    return this.#byName.get(model) ?? []
  }

  #isHidden(name: string): boolean {
    return this.#providers.some(({ adapter }) => adapter.hiddenModels?.includes(name))
  }

  #checkUnique(path: string, items: readonly { name: string }[], noun: string): void {
    const seen = new Set([''])
    items.forEach(({ name }, index) => {
      if (name !== '' && seen.has(name))
        this.#faults.add(`${path}[${index}].name`, `another ${noun} is already called \`${name}\``)
      seen.add(name)
    })
  }

  /** A model that several providers offer has no single meaning until a route of its name says where calls go. */
  #checkModels(): void {
    for (const offer of this.#offers) {
      const { provider, model, path } = offer
      const [first] = this.#offersOf(model.name)
      const firstProvider = first?.provider
      if (first === offer || model.name === '') continue
      if (this.#routes.some((route) => route.name === model.name) && firstProvider !== provider) continue
      const message =
        firstProvider === provider
          ? `the provider already has a model called \`${model.name}\``
          : `\`${model.name}\` is offered by ${firstProvider} and by ${provider}: add a route of that name with both as ` +
            'targets, or give one of them another name and its own as `upstream_name`'
      this.#faults.add(path, message)
    }
  }

  #checkAliases(): void {
    const taken = new Set([...this.#routes.map(({ name }) => name), ...this.#offers.map(({ model }) => model.name)])
    for (const { model, path } of this.#offers) {
      model.aliases.forEach((alias, index) => {
        if (alias === '') this.#faults.add(`${path}.aliases[${index}]`, 'must not be empty')
        else if (taken.has(alias))
          this.#faults.add(`${path}.aliases[${index}]`, `\`${alias}\` already names something else`)
        taken.add(alias)
      })
    }
  }

  #checkRoute(route: RouteSettings, path: string): void {
    const namesakes = this.#offersOf(route.name)
    const leads = (offer: Offer) =>
      route.targets.some((target) => target.provider === offer.provider && target.model === offer.model.name)
    if (namesakes.length > 0 && !namesakes.some(leads)) {
      this.#faults.add(
        `${path}.name`,
        `hides the model \`${route.name}\`: make that model one of its targets, or rename it`,
      )
    }
    const seen = new Set<string>()
    route.targets.forEach((target, index) => {
      const key = JSON.stringify([target.provider, target.model])
      const at = `${path}.targets[${index}]`
      if (seen.has(key)) this.#faults.add(at, 'this target is listed twice')
      seen.add(key)
      const complaint = complainOfTarget(this.#providers, target)
      if (complaint) this.#faults.add(`${at}.${complaint.field}`, complaint.message)
    })
  }
}

/** What is wrong with a target, and with which of its fields; undefined when it leads somewhere, or is not filled in. */
export function complainOfTarget(
  providers: readonly { readonly name: string; readonly models: readonly { readonly name: string }[] }[],
  { provider, model }: Pick<RouteTargetSettings, 'provider' | 'model'>,
): { readonly field: 'provider' | 'model'; readonly message: string } | undefined {
  if (provider === '') return undefined
  const named = providers.find(({ name }) => name === provider)
  if (!named) {
    const names = providers.map(({ name }) => name)
    return { field: 'provider', message: `no provider is called \`${provider}\`${suggest(provider, names)}` }
  }
  if (model === '' || named.models.some(({ name }) => name === model)) return undefined
  const models = named.models.map(({ name }) => name)
  return { field: 'model', message: `${provider} offers no model called \`${model}\`${suggest(model, models)}` }
}
