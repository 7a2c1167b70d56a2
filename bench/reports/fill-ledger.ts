import { sql } from 'kysely'
import { valuesOf } from '../../src/store/ledger-columns.ts'
import type { Span } from '../../src/store/rollups/periods.ts'
import { rollUp } from '../../src/store/rollups/roll-up.ts'
import type { StoreDatabase } from '../../src/store/store-database.ts'
import { ledgerRows } from './ledger-rows.ts'

const WRITTEN_AT_ONCE = 5000
const ROLLED_UP_AT_ONCE = 5000

/** Whether commits wait until they are on the disk, as they do in the service. What is in the file is the same. */
export async function syncCommits(database: StoreDatabase, wait: boolean): Promise<void> {
  const setting = sql.raw(`PRAGMA synchronous = ${wait ? 'FULL' : 'OFF'}`)
  await setting.execute(await database.writing())
  await setting.execute(await database.reading())
}

/** Writes the rows, and makes up the next ones while some are being committed. */
export async function writeRows(database: StoreDatabase, size: number, { from, to }: Span): Promise<void> {
  let committing = Promise.resolve()
  const commit = async (batch: ReturnType<typeof valuesOf>[]) => {
    const next = database.insertAttempts(batch)
    await committing
    committing = next
  }
  let batch: ReturnType<typeof valuesOf>[] = []
  for (const row of ledgerRows(size, from, to)) {
    batch.push(valuesOf(row))
    if (batch.length < WRITTEN_AT_ONCE) continue
    await commit(batch)
    batch = []
  }
  await commit(batch)
  await committing
}

/** Rolls up all rows of the time, by its halves at once: those of one are summed up while sums of the other are written. */
export async function rollUpRows(database: StoreDatabase, { from, to }: Span): Promise<void> {
  const middle = (from + to) / 2
  const rollUpAll = async (time: Span) => {
    while ((await rollUp(database, ROLLED_UP_AT_ONCE, time)) > 0);
  }
  await Promise.all([rollUpAll({ from, to: middle }), rollUpAll({ from: middle, to })])
}
