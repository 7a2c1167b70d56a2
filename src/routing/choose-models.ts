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
  return inOrder(scoreAll(candidates, wish, weights))
}

function scoreAll(candidates: readonly Candidate[], wish: Wish, weights: SelectionWeights): Choice[] {
  return candidates.map((candidate) => ({ candidate, score: score(candidate, wish, weights) }))
}

/** Few are needed of many: their circuits are asked one by one, until there are enough. */
function firstUsable(choices: Choice[], isLeftAlone: (entry: CatalogEntry) => boolean): Choice[] {
  const usable: Choice[] = []
  const leftAlone: Choice[] = []
  for (const best of bestFirst(choices)) {
    if (isLeftAlone(best.candidate.entry)) leftAlone.push(best)
    else if (usable.push(best) === MAX_MODELS) break
  }
  return [...usable, ...leftAlone].slice(0, MAX_MODELS)
}

/** The first ones are looked for one by one, which is all that most calls need; the rest is put in order at once. */
function* bestFirst(left: Choice[]): Generator<Choice> {
  for (let taken = 0; taken < 2 * MAX_MODELS && left.length > 0; taken++) yield takeBest(left)
  yield* inOrder(left)
}

/** Equal ones keep their order. */
function inOrder(choices: Choice[]): Choice[] {
  return choices.sort((a, b) => b.score - a.score)
}

function takeBest(left: Choice[]): Choice {
  let place = 0
  let best = -Infinity
  for (let index = 0; index < left.length; index++) {
    const { score } = left[index] as Choice
    if (score > best) [best, place] = [score, index]
  }
  return left.splice(place, 1)[0] as Choice
}
