import { type Clock, sleep } from '../../core/clock.ts'
import { DAY_MS, startOf } from '../rollups/periods.ts'
import { rollUp } from '../rollups/roll-up.ts'
import type { StoreDatabase } from '../store-database.ts'
import { deleteAttempts, deleteRollups, KINDS } from './delete-old.ts'
import { Lease } from './lease.ts'

export interface UpkeepSettings {
  /** Undefined: rows are kept for ever. */
  readonly retentionDays: number | undefined
}

/** How long attempts wait for the roll-ups, which are exact without: the fewer wait, the less is read beside them. */
const INTERVAL_MS = 15_000

/** Attempts in one transaction, which others wait for in SQLite: some milliseconds. */
const ROLLED_UP = 500
const DELETED = 500

/** A replica works for so much of the time, and leaves the rest to those who record and read. */
const SHARE = 1 / 3

/** After what nobody would wait for any more the lease is taken again. */
const TURN_MS = 20_000

/** Keeps the roll-ups up to date, and deletes what is too old: in the background, in small steps, one replica at a time. */
export class Upkeep {
  readonly #database: StoreDatabase
  readonly #clock: Clock
  readonly #settings: UpkeepSettings
  readonly #lease: Lease
  readonly #closing = new AbortController()
  #running: Promise<void> | undefined
  /** The day up to which everything has been deleted. */
  #deletedUpTo = 0
  #deleted = 0

  constructor(database: StoreDatabase, clock: Clock, settings: UpkeepSettings) {
    this.#database = database
    this.#clock = clock
    this.#settings = settings
    this.#lease = new Lease('upkeep', database, clock)
  }

  /** Attempts that were deleted for their age. */
  get deleted(): number {
    return this.#deleted
  }

  start(): void {
    this.#running ??= this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  /** Does what there is to do now, unless another replica is at it. Rejects when the database fails. */
  async runOnce(): Promise<void> {
    if (!(await this.#lease.take())) return
    await this.#repeated(() => rollUp(this.#database, ROLLED_UP))
    await this.#deleteOld()
    await this.#lease.release()
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#pause(INTERVAL_MS * (0.5 + this.#clock.random()))
      // What fails, because the database is away or another took the same rows, is done the next time.
      if (!this.#closing.signal.aborted) await this.runOnce().catch(() => {})
    }
  }

  async #deleteOld(): Promise<void> {
    const { retentionDays } = this.#settings
    if (retentionDays === undefined) return
    const before = startOf(this.#clock.now() - retentionDays * DAY_MS, DAY_MS)
    const database = () => this.#database.writing()
    const deletedBefore = this.#deleted
    await this.#repeated(async () => {
      const size = await deleteAttempts(await database(), before, DELETED)
      this.#deleted += size
      return size
    })
    if (before === this.#deletedUpTo && this.#deleted === deletedBefore) return
    for (const kind of KINDS)
      await this.#repeated(async () => deleteRollups(await database(), kind, before - kind.period + 1, DELETED))
    if (!this.#closing.signal.aborted) this.#deletedUpTo = before
  }

  /** Again and again until there is nothing left, with pauses. */
  async #repeated(step: () => Promise<number>): Promise<void> {
    let taken = this.#clock.monotonic()
    while (!this.#closing.signal.aborted) {
      const start = this.#clock.monotonic()
      if ((await step()) === 0) return
      const end = this.#clock.monotonic()
      await this.#pause((end - start) * (1 / SHARE - 1))
      if (end - taken < TURN_MS) continue
      taken = end
      if (!(await this.#lease.take())) throw new Error('another replica has taken over')
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(this.#clock, milliseconds, this.#closing.signal).catch(() => {})
  }
}
