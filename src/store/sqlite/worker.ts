// A thread of the store: only these speak SQL to SQLite. It imports as little as it can, since every worker holds its own
// copy of what it imports.
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase, type ThreadDatabase } from './database.ts'
import type { QueryReply, ThreadReply, ThreadRequest } from './protocol.ts'

let opened: ThreadDatabase | undefined

parentPort?.on('message', (request: ThreadRequest) => {
  parentPort?.postMessage(reply(request))
})

function reply(request: ThreadRequest): ThreadReply {
  try {
    return { value: answer(request) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), full: isFull(error) }
  }
}

/** SQLITE_FULL. Source: https://www.sqlite.org/rescode.html#full */
function isFull(error: unknown): boolean {
  return (error as { errcode?: unknown }).errcode === 13
}

function answer(request: ThreadRequest): QueryReply | undefined {
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
    case 'write':
      opened.write(request.statements)
      return undefined
    case 'query':
      return opened.query(request.sql, request.parameters)
    case 'roll_back':
      opened.rollBack()
      return undefined
    case 'probe':
      opened.probe()
      return undefined
    case 'checkpoint':
      opened.checkpoint()
      return undefined
  }
}
