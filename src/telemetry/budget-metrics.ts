import { Counter, type CounterConfiguration, Gauge, type Registry } from 'prom-client'

/** A budget as it stands when somebody scrapes. */
export interface BudgetReading {
  readonly name: string
  readonly spentNanos: bigint
  readonly limitNanos: bigint
}

const NANOS = 1e9

/**
 * How budgets and rate limits do. There are at most a few thousand; administrators of tenants choose names too, so what is deleted
 * takes its series with it.
 */
export class BudgetMetrics {
  readonly #budgetRefusals: NamedCounter
  readonly #limitRefusals: NamedCounter
  readonly #limitsApart: Gauge
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
    this.#budgetRefusals = new NamedCounter('budget', {
      name: 'llm_budget_refusals_total',
      help: 'Attempts not made, or ended, because too little of the budget was left',
      registers,
    })
    this.#limitRefusals = new NamedCounter('limit', {
      name: 'llm_rate_limit_refusals_total',
      help: 'Calls and attempts refused by the rate limit',
      registers,
    })
    this.#limitsApart = new Gauge({
      name: 'llm_rate_limits_apart',
      help: '1 while this replica cannot hear the others and holds its part of the rate limits alone, otherwise 0',
      registers,
    })
  }

  /** Tells of these budgets from now on. */
  show(read: () => Iterable<BudgetReading>): void {
    this.#read = read
  }

  budgetRefused(budget: string): void {
    this.#budgetRefusals.count(budget)
  }

  limitRefused(limit: string): void {
    this.#limitRefusals.count(limit)
  }

  limitsApart(isApart: boolean): void {
    this.#limitsApart.set(isApart ? 1 : 0)
  }

  /** There are these budgets now, and no others. */
  keepBudgets(names: ReadonlySet<string>): void {
    this.#budgetRefusals.keep(names)
  }

  /** The same of rate limits. */
  keepLimits(names: ReadonlySet<string>): void {
    this.#limitRefusals.keep(names)
  }
}

/** Counts by a name, as long as there is something of that name. */
class NamedCounter {
  readonly #label: string
  readonly #counter: Counter
  readonly #counted = new Set<string>()

  constructor(label: string, options: Pick<CounterConfiguration<string>, 'name' | 'help' | 'registers'>) {
    this.#label = label
    this.#counter = new Counter({ ...options, labelNames: [label] })
  }

  count(name: string): void {
    this.#counted.add(name)
    this.#counter.inc({ [this.#label]: name })
  }

  keep(names: ReadonlySet<string>): void {
    for (const name of this.#counted) {
      if (names.has(name)) continue
      this.#counter.remove({ [this.#label]: name })
      this.#counted.delete(name)
    }
  }
}
