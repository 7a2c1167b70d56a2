import { type RawBuilder, sql } from 'kysely'

interface Band {
  /** Latencies from here on, in microseconds. */
  readonly from: number
  /** The width of its buckets. */
  readonly step: number
}

const DECADES = 10

/** From the longest latencies down. A bucket is never wider than a twentieth of the latencies in it, or a microsecond. */
const BANDS: readonly Band[] = Array.from({ length: DECADES }, (_, decade) => 10 ** decade)
  .flatMap((one) => [
    { from: one, step: Math.max(1, Math.floor(one / 20)) },
    { from: 2 * one, step: Math.max(1, Math.floor(one / 10)) },
    { from: 5 * one, step: Math.max(1, Math.floor(one / 4)) },
  ])
  .reverse()

/** The latency that a bucket stands for, its middle: within 2.5 % of each latency in it, or half a microsecond. */
export function latencyOf(bucket: number): number {
  return bucket + (bandOf(bucket).step - 1) / 2
}

/** Where the bucket of a latency begins, both in microseconds, in the words of both databases. */
export function bucketIn(column: RawBuilder<unknown>): RawBuilder<bigint> {
  const cases = BANDS.map(
    ({ from, step }) => sql`WHEN ${column} >= ${sql.lit(from)} THEN ${column} / ${sql.lit(step)} * ${sql.lit(step)}`,
  )
  return sql<bigint>`CASE ${sql.join(cases, sql` `)} ELSE 0 END`
}

function bandOf(latencyUs: number): Band {
  return BANDS.find(({ from }) => latencyUs >= from) ?? { from: 0, step: 1 }
}
