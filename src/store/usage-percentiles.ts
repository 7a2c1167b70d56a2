import { type Kysely, sql } from 'kysely'
import type { Plan } from './rollups/plan.ts'
import type { Schema } from './schema.ts'
import { type GroupKey, type PercentileRow, percentileColumns } from './usage-figures.ts'
import { type Chosen, keyOf, latencyParts } from './usage-parts.ts'

/** The percentiles of each group that has latencies. */
export async function readPercentiles(
  reading: Kysely<Schema>,
  chosen: Chosen,
  plan: Plan,
): Promise<readonly (GroupKey & PercentileRow)[]> {
  const parts = latencyParts(plan, chosen)
  if (!parts) return []
  const key = keyOf(chosen)
  const { rows } = await sql<GroupKey & PercentileRow>`
    SELECT ${key}, ${percentileColumns} FROM (
      SELECT ${key}, bucket, SUM(calls) OVER (PARTITION BY ${key} ORDER BY bucket) AS place,
        SUM(calls) OVER (PARTITION BY ${key}) AS size
      FROM (SELECT ${key}, bucket, SUM(calls) AS calls FROM (${parts}) AS parts GROUP BY ${key}, bucket) AS buckets
    ) AS ranked WHERE size > 0 GROUP BY ${key}`.execute(reading)
  return rows
}
