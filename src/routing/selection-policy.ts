import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { DEFAULT_WEIGHTS, type Measure, type SelectionWeights } from './score.ts'
import type { SelectionPreferences } from './wish.ts'

/** How a model is chosen for calls of one kind that name none. */
export interface SelectionPolicy extends SelectionPreferences {
  readonly weights: SelectionWeights
}

/** A policy as far as an operator has set it. */
export interface ConfiguredPolicy extends SelectionPreferences {
  readonly weights: Readonly<Partial<Record<Measure, number>>>
}

/** The policy where the operator has set nothing. */
export const NO_POLICY: SelectionPolicy = {
  tier: Tier.UNSPECIFIED,
  taskType: '',
  preferredProviders: [],
  weights: DEFAULT_WEIGHTS,
}

/** Weights that are not set are the default ones. */
export function selectionPolicy(configured: ConfiguredPolicy): SelectionPolicy {
  return { ...configured, weights: { ...DEFAULT_WEIGHTS, ...configured.weights } }
}
