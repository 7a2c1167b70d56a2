import type { Target } from '../core/call.ts'
import type { CatalogEntry } from './catalog.ts'
import type { TargetKnowledge } from './target-knowledge.ts'

/** How much each target can take: what the configuration says wins over what vendors and tables tell. */
export class ContextWindows {
  readonly #configured: ReadonlyMap<Target, bigint>
  readonly #knowledge: Pick<TargetKnowledge, 'contextWindowOf'>

  constructor(entries: readonly CatalogEntry[], knowledge: Pick<TargetKnowledge, 'contextWindowOf'>) {
    this.#configured = new Map(entries.flatMap(({ windows }) => [...(windows ?? [])]))
    this.#knowledge = knowledge
  }

  /** Tokens of input and output together; undefined: not known. */
  of(target: Target): number | undefined {
    const window = this.#configured.get(target) ?? this.#knowledge.contextWindowOf(target)
    return window ? Number(window) : undefined
  }
}
