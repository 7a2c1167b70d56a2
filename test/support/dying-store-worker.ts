// The store's thread, which dies in the middle of a commit that holds the attempt `die`.
import { parentPort } from 'node:worker_threads'
import type { ThreadRequest } from '../../src/store/sqlite/protocol.ts'

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.kind === 'insert' && request.rows.includes('"die"')) process.exit(7)
})

await import('../../src/store/sqlite/worker.ts')
