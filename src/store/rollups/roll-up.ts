import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { StoreDatabase } from '../store-database.ts'
import { sums } from './dimensions.ts'
import { type Folded, foldAttempts } from './fold-attempts.ts'

/** Databases bound the values of a statement. */
const ROWS_PER_STATEMENT = 500

/** Attempts that are not in the roll-ups: the condition of an index, literally. */
export const NOT_SUMMED_UP = sql<boolean>`rolled_up < 2`

/**
 * Adds attempts that are not in the roll-ups yet to them, the earliest first, and marks them in the same transaction: each
 * is added once, whoever else adds some. Gives how many; 0: all are in. Rejects, and has added nothing, when another took one
 * of them meanwhile.
 */
export async function rollUp(database: StoreDatabase, limit: number): Promise<number> {
  const reading = await database.reading()
  const attempts = await reading
    .selectFrom('attempts')
    .select('attempt_id')
    .where(NOT_SUMMED_UP)
    .orderBy('start_time')
    .limit(limit)
    .execute()
  if (attempts.length === 0) return 0
  const ids = JSON.stringify(attempts.map(({ attempt_id }) => attempt_id))
  const these = sql<boolean>`attempt_id IN (${sql.raw(database.textsIn)}(${ids}))`
  // What an attempt tells never changes: it need not be of the same moment.
  const folded = await foldAttempts(reading, these)
  const adding = (await database.writing()).transaction()
  await adding.execute(async (transaction) => {
    const marked = await mark(transaction, these)
    if (marked !== attempts.length) throw new Error('another process rolls up the same attempts')
    await add(transaction, folded)
  })
  return attempts.length
}

/** Gives how many were not marked before. */
async function mark(database: Kysely<Schema>, these: RawBuilder<boolean>): Promise<number> {
  const marking = database.updateTable('attempts').set({ rolled_up: 2 }).where(these)
  const { numUpdatedRows } = await marking.where(NOT_SUMMED_UP).executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

async function add(database: Kysely<Schema>, { groups, rollups, latencies }: Folded): Promise<void> {
  for (const some of portions(groups)) {
    const adding = database.insertInto('usage_groups').values(some)
    await adding.onConflict((conflict) => conflict.column('group_id').doNothing()).execute()
  }
  for (const some of portions(rollups)) {
    const adding = database.insertInto('usage_sums').values(some)
    const added = Object.fromEntries(sums.map((name) => [name, sumIn('usage_sums', name)]))
    const key = ['grain', 'period', 'start_time', 'group_id'] as const
    await adding.onConflict((conflict) => conflict.columns(key).doUpdateSet(added)).execute()
  }
  for (const some of portions(latencies)) {
    const adding = database.insertInto('usage_latencies').values(some)
    const added = { calls: sumIn('usage_latencies', 'calls') }
    const key = ['period', 'start_time', 'tenant', 'provider', 'model', 'bucket'] as const
    await adding.onConflict((conflict) => conflict.columns(key).doUpdateSet(added)).execute()
  }
}

function sumIn(table: string, column: string) {
  return sql<bigint>`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`
}

function* portions<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  for (let index = 0; index < values.length; index += ROWS_PER_STATEMENT)
    yield values.slice(index, index + ROWS_PER_STATEMENT)
}
