import { Counter, Gauge, type Registry } from 'prom-client'

/** As the metric tells them: 0 is what nothing is known of, and above 1 something is wrong. */
const VALUES = { unknown: 0, healthy: 1, degraded: 2, unhealthy: 3 }

/** The states of all providers when they are asked for. */
export interface HealthSource {
  readonly names: readonly string[]
  stateOf(provider: string): keyof typeof VALUES
}

/** How providers do. Their states are worked out when somebody scrapes, and not before. */
export class HealthMetrics {
  readonly #checks: Counter
  #source: HealthSource | undefined

  constructor(registry: Registry) {
    const source = () => this.#source
    new Gauge({
      name: 'llm_provider_health',
      help: 'Health of the provider: 0 unknown, 1 healthy, 2 degraded, 3 unhealthy',
      labelNames: ['provider'],
      registers: [registry],
      collect() {
        this.reset()
        for (const provider of source()?.names ?? [])
          this.set({ provider }, VALUES[source()?.stateOf(provider) ?? 'unknown'])
      },
    })
    this.#checks = new Counter({
      name: 'llm_health_checks_total',
      help: 'Health checks by what they found: succeeded, failed or inconclusive',
      labelNames: ['provider', 'result'],
      registers: [registry],
    })
  }

  /** Tells of these providers from now on. */
  show(source: HealthSource): void {
    this.#source = source
  }

  checked(provider: string, result: string): void {
    this.#checks.inc({ provider, result })
  }
}
