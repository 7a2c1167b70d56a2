import { type Kysely, type Selectable, sql } from 'kysely'
import type { BudgetLeases, LeaseBook, LeaseEntry, LeaseQuestion, LeaseRow } from '../usage/leases.ts'
import { available } from './available.ts'
import type { BudgetLeaseTable, Schema } from './schema.ts'
import { spentIn } from './spend.ts'
import type { StoreDatabase } from './store-database.ts'

/** Not a replica: the row that counts the turns of a budget, and that whoever changes its leases holds until the commit. */
const COUNTER = ''

const NOTHING: LeaseRow = { leasedNanos: 0n, answeredTurn: 0, wantedTurn: 0 }

/** Leases in a database, each change in a transaction that those of the same budget wait for. */
export class StoredLeases implements BudgetLeases {
  readonly #database: StoreDatabase
  readonly #listeners: ((attemptIds: readonly string[]) => void)[] = []

  constructor(database: StoreDatabase) {
    this.#database = database
  }

  onRecorded(listener: (attemptIds: readonly string[]) => void): void {
    this.#listeners.push(listener)
  }

  /** To be told of what has come into the ledger. */
  recorded(attemptIds: readonly string[]): void {
    for (const listener of this.#listeners) listener(attemptIds)
  }

  change<Entry extends LeaseEntry>(question: LeaseQuestion, decide: (book: LeaseBook) => Entry): Promise<Entry> {
    return available(async () => {
      const database = await this.#database.leasing()
      // Each statement sees what was committed before it began: all after the first one, which waits for its turn, see the
      // changes before this one, and the rows that came into the ledger before them.
      const changing = database.transaction().setIsolationLevel('read committed')
      return changing.execute(async (transaction) => {
        const turn = await nextTurn(transaction, question)
        const entry = decide(await this.#book(transaction, question, turn))
        await write(transaction, question, entry)
        return entry
      })
    })
  }

  wanted(replica: string): Promise<readonly string[]> {
    return available(async () => {
      const database = await this.#database.leasing()
      const rows = await database
        .selectFrom('budget_leases as mine')
        .innerJoin('budget_leases as other', 'other.budget', 'mine.budget')
        .where('mine.replica', '=', replica)
        .where('other.replica', '<>', replica)
        .whereRef('other.wanted_turn', '>', 'mine.turn')
        .select('mine.budget')
        .distinct()
        .execute()
      return rows.map(({ budget }) => budget)
    })
  }

  async #book(
    transaction: Kysely<Schema>,
    { budget, replica, spend }: LeaseQuestion,
    turn: number,
  ): Promise<LeaseBook> {
    const now = await this.#now(transaction)
    const rows = await transaction
      .selectFrom('budget_leases')
      .where('budget', '=', budget)
      .where('replica', '<>', COUNTER)
      .selectAll()
      .execute()
    const isOver = (row: (typeof rows)[number]) => row.replica !== replica && Number(row.expire_time) < now
    await forget(transaction, rows.filter(isOver))
    const book = rows
      .filter((row) => !isOver(row))
      .map((row) => ({
        replica: row.replica,
        leasedNanos: row.leased_nanos,
        answeredTurn: Number(row.turn),
        wantedTurn: Number(row.wanted_turn),
      }))
    return {
      now,
      turn,
      spentNanos: await spentIn(transaction, spend),
      mine: book.find((row) => row.replica === replica) ?? NOTHING,
      others: book.filter((row) => row.replica !== replica),
    }
  }

  async #now(transaction: Kysely<Schema>): Promise<number> {
    const { rows } = await sql<{ now: bigint }>`SELECT ${sql.raw(this.#database.clock)} AS now`.execute(transaction)
    return Number(rows[0]?.now)
  }
}

async function nextTurn(transaction: Kysely<Schema>, { budget }: LeaseQuestion): Promise<number> {
  const { turn } = await transaction
    .insertInto('budget_leases')
    .values({ budget, replica: COUNTER, leased_nanos: 0, turn: 1, wanted_turn: 0, expire_time: 0 })
    .onConflict((conflict) =>
      conflict.columns(['budget', 'replica']).doUpdateSet({ turn: sql<bigint>`budget_leases.turn + 1` }),
    )
    .returning('turn')
    .executeTakeFirstOrThrow()
  return Number(turn)
}

/** Leases of replicas that are no more. */
async function forget(
  transaction: Kysely<Schema>,
  rows: readonly Pick<Selectable<BudgetLeaseTable>, 'budget' | 'replica'>[],
) {
  for (const { budget, replica } of rows) await remove(transaction, budget, replica)
}

async function remove(transaction: Kysely<Schema>, budget: string, replica: string): Promise<void> {
  await transaction.deleteFrom('budget_leases').where('budget', '=', budget).where('replica', '=', replica).execute()
}

async function write(transaction: Kysely<Schema>, question: LeaseQuestion, entry: LeaseEntry): Promise<void> {
  const { budget, replica } = question
  const { leasedNanos, answeredTurn, wantedTurn, expireTime } = entry
  if (leasedNanos === 0n && wantedTurn === 0) return remove(transaction, budget, replica)
  const values = { leased_nanos: leasedNanos, turn: answeredTurn, wanted_turn: wantedTurn, expire_time: expireTime }
  await transaction
    .insertInto('budget_leases')
    .values({ budget, replica, ...values })
    .onConflict((conflict) => conflict.columns(['budget', 'replica']).doUpdateSet(values))
    .execute()
}
