import type { ModelPrice } from '#gen/switchyard/v1/model_pb.js'
import { accountOf } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { NANOS_PER_UNIT } from '../core/money.ts'
import type { CatalogEntry } from './catalog.ts'
import type { ContextWindows } from './context-windows.ts'
import type { ObservedTarget, TargetKnowledge } from './target-knowledge.ts'

/** A model that may be chosen, with what is known of it. A route stands for its first target, the one it means to use. */
export interface Candidate {
  readonly entry: CatalogEntry
  /** The provider's configured name. */
  readonly provider: string
  readonly isDefault: boolean
  /** 1 for the first that is configured, then less, never below 0. */
  readonly order: number
  /** US dollars for a million tokens, three of input for each of output; undefined: not known. */
  readonly price: number | undefined
  /** Tokens of input and output together; undefined: not known. */
  readonly contextWindow: number | undefined
  readonly observed: ObservedTarget
}

export interface CandidatesOptions {
  /** In the order of the configuration. */
  readonly entries: readonly CatalogEntry[]
  readonly defaultEntry: CatalogEntry | undefined
  readonly knowledge: TargetKnowledge
  readonly windows: ContextWindows
  readonly clock: Clock
}

/** Prices and windows change rarely: they are looked up this often, not for each call. */
const MAX_AGE_MS = 10_000

/** The models that may be chosen for calls that name none. */
export class Candidates {
  readonly #options: CandidatesOptions
  readonly #entries: readonly CatalogEntry[]
  #candidates: readonly Candidate[] = []
  #madeAt = -Infinity

  constructor(options: CandidatesOptions) {
    const { entries, defaultEntry } = options
    this.#options = options
    // A default that is not listed is a candidate all the same.
    this.#entries = defaultEntry && !entries.includes(defaultEntry) ? [defaultEntry, ...entries] : entries
  }

  list(): readonly Candidate[] {
    const now = this.#options.clock.monotonic()
    if (now - this.#madeAt >= MAX_AGE_MS) {
      this.#candidates = this.#entries.flatMap((entry, index) => this.#candidate(entry, index))
      this.#madeAt = now
    }
    return this.#candidates
  }

  #candidate(entry: CatalogEntry, index: number): Candidate[] {
    const { knowledge, windows, defaultEntry } = this.#options
    const [target] = entry.targets
    if (!target) return []
    return [
      {
        entry,
        provider: accountOf(target.provider),
        isDefault: entry === defaultEntry,
        order: 1 - index / this.#entries.length,
        price: blended(knowledge.priceOf(target)),
        contextWindow: windows.of(target),
        observed: knowledge.observed(target),
      },
    ]
  }
}

function blended(price: ModelPrice | undefined): number | undefined {
  if (!price?.input || !price.output) return undefined
  return Number(3n * price.input.amountNanos + price.output.amountNanos) / 4 / Number(NANOS_PER_UNIT)
}
