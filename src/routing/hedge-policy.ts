/** When a route asks a second target beside a slow one. */
export interface HedgePolicy {
  /** The share of a target's answers, in percent, that begin sooner than the second attempt does. */
  readonly percentile: number
  readonly minDelayMs: number
  /** At least `minDelayMs`. It also holds while too little of a target was seen. */
  readonly maxDelayMs: number
  /** What attempts that lost may cost, for each unit that the route's calls cost: for example 0.1. */
  readonly maxExtraSpendShare: number
}
