import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Candidate } from './candidates.ts'
import { freshness } from './target-knowledge.ts'
import type { Wish } from './wish.ts'

/** What counts for a model, by the names of the configuration. */
export type Measure =
  | 'tier'
  | 'task_type'
  | 'reliability'
  | 'preferred_provider'
  | 'default_model'
  | 'price'
  | 'latency'
  | 'order'

export type SelectionWeights = Readonly<Record<Measure, number>>

/**
 * Among models that work equally well, each measure outweighs all that stand below it together, so that the more
 * important wish decides. Failures weigh more than a preferred provider and less than a task type.
 */
export const DEFAULT_WEIGHTS: SelectionWeights = {
  tier: 128,
  task_type: 48,
  reliability: 32,
  preferred_provider: 16,
  default_model: 8,
  price: 4,
  latency: 2,
  order: 1,
}

/** US dollars for a million tokens at which a price counts half. */
const HALF_PRICE = 1

/** Milliseconds of an answer at which its quickness counts half. */
const HALF_LATENCY_MS = 2000

/** What is not known counts as neither good nor bad. */
const UNKNOWN = 0.5

/**
 * What a class counts for that stands in for the wanted one. One above comes before one below even against a preferred
 * provider, the default, price, latency and order together: who asks for a class means at least that one.
 */
const ONE_ABOVE = 0.375
const TWO_ABOVE = 0.25
const ONE_BELOW = 0.125

/** How well a model suits a wish. It depends on nothing else, and on no other model. */
export function score(candidate: Candidate, wish: Wish, weights: SelectionWeights): number {
  return (
    weights.tier * tierOf(candidate, wish) +
    weights.task_type * taskOf(candidate, wish) +
    weights.reliability * reliabilityOf(candidate, wish) +
    weights.preferred_provider * preferenceOf(candidate, wish) +
    weights.default_model * Number(candidate.isDefault) +
    weights.price * cheapnessOf(candidate) +
    weights.latency * quicknessOf(candidate) +
    weights.order * candidate.order
  )
}

/** What the score is the sum of. */
export function scoreParts(candidate: Candidate, wish: Wish, weights: SelectionWeights): Record<Measure, number> {
  return {
    tier: weights.tier * tierOf(candidate, wish),
    task_type: weights.task_type * taskOf(candidate, wish),
    reliability: weights.reliability * reliabilityOf(candidate, wish),
    preferred_provider: weights.preferred_provider * preferenceOf(candidate, wish),
    default_model: weights.default_model * Number(candidate.isDefault),
    price: weights.price * cheapnessOf(candidate),
    latency: weights.latency * quicknessOf(candidate),
    order: weights.order * candidate.order,
  }
}

// The measures go from 0 to 1. What was not wished for is 0 for every model.

/** Classes stand in a row, from fast to premium. */
function tierOf({ entry: { tier } }: Candidate, wish: Wish): number {
  if (wish.tier === Tier.UNSPECIFIED || tier === Tier.UNSPECIFIED) return 0
  switch (tier - wish.tier) {
    case 0:
      return 1
    case 1:
      return ONE_ABOVE
    case 2:
      return TWO_ABOVE
    case -1:
      return ONE_BELOW
    default:
      return 0
  }
}

function taskOf({ entry }: Candidate, { taskType }: Wish): number {
  return taskType !== '' && entry.bestFor.includes(taskType) ? 1 : 0
}

function reliabilityOf({ observed }: Candidate, { now }: Wish): number {
  return observed.errorRate === 0 ? 1 : 1 - observed.errorRate * freshness(observed, now)
}

function preferenceOf({ provider }: Candidate, { preferredProviders }: Wish): number {
  const place = preferredProviders.indexOf(provider)
  return place === -1 ? 0 : 1 - place / preferredProviders.length
}

function cheapnessOf({ price }: Candidate): number {
  return price === undefined ? UNKNOWN : HALF_PRICE / (HALF_PRICE + price)
}

function quicknessOf({ observed: { averageLatencyMs } }: Candidate): number {
  return averageLatencyMs === undefined ? UNKNOWN : HALF_LATENCY_MS / (HALF_LATENCY_MS + averageLatencyMs)
}
