import type { CallContext } from '#gen/switchyard/v1/usage_pb.js'
import { type Target, targetKey } from '../core/call.ts'
import { type Balance, balanced, type Moment, type Share } from './balance.ts'
import type { HedgePolicy } from './hedge-policy.ts'
import { hashOf } from './key-hash.ts'

/** How a route leads to its targets. */
export interface RoutePlan {
  readonly balance: Balance
  /** With `sticky`: `session_id`, or the name of a label. */
  readonly stickyKey: string
  /** Whether another target is tried after a content filter refused the prompt. */
  readonly contentFilterFallback: boolean
  /** When a second target is asked beside a slow one; left out: never. */
  readonly hedge?: HedgePolicy | undefined
  /** The targets of each priority, the first to be tried first. */
  readonly levels: readonly (readonly Share[])[]
}

/** A target as a route names it. */
export interface PlannedTarget {
  readonly target: Target
  readonly weight: number
  /** The lower, the earlier. */
  readonly priority: number
}

/** Targets of the same priority together, in the order in which they were given. */
export function levelsOf(targets: readonly PlannedTarget[]): Share[][] {
  const priorities = [...new Set(targets.map(({ priority }) => priority))].sort((a, b) => a - b)
  return priorities.map((wanted) => targets.filter(({ priority }) => priority === wanted).map(toShare))
}

/** The targets in the order in which a call tries them, if none is left alone. */
export function* plannedOrder({ balance, levels }: RoutePlan, moment: Moment): Generator<Target> {
  for (const shares of levels) {
    for (const { target } of balanced(balance, shares, moment)) yield target
  }
}

/** What calls that belong together have in common; undefined when this one has nothing of the kind. */
export function stickyKeyOf(
  { stickyKey }: RoutePlan,
  context: CallContext,
  labels: Readonly<Record<string, string>> | undefined,
): string | undefined {
  if (stickyKey === 'session_id') return context.sessionId || undefined
  return labels && Object.hasOwn(labels, stickyKey) ? labels[stickyKey] : undefined
}

function toShare({ target, weight }: PlannedTarget): Share {
  return { target, weight, hash: hashOf(targetKey(target)) }
}
