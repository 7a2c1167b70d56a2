import { type RawBuilder, sql } from 'kysely'
import type { Sum } from './dimensions.ts'

const LAST = sql`last = 1`

/** Whether an attempt was the last of a call that was answered: those are the calls whose latency counts. */
export const ANSWERED: RawBuilder<unknown> = sql`${LAST} AND call_outcome = 'succeeded'`

/** What an attempt counts for. A call is its last attempt. */
const COUNTED: { readonly [Name in Sum]: RawBuilder<unknown> } = {
  attempts: sql`1`,
  calls: sql`last`,
  failed_calls: sql`CASE WHEN ${LAST} AND call_outcome = 'failed' THEN 1 ELSE 0 END`,
  cancelled_calls: sql`CASE WHEN ${LAST} AND call_outcome = 'cancelled' THEN 1 ELSE 0 END`,
  answered_calls: sql`CASE WHEN ${ANSWERED} THEN 1 ELSE 0 END`,
  answered_latency_us: sql`CASE WHEN ${ANSWERED} THEN call_latency_us ELSE 0 END`,
  metered_attempts: sql`CASE WHEN input_tokens > 0 THEN 1 ELSE 0 END`,
  cache_read_attempts: sql`CASE WHEN cache_read_input_tokens > 0 THEN 1 ELSE 0 END`,
  input_tokens: sql`input_tokens`,
  output_tokens: sql`output_tokens`,
  cache_read_input_tokens: sql`cache_read_input_tokens`,
  cache_write_input_tokens: sql`cache_write_input_tokens`,
  reasoning_output_tokens: sql`reasoning_output_tokens`,
  usage_estimated: sql`usage_estimated`,
  cost_nanos: sql`cost_nanos`,
  cost_estimated: sql`cost_estimated`,
}

/** A sum over attempts, as a column of its name. */
export function total(name: Sum): RawBuilder<unknown> {
  return summed(COUNTED[name], name)
}

/** PostgreSQL makes a decimal number of a sum; here it is an integer. */
export function summed(summand: RawBuilder<unknown>, name: Sum): RawBuilder<unknown> {
  return sql`CAST(SUM(${summand}) AS BIGINT) AS ${sql.ref(name)}`
}
