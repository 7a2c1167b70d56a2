import { seededRandom } from '../../test/support/seeded-random.ts'
import type { Kind, Lengths, Workload } from './workload.ts'

/** One request of the workload before it is written out. */
export interface Task {
  /** From 0; the same task has the same number in every run. */
  readonly number: number
  readonly kind: Kind
  readonly inputTokens: number
  readonly outputTokens: number
}

/** How many standard deviations of a normal distribution nine of ten values stay below. */
const P90_DEVIATIONS = 1.2816

/** The requests of a workload, the kinds mixed: the same ones each time. */
export function tasksOf({ seed, requests, kinds }: Workload): Task[] {
  const random = seededRandom(seed)
  const drawn = kinds.flatMap((kind) =>
    Array.from({ length: Math.round((requests * kind.share) / 100) }, () => ({
      kind,
      inputTokens: draw(kind.input_tokens, random),
      outputTokens: draw(kind.output_tokens, random),
      place: random(),
    })),
  )
  return drawn.sort((a, b) => a.place - b.place).map(({ place: _, ...task }, number) => ({ ...task, number }))
}

function draw({ median, p90, max }: Lengths, random: () => number): number {
  const deviations = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const tokens = median * (p90 / median) ** (deviations / P90_DEVIATIONS)
  return Math.max(1, Math.min(Math.round(tokens), max))
}
