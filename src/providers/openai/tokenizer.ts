import { Worker } from 'node:worker_threads'
import type { CancelTimer, Clock } from '../../core/clock.ts'
import type { Countable } from './countable-text.ts'

export interface TokenizerReply {
  readonly tokens: number
  /** Whether a text had to be cut, which can add tokens. */
  readonly cut: boolean
}

type Request = Pick<Countable, 'encoding' | 'texts'>

interface Waiting extends PromiseWithResolvers<TokenizerReply> {
  readonly request: Request
}

/** An unused thread is stopped after this time. */
const IDLE_MS = 60_000

const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }

const TOKENIZER_WORKER = new URL('./tokenizer-worker.ts', import.meta.url)

/** Counts tokens in a thread of its own, one text after another. The thread is there only while it is used. */
export class Tokenizer {
  readonly #clock: Clock
  readonly #entry: URL
  /** The first is being counted. */
  readonly #queue: Waiting[] = []
  #worker: Worker | undefined
  #cancelIdle: CancelTimer | undefined

  /** `entry` is what the thread runs; tests pass one that hangs or dies. */
  constructor(clock: Clock, entry: URL = TOKENIZER_WORKER) {
    this.#clock = clock
    this.#entry = entry
  }

  /** Whether the thread is there. */
  get running(): boolean {
    return this.#worker !== undefined
  }

  /** An abort stops the counting at once; its reason is what is thrown. */
  async count({ encoding, texts }: Request, signal: AbortSignal): Promise<TokenizerReply> {
    signal.throwIfAborted()
    const waiting = { ...Promise.withResolvers<TokenizerReply>(), request: { encoding, texts } }
    const onAbort = () => this.#leave(waiting, signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (this.#queue.push(waiting) === 1) this.#begin()
    try {
      return await waiting.promise
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** Stops the thread; whoever waits is told. */
  async close(): Promise<void> {
    this.#cancelIdle?.()
    for (const { reject } of this.#queue.splice(0)) reject(new Error('the tokenizer was closed'))
    await this.#stop()
  }

  #begin(): void {
    this.#cancelIdle?.()
    const [first] = this.#queue
    if (first) this.#thread().postMessage(first.request)
    else this.#cancelIdle = this.#clock.after(IDLE_MS, () => this.#stop())
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(this.#entry, { name: 'tokenizer', resourceLimits: RESOURCE_LIMITS })
    worker.on('message', (reply: TokenizerReply) => this.#ended(worker, (first) => first.resolve(reply)))
    worker.on('error', (error) => this.#died(worker, error))
    worker.on('exit', () => this.#died(worker, undefined))
    // Last, since listening to messages makes the thread keep the process alive again.
    worker.unref()
    this.#worker = worker
    return worker
  }

  #ended(worker: Worker, settle: (first: Waiting) => void): void {
    if (worker !== this.#worker) return
    const first = this.#queue.shift()
    if (first) settle(first)
    this.#begin()
  }

  #died(worker: Worker, cause: unknown): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    const first = this.#queue.shift()
    first?.reject(new Error('the thread of the tokenizer ended', { cause }))
    this.#begin()
  }

  /** The first cannot be told to stop: its thread is, and the next ones get another. */
  #leave(waiting: Waiting, reason: unknown): void {
    const at = this.#queue.indexOf(waiting)
    if (at === -1) return
    this.#queue.splice(at, 1)
    waiting.reject(reason)
    if (at > 0) return
    this.#stop()
    this.#begin()
  }

  async #stop(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
