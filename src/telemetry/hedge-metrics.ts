import { Counter, type Registry } from 'prom-client'
import type { Target } from '../core/call.ts'

/** What became of a second attempt. */
export type HedgeResult = 'won' | 'lost' | 'skipped_spend'

/** Metrics of attempts that were begun, or would have been, beside a slow one. */
export class HedgeMetrics {
  readonly #hedges: Counter

  constructor(registry: Registry) {
    this.#hedges = new Counter({
      name: 'llm_hedges_total',
      help: 'Second attempts beside a slow one: those that answered, that did not, and that the cap on spend forbade',
      labelNames: ['provider', 'model', 'result'],
      registers: [registry],
    })
  }

  counted({ provider, name }: Target, result: HedgeResult): void {
    this.#hedges.inc({ provider, model: name, result })
  }
}
