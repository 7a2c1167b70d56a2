import type { Kysely } from 'kysely'
import type { Clock } from '../../core/clock.ts'
import type { Schema } from '../schema.ts'
import type { StoreDatabase } from '../store-database.ts'

/** Longer than its holder goes on without taking it again. */
const LENGTH_MS = 60_000

/**
 * Work that one replica does for all. It spares the others the work: that two do it at once, as when their clocks differ, must
 * do no harm.
 */
export class Lease {
  readonly #name: string
  readonly #database: StoreDatabase
  readonly #clock: Clock
  readonly #holder: string

  constructor(name: string, database: StoreDatabase, clock: Clock) {
    this.#name = name
    this.#database = database
    this.#clock = clock
    this.#holder = clock.uuid()
  }

  /** Takes it, or takes it again, unless another has it. */
  async take(): Promise<boolean> {
    const now = this.#clock.now()
    const mine = { name: this.#name, holder: this.#holder, expire_time: now + LENGTH_MS }
    const taking = insert(await this.#database.writing(), mine, now)
    return (await taking.executeTakeFirst()) !== undefined
  }

  /** Leaves it to the next who asks. */
  async release(): Promise<void> {
    const database = await this.#database.writing()
    const mine = database.deleteFrom('leases').where('name', '=', this.#name)
    await mine.where('holder', '=', this.#holder).execute()
  }
}

type Row = { readonly name: string; readonly holder: string; readonly expire_time: number }

function insert(database: Kysely<Schema>, row: Row, now: number) {
  return database
    .insertInto('leases')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder: row.holder, expire_time: row.expire_time })
        .where((is) => is.or([is('leases.holder', '=', row.holder), is('leases.expire_time', '<', BigInt(now))])),
    )
    .returning('holder')
}
