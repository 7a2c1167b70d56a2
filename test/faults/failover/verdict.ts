import type { Check } from './checks.ts'
import type { Experience } from './experience.ts'
import { ANSWER } from './setting.ts'
import type { Situation } from './situations.ts'

export interface Verdict {
  /** `pass`: as the caller would have it. `safe`: a clear error, in time. `fail`: anything else. */
  readonly kind: 'pass' | 'safe' | 'fail'
  /** The reason that the caller was told, or the checks that do not hold. */
  readonly why: string
}

/** What must hold in every situation. */
const ALWAYS: readonly Check[] = [
  {
    name: 'a complete answer is the whole answer',
    holds: ({ heard }) => !heard.complete || heard.text === ANSWER.join(''),
  },
  { name: 'a complete answer brings its usage', holds: ({ heard }) => !heard.complete || heard.outputTokens > 0 },
  { name: 'an error has one reason', holds: ({ heard: { error } }) => !error || error.reasons.length === 1 },
  { name: 'a part of an answer is marked as one', holds: ({ heard }) => !isPart(heard) || isMarked(heard) },
  {
    name: 'one row for each attempt',
    holds: ({ rows, first, fallback }) => rows.length === first.length + fallback.length,
  },
  { name: 'only answers are paid', holds: ({ rows }) => rows.every(isPaidRightly) },
  { name: 'the service goes on', holds: ({ alive }) => alive },
]

/** Judges what was seen, as the public catalogue does; what is only advised there is a must here. */
export function verdictOf(situation: Situation, seen: Experience): Verdict {
  const broken = [...ALWAYS, ...situation.checks].filter((check) => !check.holds(seen)).map(({ name }) => name)
  if (broken.length > 0) return { kind: 'fail', why: broken.join('; ') }
  const { error } = seen.heard
  const why = error?.reasons[0] ?? ''
  return { kind: (error === undefined) === !situation.refused ? 'pass' : 'safe', why }
}

function isPart({ error, text }: Experience['heard']): boolean {
  return error !== undefined && text !== ''
}

function isMarked({ error }: Experience['heard']): boolean {
  return error?.metadata.partial === 'true'
}

/** An attempt that said nothing costs nothing; what a cut one said is an estimate. */
function isPaidRightly({ outcome, cost_nanos, usage_estimated, output_tokens }: Experience['rows'][number]): boolean {
  if (outcome === 'succeeded') return cost_nanos > 0 && usage_estimated === 0
  return cost_nanos === 0 || (usage_estimated === 1 && output_tokens > 0)
}
