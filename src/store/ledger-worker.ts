// The ledger's own thread: the only one that speaks SQL. It imports as little as it can, since every worker holds its
// own copy of what it imports.
import { parentPort, workerData } from 'node:worker_threads'
import type { LedgerStatistics } from '../usage/ledger.ts'
import { type LedgerDatabase, openDatabase } from './ledger-database.ts'
import type { LedgerReply, LedgerRequest } from './ledger-protocol.ts'
import { readStatistics } from './ledger-statistics.ts'

let opened: LedgerDatabase | undefined

parentPort?.on('message', (request: LedgerRequest) => {
  parentPort?.postMessage(reply(request))
})

function reply(request: LedgerRequest): LedgerReply {
  try {
    return { value: answer(request) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

function answer(request: LedgerRequest): LedgerStatistics | undefined {
  if (request.kind === 'close') {
    opened?.close()
    return undefined
  }
  // A database that could not be opened is tried again with the next request.
  opened ??= openDatabase(workerData)
  switch (request.kind) {
    case 'insert':
      opened.insert(JSON.parse(request.rows))
      return undefined
    case 'probe':
      opened.probe()
      return undefined
    case 'statistics':
      return readStatistics(opened.database, request.from, request.to)
    case 'checkpoint':
      opened.checkpoint()
      return undefined
  }
}
