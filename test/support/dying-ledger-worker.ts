// The ledger's thread, which dies in the middle of a commit that holds the attempt `die`.
import { parentPort } from 'node:worker_threads'
import type { LedgerRequest } from '../../src/store/ledger-protocol.ts'

parentPort?.on('message', (request: LedgerRequest) => {
  if (request.kind === 'insert' && request.rows.includes('"die"')) process.exit(7)
})

await import('../../src/store/ledger-worker.ts')
