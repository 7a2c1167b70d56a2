import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { valuesOf } from '../../src/store/ledger-columns.ts'
import { openPostgres } from '../../src/store/postgres/open-postgres.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import type { StoreDatabase } from '../../src/store/store-database.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'

/** The database below the store, closed when the running test has finished. */
export async function openTestDatabase(url: string): Promise<StoreDatabase> {
  const database = url.startsWith('sqlite:')
    ? await openSqlite(url.slice('sqlite:'.length))
    : (await openPostgres({ url, clock: systemClock, failFast: true, patient: true, onLost: () => {} })).database
  onTestFinished(() => database.close())
  return database
}

export async function keep(database: StoreDatabase, rows: readonly LedgerRow[]): Promise<void> {
  for (let index = 0; index < rows.length; index += 1000)
    await database.insertAttempts(rows.slice(index, index + 1000).map(valuesOf))
}
