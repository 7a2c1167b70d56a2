// Records rows from many callers until it is killed, and tells the id of each acknowledged one on standard output.
import { writeSync } from 'node:fs'
import { openLedger } from '../../src/store/open-ledger.ts'
import { ledgerRow } from './ledger-row.ts'

const CALLERS = 16
const STANDARD_OUTPUT = 1

const ledger = await openLedger({ url: process.argv[2] ?? '' })

async function recordForEver(): Promise<never> {
  for (;;) {
    const row = ledgerRow()
    await ledger.record([row])
    writeSync(STANDARD_OUTPUT, `${row.attemptId}\n`)
  }
}

await Promise.all(Array.from({ length: CALLERS }, recordForEver))
