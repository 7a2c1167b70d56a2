// Records rows from many callers until it is killed, and tells the id of each acknowledged one on standard output. The
// database is the first argument; the second is the file of a spool.
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../src/store/open-store.ts'
import { ledgerRow } from './ledger-row.ts'

const CALLERS = 16
const STANDARD_OUTPUT = 1

const [, , url = '', spoolPath] = process.argv
const spool = spoolPath === undefined ? undefined : { path: spoolPath, maxBytes: 2 ** 28 }
const { ledger } = await openStore({ url, spool })

async function recordForEver(): Promise<never> {
  for (;;) {
    const row = ledgerRow()
    await ledger.record([row])
    await tell(`${row.attemptId}\n`)
  }
}

/** Whole lines at once, before anything else happens; a reader that is behind is waited for. */
async function tell(line: string): Promise<void> {
  for (;;) {
    try {
      writeSync(STANDARD_OUTPUT, line)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      await sleep(1)
    }
  }
}

await Promise.all(Array.from({ length: CALLERS }, recordForEver))
