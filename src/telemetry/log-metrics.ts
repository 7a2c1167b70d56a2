import { Counter, type Registry } from 'prom-client'

/** How the log fares. */
export class LogMetrics {
  #dropped = () => 0

  constructor(registry: Registry) {
    const dropped = () => this.#dropped()
    new Counter({
      name: 'llm_log_lines_dropped_total',
      help: 'Lines of the log that were dropped, since its output took none',
      registers: [registry],
      collect() {
        this.reset()
        this.inc(dropped())
      },
    })
  }

  /** The count is read when somebody scrapes. */
  show(dropped: () => number): void {
    this.#dropped = dropped
  }
}
