import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { ModelCapabilities, Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Target } from '../core/call.ts'
import { GatewayError } from '../core/errors.ts'
import type { ModelLists } from '../core/principal.ts'
import type { RoutePlan } from './route-plan.ts'

/** A name that can be called, with where its calls go. */
export interface CatalogEntry {
  readonly name: string
  readonly aliases: readonly string[]
  /** In the order in which they are tried, unless a plan says otherwise. Never empty. */
  readonly targets: readonly Target[]
  readonly tier: Tier
  readonly bestFor: readonly string[]
  readonly capabilities: ModelCapabilities | undefined
  /** Whether the entry stands for others rather than for a model itself. */
  readonly isRoute: boolean
  /** A hidden entry can be called but is neither listed nor chosen. */
  readonly hidden: boolean
  /** How a route leads to its targets; left out: in their order. */
  readonly plan?: RoutePlan | undefined
  /** The context windows that are configured for its targets. */
  readonly windows?: ReadonlyMap<Target, bigint>
}

export interface CatalogOptions {
  readonly entries: readonly CatalogEntry[]
  /** Names that may be called; empty: all. */
  readonly allowed: readonly string[]
  /** Used when a call names nothing; undefined: the first entry. */
  readonly defaultModel: string | undefined
  /** Models that are known but cannot be called as things are set, each with a sentence that says why. */
  readonly unavailable?: Readonly<Record<string, string>>
}

/** Which names can be called. Built anew when the configuration changes; looking up costs one map access. */
export class Catalog {
  /** All entries, those that are hidden or not allowed too. */
  readonly entries: readonly CatalogEntry[]
  /** Those that are offered, in the order of the configuration. */
  readonly listed: readonly CatalogEntry[]
  /** What a call that names nothing gets when it wishes for nothing; undefined: what is listed first. */
  readonly defaultEntry: CatalogEntry | undefined
  readonly #byName = new Map<string, CatalogEntry>()
  readonly #unavailable: ReadonlyMap<string, string>
  readonly #allowed: ReadonlySet<string> | undefined

  constructor({ entries, allowed, defaultModel, unavailable = {} }: CatalogOptions) {
    for (const entry of entries) {
      for (const name of [entry.name, ...entry.aliases]) this.#byName.set(name, entry)
    }
    this.#unavailable = new Map(Object.entries(unavailable))
    this.#allowed = allowed.length > 0 ? new Set(allowed) : undefined
    this.entries = entries
    this.listed = entries.filter((entry) => !entry.hidden && this.#isAllowed(entry, entry.name))
    this.defaultEntry = defaultModel ? this.get(defaultModel) : undefined
  }

  /**
   * The entry of a name or alias, for a caller with these lists. Throws MODEL_NOT_FOUND, MODEL_NOT_ALLOWED or
   * UPSTREAM_PRECONDITION.
   */
  get(name: string, lists: ModelLists = []): CatalogEntry {
    const entry = this.#byName.get(name)
    const why = this.#unavailable.get(name)
    if (!entry && why === undefined) {
      const message = `No model, route or alias is called “${name}”; ListModels tells which there are.`
      throw new GatewayError(ErrorReason.MODEL_NOT_FOUND, message, { metadata: { model: name } })
    }
    if (!this.#isAllowed(entry, name)) {
      const message = `“${name}” is not among the models that may be called here.`
      throw new GatewayError(ErrorReason.MODEL_NOT_ALLOWED, message, { metadata: { model: name } })
    }
    if (lists.length > 0 && !standsIn(lists, entry ?? { name, aliases: [] })) {
      const message = `“${name}” is not among the models that this caller may call.`
      throw new GatewayError(ErrorReason.MODEL_NOT_ALLOWED, message, { metadata: { model: name } })
    }
    if (entry) return entry
    throw new GatewayError(ErrorReason.UPSTREAM_PRECONDITION, why ?? '', { metadata: { model: name } })
  }

  /** All that can be called by a caller with these lists, ordered by name. */
  list(lists: ModelLists = []): readonly CatalogEntry[] {
    const offered = lists.length === 0 ? this.listed : this.listed.filter((entry) => standsIn(lists, entry))
    return offered.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  #isAllowed(entry: CatalogEntry | undefined, name: string): boolean {
    return !this.#allowed || this.#allowed.has(name) || this.#allowed.has(entry?.name ?? name)
  }
}

/** Whether each of the lists holds the entry, by its name or an alias. */
export function standsIn(lists: ModelLists, { name, aliases }: Pick<CatalogEntry, 'name' | 'aliases'>): boolean {
  return lists.every((list) => list.has(name) || aliases.some((alias) => list.has(alias)))
}
