import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Candidate } from './candidates.ts'
import type { CatalogEntry } from './catalog.ts'
import { obstacleOf } from './obstacle.ts'
import { type SelectionWeights, score } from './score.ts'
import type { Wish } from './wish.ts'

/** A model for a call that names none. */
export interface Choice {
  readonly candidate: Candidate
  readonly score: number
}

export interface Chosen {
  /** The best first; never empty. Those after it stand in when it fails. */
  readonly choices: readonly Choice[]
  /** Whether a model was left that is not known to be unable to serve. */
  readonly fits: boolean
}

/** How many models are tried for one call. */
const MAX_MODELS = 3

/**
 * Chooses for a call that names no model: of those that can serve the ones with the best scores, those that are left
 * alone after the others. When none is known to be able, the vendor of the best is left to judge. The same question has
 * the same answer.
 */
export function chooseModels(
  candidates: readonly Candidate[],
  wish: Wish,
  weights: SelectionWeights,
  isLeftAlone: (entry: CatalogEntry) => boolean,
): Chosen {
  const able = candidates.filter((candidate) => obstacleOf(candidate, wish.needs) === undefined)
  const fits = able.length > 0
  const scored = scoreAll(fits ? able : candidates, wish, weights)
  if (scored.length === 0) {
    throw new GatewayError(ErrorReason.MODEL_NOT_FOUND, 'No model is configured that may be called.')
  }
  return { choices: firstUsable(scored, isLeftAlone), fits }
}

/** All of them, the best first; of equal ones those that stand first in the configuration. */
export function rank(candidates: readonly Candidate[], wish: Wish, weights: SelectionWeights): Choice[] {
  return scoreAll(candidates, wish, weights).sort((a, b) => b.score - a.score)
}

function scoreAll(candidates: readonly Candidate[], wish: Wish, weights: SelectionWeights): Choice[] {
  return candidates.map((candidate) => ({ candidate, score: score(candidate, wish, weights) }))
}

/** Few are needed of many: they are looked for one by one, and their circuits are asked only then. */
function firstUsable(left: Choice[], isLeftAlone: (entry: CatalogEntry) => boolean): Choice[] {
  const usable: Choice[] = []
  const leftAlone: Choice[] = []
  for (let best = takeBest(left); best && usable.length < MAX_MODELS; best = takeBest(left)) {
    if (isLeftAlone(best.candidate.entry)) leftAlone.push(best)
    else usable.push(best)
  }
  return [...usable, ...leftAlone].slice(0, MAX_MODELS)
}

function takeBest(left: Choice[]): Choice | undefined {
  let place = 0
  let best = -Infinity
  for (let index = 0; index < left.length; index++) {
    const { score } = left[index] as Choice
    if (score > best) [best, place] = [score, index]
  }
  return left.splice(place, 1)[0]
}
