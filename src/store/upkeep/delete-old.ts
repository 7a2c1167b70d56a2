import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/** Deletes some attempts that started before the time, the oldest first. Gives how many; 0: there are none left. */
export async function deleteAttempts(database: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const old = database
    .selectFrom('attempts')
    .select('attempt_id')
    .where('start_time', '<', BigInt(before))
    .orderBy('start_time')
    .limit(limit)
  const { numDeletedRows } = await database
    .deleteFrom('attempts')
    .where('attempt_id', 'in', old)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

const KEYS = {
  rollups: ['start_time', 'group_id'],
  rollup_latencies: ['start_time', 'tenant', 'provider', 'model', 'bucket'],
} as const

export type RollupsTable = keyof typeof KEYS

/** The same for the roll-ups of one length that begin before the time. */
export async function deleteRollups(
  database: Kysely<Schema>,
  { table, period }: { readonly table: RollupsTable; readonly period: number },
  before: number,
  limit: number,
): Promise<number> {
  const key = sql.join(KEYS[table].map((name) => sql.ref(name)))
  const from = sql.table(table)
  const old = sql`period = ${sql.lit(period)} AND start_time < ${BigInt(before)}`
  const some = sql`SELECT ${key} FROM ${from} WHERE ${old} ORDER BY ${key} LIMIT ${sql.lit(limit)}`
  const deleting = sql`DELETE FROM ${from} WHERE ${old} AND (${key}) IN (${some})`
  const { numAffectedRows } = await deleting.execute(database)
  return Number(numAffectedRows ?? 0n)
}
