import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GenerationOptions } from '#gen/switchyard/v1/generation_options_pb.js'
import type { ModelCapabilities, Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Selection } from '#gen/switchyard/v1/usage_pb.js'
import type { Target } from '../core/call.ts'
import { GatewayError } from '../core/errors.ts'
import { chooseModel } from './choose-model.ts'

/** A name that can be called, with where its calls go. */
export interface CatalogEntry {
  readonly name: string
  readonly aliases: readonly string[]
  /** In the order in which they are tried. Never empty. */
  readonly targets: readonly Target[]
  readonly tier: Tier
  readonly bestFor: readonly string[]
  readonly capabilities: ModelCapabilities | undefined
  /** Whether the entry stands for others rather than for a model itself. */
  readonly isRoute: boolean
  /** A hidden entry can be called but is neither listed nor chosen. */
  readonly hidden: boolean
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

export interface Selected {
  readonly targets: readonly Target[]
  readonly selection: Selection
}

/** Which names can be called. Built anew when the configuration changes; looking up costs one map access. */
export class Catalog {
  readonly #byName = new Map<string, CatalogEntry>()
  readonly #unavailable: ReadonlyMap<string, string>
  readonly #allowed: ReadonlySet<string> | undefined
  readonly #listed: readonly CatalogEntry[]
  readonly #defaultModel: string | undefined

  constructor({ entries, allowed, defaultModel, unavailable = {} }: CatalogOptions) {
    for (const entry of entries) {
      for (const name of [entry.name, ...entry.aliases]) this.#byName.set(name, entry)
    }
    this.#unavailable = new Map(Object.entries(unavailable))
    this.#allowed = allowed.length > 0 ? new Set(allowed) : undefined
    this.#listed = entries.filter((entry) => !entry.hidden && this.#isAllowed(entry, entry.name))
    this.#defaultModel = defaultModel
  }

  /** The targets for a call's options. Throws as `get` does. */
  select(options: GenerationOptions | undefined): Selected {
    if (options?.model !== undefined) {
      const entry = this.get(options.model)
      return selected(entry, entry.isRoute ? 'The caller named this route.' : 'The caller named this model.')
    }
    const fallback = this.#defaultModel ? this.get(this.#defaultModel) : undefined
    const { entry, reason } = chooseModel(this.#listed, fallback, options)
    return selected(entry, reason)
  }

  /** The entry of a name or alias. Throws MODEL_NOT_FOUND, MODEL_NOT_ALLOWED or UPSTREAM_PRECONDITION. */
  get(name: string): CatalogEntry {
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
    if (entry) return entry
    throw new GatewayError(ErrorReason.UPSTREAM_PRECONDITION, why ?? '', { metadata: { model: name } })
  }

  /** All that can be called, ordered by name. */
  list(): readonly CatalogEntry[] {
    return this.#listed.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  #isAllowed(entry: CatalogEntry | undefined, name: string): boolean {
    return !this.#allowed || this.#allowed.has(name) || this.#allowed.has(entry?.name ?? name)
  }
}

function selected(entry: CatalogEntry, reason: string): Selected {
  const route = entry.isRoute ? entry.name : ''
  return { targets: entry.targets, selection: { $typeName: 'switchyard.v1.Selection', route, reason } }
}
