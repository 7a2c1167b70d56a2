import { sql } from 'kysely'
import type { StoreDatabase } from '../store-database.ts'
import { foldAttempts } from './fold-attempts.ts'
import type { Span } from './periods.ts'

/** Attempts that are not in the roll-ups: the condition of an index, literally. */
export const NOT_SUMMED_UP = sql<boolean>`rolled_up < 2`

/**
 * Adds attempts that are not in the roll-ups yet to them, the earliest first, and marks them in the same transaction:
 * each is added once, whoever else adds some. Gives how many; 0: all are in, of those that began within
 * the time, or of all. Rejects, and has added nothing, when another took
 * one of them meanwhile.
 */
export async function rollUp(database: StoreDatabase, limit: number, time?: Span): Promise<number> {
  const reading = await database.reading()
  const waiting = reading.selectFrom('attempts').select('attempt_id').where(NOT_SUMMED_UP)
  const inTime = time
    ? waiting.where('start_time', '>=', BigInt(time.from)).where('start_time', '<', BigInt(time.to))
    : waiting
  const some = inTime.orderBy('start_time').limit(limit)
  const ids = sql<string | null>`CAST(${sql.raw(database.textsOf)}(attempt_id) AS TEXT)`
  const taken = reading
    .selectFrom(some.as('some'))
    .select(({ fn }) => [ids.as('ids'), fn.countAll<bigint>().as('size')])
  const attempts = await taken.executeTakeFirstOrThrow()
  const size = Number(attempts.size)
  if (size === 0 || attempts.ids === null) return 0
  // What an attempt tells never changes: it need not be of the same moment.
  const additions = await foldAttempts(reading, sql`attempt_id IN (${sql.raw(database.textsIn)}(${attempts.ids}))`)
  await database.addRollups({ ids: attempts.ids, size }, additions)
  return size
}
