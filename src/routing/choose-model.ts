import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GenerationOptions } from '#gen/switchyard/v1/generation_options_pb.js'
import { Complexity } from '#gen/switchyard/v1/generation_options_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { accountOf } from '../core/call.ts'
import { GatewayError } from '../core/errors.ts'
import type { CatalogEntry } from './catalog.ts'

export interface Choice {
  readonly entry: CatalogEntry
  /** One sentence: why this one. */
  readonly reason: string
}

const TIERS_BY_COMPLEXITY: Partial<Record<Complexity, Tier>> = {
  [Complexity.LOW]: Tier.FAST,
  [Complexity.MEDIUM]: Tier.BALANCED,
  [Complexity.HIGH]: Tier.PREMIUM,
}

/**
 * Chooses for a call that names no model. Each wish of the caller narrows the choice as long as something is left; of
 * what is left the default comes first, then the order of the configuration.
 */
export function chooseModel(
  entries: readonly CatalogEntry[],
  fallback: CatalogEntry | undefined,
  options: GenerationOptions | undefined,
): Choice {
  let candidates = entries
  const met: string[] = []
  for (const wish of wishesOf(options)) {
    const narrowed = candidates.filter(wish.fits)
    if (narrowed.length === 0) continue
    candidates = narrowed
    met.push(wish.name)
  }
  const entry = fallback && (met.length === 0 || candidates.includes(fallback)) ? fallback : candidates[0]
  if (!entry) throw new GatewayError(ErrorReason.MODEL_NOT_FOUND, 'No model is configured that may be called.')
  return { entry, reason: reasonOf(met, entry === fallback) }
}

interface Wish {
  readonly name: string
  readonly fits: (entry: CatalogEntry) => boolean
}

/** What the caller wants of a model, the most binding first. */
function wishesOf(options: GenerationOptions | undefined): Wish[] {
  if (!options) return []
  const wishes: Wish[] = []
  const tier = options.tier || TIERS_BY_COMPLEXITY[options.complexity]
  if (tier) wishes.push({ name: options.tier ? 'tier' : 'complexity', fits: (entry) => entry.tier === tier })
  if (options.taskType) wishes.push({ name: 'task type', fits: (entry) => entry.bestFor.includes(options.taskType) })
  // The best provider that can serve is taken, so each is a wish of its own, and the first one met leaves no other.
  for (const provider of options.preferredProviders) {
    wishes.push({ name: `provider ${provider}`, fits: (entry) => isAt(entry, provider) })
  }
  return wishes
}

function isAt({ targets: [target] }: CatalogEntry, provider: string): boolean {
  return target !== undefined && accountOf(target.provider) === provider
}

function reasonOf(met: readonly string[], isDefault: boolean): string {
  if (met.length > 0) return `No model was named; this one fits the wanted ${met.join(', ')}.`
  return isDefault ? 'No model was named; this is the default.' : 'No model was named; this is the first configured.'
}
