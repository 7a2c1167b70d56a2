import { Worker } from 'node:worker_threads'
import type { LedgerReply, LedgerRequest, LedgerThreadData } from './ledger-protocol.ts'

/** A thread that owns a connection to the database. It starts with the first request, and again after it died. */
export interface LedgerThread {
  /** Rejects with an Error that says why: the database refused, or the thread died. Answers come in order. */
  request(request: LedgerRequest): Promise<unknown>
  /** Closes the database after all earlier requests, then ends the thread. */
  close(): Promise<void>
}

/** Small heaps: a thread holds one batch of rows at a time, or the figures of one query. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }

interface Running {
  readonly worker: Worker
  /** Those who wait for an answer, in the order of their requests. */
  readonly waiting: PromiseWithResolvers<unknown>[]
}

const LEDGER_WORKER = new URL('./ledger-worker.ts', import.meta.url)

/** `entry` is what the thread runs; tests pass one that dies. */
export function createLedgerThread(data: LedgerThreadData, entry: URL = LEDGER_WORKER): LedgerThread {
  let running: Running | undefined

  function start(): Running {
    const started: Running = { worker: newWorker(data, entry), waiting: [] }
    const end = (reason: Error) => {
      if (running === started) running = undefined
      for (const waiter of started.waiting.splice(0)) waiter.reject(reason)
    }
    started.worker.on('message', (reply: LedgerReply) => settle(started.waiting.shift(), reply))
    started.worker.on('error', (error) => end(new Error('the thread of the ledger failed', { cause: error })))
    started.worker.on('exit', () => end(new Error('the thread of the ledger ended')))
    return started
  }

  function request(request: LedgerRequest): Promise<unknown> {
    running ??= start()
    const waiter = Promise.withResolvers<unknown>()
    running.waiting.push(waiter)
    running.worker.postMessage(request)
    return waiter.promise
  }

  async function close(): Promise<void> {
    if (!running) return
    const { worker } = running
    await request({ kind: 'close' }).catch(() => {})
    await worker.terminate()
  }

  return { request, close }
}

function newWorker(workerData: LedgerThreadData, entry: URL): Worker {
  return new Worker(entry, {
    name: `ledger-${workerData.role}`,
    workerData,
    resourceLimits: RESOURCE_LIMITS,
  })
}

function settle(waiter: PromiseWithResolvers<unknown> | undefined, reply: LedgerReply): void {
  if ('error' in reply) waiter?.reject(new Error(reply.error))
  else waiter?.resolve(reply.value)
}
