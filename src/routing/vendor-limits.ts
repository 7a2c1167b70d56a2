import { type Target, targetKey } from '../core/call.ts'
import type { ModelLimits } from '../core/model-limits.ts'

/** A vendor may list any number of models; more than these are not remembered. */
const MAX_MODELS = 20_000

/** What vendors told of their models when they were last asked. Nothing is known until then. */
export class VendorLimits {
  readonly #limits = new Map<string, ModelLimits>()

  /** Takes the place of what was known of the provider's models by these names. */
  learn(provider: string, models: readonly (ModelLimits & { readonly name: string })[]): void {
    for (const { name, contextWindow, maxOutputTokens } of models) {
      if (this.#limits.size >= MAX_MODELS) return
      this.#limits.set(targetKey({ provider, name, model: name }), { contextWindow, maxOutputTokens })
    }
  }

  of(target: Target): ModelLimits | undefined {
    return this.#limits.get(targetKey(target))
  }
}
