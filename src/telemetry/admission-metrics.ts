import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Seconds; waits are bounded by half a minute unless the configuration says otherwise. */
const WAIT_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40]

/** All of them are there from the start, so that an alert can tell 0 from nothing. */
const OVERLOAD_KINDS: readonly string[] = ['calls', 'heap', 'memory', 'event_loop_lag']

/** What waits at providers, what is refused there or by the whole service, and why. */
export class AdmissionMetrics {
  readonly #length: Gauge
  readonly #wait: Histogram
  readonly #rejected: Counter
  readonly #overload: Gauge
  readonly #lag: Gauge

  constructor(registry: Registry) {
    const registers = [registry]
    const labelNames = ['provider']
    this.#length = new Gauge({
      name: 'llm_queue_length',
      help: 'Attempts that wait for a place',
      labelNames,
      registers,
    })
    this.#wait = new Histogram({
      name: 'llm_queue_wait_seconds',
      help: 'Waits of attempts for a place, whatever came of them',
      labelNames,
      buckets: WAIT_BUCKETS,
      registers,
    })
    this.#rejected = new Counter({
      name: 'llm_queue_rejected_total',
      help: 'Attempts, and calls, that were refused as too many, by what they did not fit into',
      labelNames: ['provider', 'limit'],
      registers,
    })
    this.#overload = new Gauge({
      name: 'llm_overload',
      help: 'Whether new calls are refused: 1 while they are',
      labelNames: ['kind'],
      registers,
    })
    for (const kind of OVERLOAD_KINDS) this.overloaded(kind, false)
    this.#lag = new Gauge({
      name: 'llm_event_loop_lag_seconds',
      help: 'How late the event loop was in the last second, 99th percentile',
      registers,
    })
  }

  queued(provider: string): void {
    this.#length.inc({ provider })
  }

  left(provider: string, waitedMs: number): void {
    this.#length.dec({ provider })
    this.#wait.observe({ provider }, waitedMs / 1000)
  }

  refused(provider: string, limit: string): void {
    this.#rejected.inc({ provider, limit })
  }

  overloaded(kind: string, isOver: boolean): void {
    this.#overload.set({ kind }, isOver ? 1 : 0)
  }

  eventLoopLag(milliseconds: number): void {
    this.#lag.set(milliseconds / 1000)
  }
}
