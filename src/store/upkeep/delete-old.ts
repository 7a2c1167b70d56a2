import { type Kysely, sql } from 'kysely'
import { GRAINS } from '../rollups/dimensions.ts'
import { PERIODS } from '../rollups/periods.ts'
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

/** Roll-ups of one length, and where they are sums, of one grain: those that stand side by side in their table. */
export type Kind =
  | { readonly table: 'usage_sums'; readonly grain: number; readonly period: number }
  | { readonly table: 'usage_latencies'; readonly period: number }

/** The same for the roll-ups of a kind that begin before the time. */
export async function deleteRollups(
  database: Kysely<Schema>,
  kind: Kind,
  before: number,
  limit: number,
): Promise<number> {
  const [grain, ...names] =
    kind.table === 'usage_sums'
      ? [sql`grain = ${sql.lit(kind.grain)} AND`, 'start_time', 'group_id']
      : [sql``, 'start_time', 'tenant', 'provider', 'model', 'bucket']
  const key = sql.join(names.map((name) => sql.ref(name)))
  const from = sql.table(kind.table)
  const old = sql`${grain} period = ${sql.lit(kind.period)} AND start_time < ${BigInt(before)}`
  const some = sql`SELECT ${key} FROM ${from} WHERE ${old} ORDER BY ${key} LIMIT ${sql.lit(limit)}`
  const deleting = sql`DELETE FROM ${from} WHERE ${old} AND (${key}) IN (${some})`
  const { numAffectedRows } = await deleting.execute(database)
  return Number(numAffectedRows ?? 0n)
}

/** All kinds that there are. */
export const KINDS: readonly Kind[] = PERIODS.flatMap((period): Kind[] => [
  ...GRAINS.map((_, grain): Kind => ({ table: 'usage_sums', grain, period })),
  { table: 'usage_latencies', period },
])
