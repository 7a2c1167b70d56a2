import type { Budget } from '../../src/budgets/budget.ts'
import type { Clock } from '../../src/core/clock.ts'
import { FakeClock } from './fake-clock.ts'
import { SharedStore } from './shared-store.ts'
import { MemorySpool, SpendingReplica, type Upstream } from './spending-replica.ts'

const HOUR = 3_600_000

/** Replicas with clocks and disks of their own beside one store, and the vendor who counts. */
export class Fleet {
  readonly time = new FakeClock()
  readonly store = new SharedStore(() => this.time.now())
  readonly upstream: Upstream = { paid: new Map(), lost: new Set() }
  /** By how many milliseconds the clock of a replica goes ahead of the database's. */
  readonly shifts: number[] = []
  readonly replicas: SpendingReplica[] = []
  readonly #spools: MemorySpool[] = []
  readonly #budget: Budget

  private constructor(budget: Budget) {
    this.#budget = budget
  }

  static async open(size: number, budget: Budget): Promise<Fleet> {
    const fleet = new Fleet(budget)
    for (let index = 0; index < size; index++) await fleet.start(index)
    return fleet
  }

  /** In the place of the one before, with its disk. */
  async start(index: number): Promise<void> {
    const { time, store, upstream, shifts } = this
    const spool = this.#spools[index] ?? new MemorySpool()
    this.#spools[index] = spool
    const clock: Clock = {
      now: () => time.now() + (shifts[index] ?? 0),
      monotonic: () => time.monotonic(),
      random: () => time.random(),
      uuid: () => time.uuid(),
      after: (milliseconds, callback) => time.after(milliseconds, callback),
    }
    const made = new SpendingReplica({ clock, store, upstream, spool })
    this.replicas[index] = made
    await made.start(this.#budget)
  }

  /** What each hour has cost, and may yet cost by what was sent. */
  worstByHour(): Map<number, bigint> {
    const running = this.replicas.flatMap(({ attempts }) => attempts)
    const sent = running.flatMap(({ worst, startTime }) => (startTime === undefined ? [] : { startTime, nanos: worst }))
    const hours = new Map<number, bigint>()
    for (const { startTime, nanos } of [...this.upstream.paid.values(), ...sent]) {
      const hour = Math.floor(startTime / HOUR)
      hours.set(hour, (hours.get(hour) ?? 0n) + nanos)
    }
    return hours
  }

  /** The store is there and everything that was under way comes to its end. */
  async quiet(): Promise<void> {
    this.store.mood = 'there'
    await this.time.advance(2500)
  }
}
