/** What the workload cost under one policy. */
export interface PolicyReport {
  readonly name: string
  readonly title: string
  readonly total: Tally
  /** By the names of the kinds. */
  readonly kinds: Record<string, Tally>
  /** How many requests each model answered. */
  readonly models: Record<string, number>
}

export interface Tally {
  requests: number
  /** US dollars. */
  cost: number
  /** Answers by a model below the class that the kind asks for. */
  belowTier: number
  /** Answers by a model that lacks an ability, or whose window is too small. */
  unable: number
}

export interface WorkloadReport {
  readonly requests: number
  readonly policies: readonly PolicyReport[]
}

export function policyNamed({ policies }: WorkloadReport, wanted: string): PolicyReport {
  const found = policies.find(({ name }) => name === wanted)
  if (!found) throw new Error(`There is no policy ${wanted}.`)
  return found
}

/** What one premium model for all costs where that is the least: what there is to save is told against it. */
export function cheapestPremium({ policies }: WorkloadReport): PolicyReport {
  const [cheapest] = policies
    .filter(({ name }) => name.startsWith('all-'))
    .toSorted((a, b) => a.total.cost - b.total.cost)
  if (!cheapest) throw new Error('There is no premium model.')
  return cheapest
}
