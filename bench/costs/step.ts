/** Something small whose time is measured many times over. */
export interface Step {
  readonly name: string
  readonly title: string
  /** Does it so many times. What it leaves to promises may still be under way when it returns without one. */
  repeat(times: number): Promise<void> | void
  /** Gives back what it holds. */
  close?(): Promise<void>
}

/** What a step takes, microseconds. */
export interface CostReport {
  readonly name: string
  readonly title: string
  /** The median of the rounds. */
  readonly micros: number
  readonly rounds: readonly number[]
}
