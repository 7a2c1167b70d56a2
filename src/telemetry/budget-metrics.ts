import { Counter, Gauge, type Registry } from 'prom-client'

/** A budget as it stands when somebody scrapes. */
export interface BudgetReading {
  readonly name: string
  readonly spentNanos: bigint
  readonly limitNanos: bigint
}

const NANOS = 1e9

/** How budgets and rate limits do. Operators choose their names, and there are at most a few thousand. */
export class BudgetMetrics {
  readonly #budgetRefusals: Counter<'budget'>
  readonly #limitRefusals: Counter<'limit'>
  #read: () => Iterable<BudgetReading> = () => []

  constructor(registry: Registry) {
    const registers = [registry]
    const read = () => this.#read()
    new Gauge({
      name: 'llm_budget_spent_usd',
      help: 'What was spent of the budget in its present window, in US dollars',
      labelNames: ['budget'],
      registers,
      collect() {
        this.reset()
        for (const { name, spentNanos } of read()) this.set({ budget: name }, Number(spentNanos) / NANOS)
      },
    })
    new Gauge({
      name: 'llm_budget_limit_usd',
      help: 'The amount of the budget in US dollars',
      labelNames: ['budget'],
      registers,
      collect() {
        this.reset()
        for (const { name, limitNanos } of read()) this.set({ budget: name }, Number(limitNanos) / NANOS)
      },
    })
    this.#budgetRefusals = new Counter({
      name: 'llm_budget_refusals_total',
      help: 'Attempts not made, or ended, because too little of the budget was left',
      labelNames: ['budget'],
      registers,
    })
    this.#limitRefusals = new Counter({
      name: 'llm_rate_limit_refusals_total',
      help: 'Calls and attempts refused by the rate limit',
      labelNames: ['limit'],
      registers,
    })
  }

  /** Tells of these budgets from now on. */
  show(read: () => Iterable<BudgetReading>): void {
    this.#read = read
  }

  budgetRefused(budget: string): void {
    this.#budgetRefusals.inc({ budget })
  }

  limitRefused(limit: string): void {
    this.#limitRefusals.inc({ limit })
  }
}
