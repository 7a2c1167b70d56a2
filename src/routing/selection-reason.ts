import type { SelectionCandidate } from '#gen/switchyard/v1/usage_pb.js'
import type { Balance } from './balance.ts'
import type { Candidate } from './candidates.ts'
import type { CatalogEntry } from './catalog.ts'
import { rank } from './choose-models.ts'
import { describeObstacle, obstacleOf } from './obstacle.ts'
import { type SelectionWeights, scoreParts } from './score.ts'
import type { Wish } from './wish.ts'

const BALANCED: Readonly<Record<Balance, string>> = {
  ordered: 'The caller named this route.',
  weighted: 'The caller named this route; its targets are balanced by weight.',
  least_busy: 'The caller named this route; its least busy target comes first.',
  latency: 'The caller named this route; the quicker of two targets comes first.',
  sticky: 'The caller named this route; its targets are kept by key.',
}

/** Why a call that names a model goes where it goes. */
export function reasonOfName({ isRoute, plan }: CatalogEntry): string {
  return isRoute ? BALANCED[plan?.balance ?? 'ordered'] : 'The caller named this model.'
}

/** Why a model was chosen for a call that names none. */
export function reasonOfChoice(candidate: Candidate, wish: Wish, fits: boolean): string {
  if (!fits) return 'No model was named, and none is known to fit the request; this one comes nearest.'
  const met = metWishes(candidate, wish)
  if (met.length > 0) return `No model was named; this one fits the wanted ${met.join(', ')}.`
  if (candidate.isDefault) return 'No model was named; this is the default.'
  return 'No model was named; of those that can serve the request this one has the best score.'
}

/** Everything that was weighed, the best first; what cannot serve comes after what can. */
export function candidatesOf(
  candidates: readonly Candidate[],
  wish: Wish,
  weights: SelectionWeights,
  isLeftAlone: (entry: CatalogEntry) => boolean,
): SelectionCandidate[] {
  const weighed = rank(candidates, wish, weights).map(({ candidate, score }): SelectionCandidate => {
    const { entry, provider } = candidate
    const obstacle = obstacleOf(candidate, wish.needs) ?? (isLeftAlone(entry) ? 'circuit' : undefined)
    const excluded = obstacle ? describeObstacle(obstacle, candidate, wish.needs) : ''
    const parts = scoreParts(candidate, wish, weights)
    return { $typeName: 'switchyard.v1.SelectionCandidate', model: entry.name, provider, score, parts, excluded }
  })
  return [...weighed.filter(({ excluded }) => excluded === ''), ...weighed.filter(({ excluded }) => excluded !== '')]
}

function metWishes({ entry, provider }: Candidate, wish: Wish): string[] {
  const met: string[] = []
  if (wish.tier && entry.tier === wish.tier) met.push(wish.tierFrom)
  if (wish.taskType !== '' && entry.bestFor.includes(wish.taskType)) met.push('task type')
  if (wish.preferredProviders.includes(provider)) met.push(`provider ${provider}`)
  return met
}
