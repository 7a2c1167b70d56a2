import { Counter, Gauge, type Registry } from 'prom-client'

/** Whether the configuration in force is the one that was asked for. */
export class ConfigurationMetrics {
  readonly #reloads: Counter<'result'>
  readonly #lastSuccess: Gauge
  readonly #misfits: Gauge
  readonly #changes: Counter<'kind'>

  constructor(registry: Registry) {
    const registers = [registry]
    this.#reloads = new Counter({
      name: 'llm_config_reloads_total',
      help: 'Times that the file or the store was read again: applied or refused',
      labelNames: ['result'],
      registers,
    })
    this.#lastSuccess = new Gauge({
      name: 'llm_config_last_reload_success_timestamp_seconds',
      help: 'When the configuration in force was taken over from the file or the store',
      registers,
    })
    this.#misfits = new Gauge({
      name: 'llm_config_resources_not_applied',
      help: 'Stored resources that do not fit the file and are not in force',
      registers,
    })
    this.#changes = new Counter({
      name: 'llm_config_changes_total',
      help: 'Changes by AdminService that are in force',
      labelNames: ['kind'],
      registers,
    })
  }

  /** `now` in epoch milliseconds; `first` at the start of the service, which is no reload. */
  applied(now: number, first = false): void {
    this.#lastSuccess.set(now / 1000)
    // Both results are exported from the start on, so that an alert on their increase sees the first one.
    this.#reloads.inc({ result: 'applied' }, first ? 0 : 1)
    this.#reloads.inc({ result: 'refused' }, 0)
  }

  refused(): void {
    this.#reloads.inc({ result: 'refused' })
  }

  changed(kind: string): void {
    this.#changes.inc({ kind })
  }

  misfits(count: number): void {
    this.#misfits.set(count)
  }
}
