import { Worker } from 'node:worker_threads'
import { NoRoom } from '../row-sink.ts'
import type { ThreadData, ThreadReply, ThreadRequest } from './protocol.ts'

/** Asks something of a thread. Rejects with an Error that says why: the database refused, or the thread died. */
export type Ask = (request: ThreadRequest) => Promise<unknown>

/** A thread that owns a connection to the database. It starts with the first request, and again after it died. */
export interface DatabaseThread {
  /** Answers come in order. While the thread is leased, requests wait. */
  readonly request: Ask
  /** The thread for one alone, so that a transaction holds nothing of others. */
  lease(): Promise<ThreadLease>
  /** Closes the database after all earlier requests, then ends the thread for good. */
  close(): Promise<void>
}

export interface ThreadLease {
  /** Rejects too when the thread is not the one of the first request any more: its transaction is gone with it. */
  readonly request: Ask
  release(): void
}

/** Small heaps: a thread holds one batch of rows at a time, or the figures of one query. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 }

interface Running {
  readonly worker: Worker
  /** Those who wait for an answer, in the order of their requests. */
  readonly waiting: PromiseWithResolvers<unknown>[]
}

const WORKER = new URL('./worker.ts', import.meta.url)

/** `entry` is what the thread runs; tests pass one that dies. */
export function createThread(data: ThreadData, entry: URL = WORKER): DatabaseThread {
  let running: Running | undefined
  let leased: Promise<void> | undefined
  let closed = false

  function start(): Running {
    const started: Running = { worker: newWorker(data, entry), waiting: [] }
    const end = (reason: Error) => {
      if (running === started) running = undefined
      for (const waiter of started.waiting.splice(0)) waiter.reject(reason)
    }
    started.worker.on('message', (reply: ThreadReply) => settle(started.waiting.shift(), reply))
    started.worker.on('error', (error) => end(new Error('the thread of the store failed', { cause: error })))
    started.worker.on('exit', () => end(new Error('the thread of the store ended')))
    return started
  }

  function send(request: ThreadRequest): Promise<unknown> {
    if (closed) return Promise.reject(new Error('the store is closed'))
    running ??= start()
    const waiter = Promise.withResolvers<unknown>()
    running.waiting.push(waiter)
    running.worker.postMessage(request)
    return waiter.promise
  }

  function request(request: ThreadRequest): Promise<unknown> {
    return leased ? sendWhenFree(request) : send(request)
  }

  /** Nothing comes between seeing that the thread is free and taking it: nowhere else may the waiting be put. */
  async function sendWhenFree(request: ThreadRequest): Promise<unknown> {
    while (leased) await leased
    return send(request)
  }

  async function lease(): Promise<ThreadLease> {
    while (leased) await leased
    const { promise, resolve } = Promise.withResolvers<void>()
    leased = promise
    let first: Running | undefined
    return {
      request(request) {
        if (first && first !== running) return Promise.reject(new Error('the thread of the store ended'))
        const answer = send(request)
        first ??= running
        return answer
      },
      release() {
        leased = undefined
        resolve()
      },
    }
  }

  async function close(): Promise<void> {
    while (leased) await leased
    const worker = running?.worker
    const ending = worker && send({ kind: 'close' })
    closed = true
    await ending?.catch(() => {})
    await worker?.terminate()
  }

  return { request, lease, close }
}

function newWorker(workerData: ThreadData, entry: URL): Worker {
  return new Worker(entry, {
    name: `store-${workerData.role}`,
    workerData,
    resourceLimits: RESOURCE_LIMITS,
  })
}

function settle(waiter: PromiseWithResolvers<unknown> | undefined, reply: ThreadReply): void {
  if ('error' in reply) waiter?.reject(reply.full ? new NoRoom(reply.error) : new Error(reply.error))
  else waiter?.resolve(reply.value)
}
