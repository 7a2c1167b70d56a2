import { join } from 'node:path'
import { systemClock } from '../../src/core/clock.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { StoredLedger } from '../../src/store/stored-ledger.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { ledgerRows } from '../reports/ledger-rows.ts'
import type { Step } from './step.ts'

/** How many calls end at a time. */
const CROWD = 16

const DAY_MS = 86_400_000

/** A row made durable in SQLite: what a call waits for, shared by those that end at the same time. */
export async function ledgerStep(directory: string): Promise<Step> {
  const database = await openSqlite(join(directory, 'costs.db'))
  const ledger = new StoredLedger({ database })
  const now = systemClock.now()
  const rows: readonly LedgerRow[] = [...ledgerRows(CROWD, now - DAY_MS, now)]
  const record = (row: LedgerRow) => ledger.record([{ ...row, attemptId: systemClock.uuid() }])
  return {
    name: 'ledger',
    title: `a row in the ledger on disk, ${CROWD} at a time`,
    async repeat(times) {
      for (let left = times; left > 0; left -= CROWD) {
        await Promise.all(rows.slice(0, left).map(record))
      }
    },
    async close() {
      await ledger.close()
      await database.close()
    },
  }
}
