/** Figures of many measurements of one thing. */
export interface Distribution {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export function distributionOf(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).sort()
  return {
    p50: quantileOf(sorted, 0.5),
    p95: quantileOf(sorted, 0.95),
    p99: quantileOf(sorted, 0.99),
    max: sorted.at(-1) ?? 0,
  }
}

/** The smallest value that at least this share of all is not above; 0 when there is none. */
export function quantile(values: readonly number[], share: number): number {
  return quantileOf(Float64Array.from(values).sort(), share)
}

function quantileOf(sorted: Float64Array, share: number): number {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The median of every number in objects of one shape, at any depth. What is not a number is the first object's. */
export function medianOf<Shape>(rounds: readonly Shape[]): Shape {
  const [first] = rounds
  if (typeof first === 'number') return median(rounds as readonly unknown[] as number[]) as Shape
  if (typeof first !== 'object' || first === null) return first as Shape
  const medians = Object.keys(first).map((key) => [key, medianOf(rounds.map((round) => round[key as keyof Shape]))])
  return Object.fromEntries(medians)
}
