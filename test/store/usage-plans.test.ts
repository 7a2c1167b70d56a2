import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src/store/rollups/periods.ts'
import { rollupPlan, rowPlan } from '../../src/store/rollups/plan.ts'
import { type Chosen, figureParts, latencyParts } from '../../src/store/usage-parts.ts'
import { openTestDatabase } from '../support/opened-database.ts'

const SPAN = { from: DAY_MS + 1, to: 30 * DAY_MS }
const OWN: Chosen = {
  filter: { scope: { tenant: 'acme', principal: 'key-1' }, values: new Map([['model', ['gpt-5']]]), labels: new Map() },
  groupBy: ['provider', 'model'],
}

/** How SQLite would go through the rows of the ledger. */
async function wayThroughRows(parts: ReturnType<typeof latencyParts>): Promise<readonly string[]> {
  const reading = await (await openTestDatabase('sqlite::memory:')).reading()
  const plan = sql<{ detail: string }>`EXPLAIN QUERY PLAN ${parts}`
  const { rows } = await plan.execute(reading)
  return rows.map(({ detail }) => detail).filter((detail) => detail.includes(' attempts '))
}

describe('the way through the rows', () => {
  it('to the latencies of one caller is an index that has all of it', async () => {
    expect(await wayThroughRows(latencyParts(rowPlan([SPAN]), OWN))).toEqual([
      'SEARCH attempts USING COVERING INDEX attempts_answered (principal=? AND start_time>? AND start_time<?)',
    ])
  })

  it('that wait for the roll-ups is that of those that wait, whoever asks', async () => {
    const { waiting } = rollupPlan([SPAN], 0)
    const plan = { kept: [], rows: [], waiting }
    const index = 'SEARCH attempts USING INDEX attempts_to_sum_up (start_time>? AND start_time<?)'
    expect(await wayThroughRows(latencyParts(plan, OWN))).toEqual([index])
    expect(await wayThroughRows(figureParts(plan, OWN))).toEqual([index])
  })
})
