import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../core/clock.ts'
import { GatewayError, toGatewayError } from '../core/errors.ts'
import { type CheckOutcome, resultOf } from './check-history.ts'

export interface HealthChecksOptions {
  readonly clock: Clock
  /** The accounts that are checked by themselves. */
  readonly accounts: readonly string[]
  /** Undefined: none is. */
  readonly intervalMs: number | undefined
  /** Asks the account; rejects with what is wrong, and when the signal aborts. It ends by itself within bounded time. */
  readonly ask: (account: string, signal: AbortSignal) => Promise<void>
  /** When it was last known to answer, by a call or a check that ended in any way, epoch milliseconds; 0 for never. */
  readonly lastKnown: (account: string) => number
  /** Whether the last check failed: it is then checked first thing, since what was wrong may have been put right. */
  readonly isInDoubt: (account: string) => boolean
  /** Hears of every check that ended. */
  readonly onEnd: (account: string, outcome: CheckOutcome) => void
  /** Hears that an account needs no check, because a call succeeded at it. */
  readonly onSpared: (account: string) => void
}

/** How many accounts are asked at the same time. */
const PARALLEL = 8

/** How much longer than the interval it may take by chance, so that replicas do not ask all at once. */
const JITTER = 0.2

/** A check that waits for its turn or runs. */
interface Check {
  readonly account: string
  readonly ended: PromiseWithResolvers<CheckOutcome>
}

/** Asks accounts whether they answer: on a schedule, and at once when somebody wants to know; never one twice at a time. */
export class HealthChecks {
  readonly #options: HealthChecksOptions
  readonly #timers = new Map<string, CancelTimer>()
  readonly #open = new Map<string, Check>()
  readonly #waiting: Check[] = []
  readonly #stopped = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor(options: HealthChecksOptions) {
    this.#options = options
  }

  /** Begins the schedule. What was known before counts: an account is checked when it has been unknown for the interval. */
  start(): void {
    const { intervalMs, accounts, isInDoubt } = this.#options
    if (intervalMs === undefined) return
    for (const account of accounts) this.#schedule(account, intervalMs, isInDoubt(account) ? 0 : undefined)
  }

  /** The outcome of a check now, or of the one that is open already. Rejects with SHUTTING_DOWN once it has stopped. */
  check(account: string): Promise<CheckOutcome> {
    if (this.#stopped.signal.aborted) return Promise.reject(stopped())
    const open = this.#open.get(account)
    if (open) return open.ended.promise
    const check = { account, ended: Promise.withResolvers<CheckOutcome>() }
    this.#open.set(account, check)
    this.#waiting.push(check)
    this.#next()
    return check.ended.promise
  }

  /** Ends the schedule and all checks that are open; they count nowhere. Resolves when nothing is asked any more. */
  async stop(): Promise<void> {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#stopped.abort(stopped())
    for (const { ended } of this.#open.values()) {
      ended.promise.catch(ignore)
      ended.reject(stopped())
    }
    this.#open.clear()
    this.#waiting.length = 0
    await Promise.all(this.#running)
  }

  #schedule(account: string, intervalMs: number, dueMs?: number): void {
    const { clock, lastKnown } = this.#options
    const known = lastKnown(account)
    // A clock that was set back must not make it wait for longer.
    const sinceKnown = Math.max(clock.now() - known, 0)
    const waitMs = dueMs ?? Math.max(intervalMs - sinceKnown, 0)
    const turn = () => void this.#turn(account, intervalMs, known)
    this.#timers.set(account, clock.after(waitMs + clock.random() * JITTER * intervalMs, turn))
  }

  /** `known` is what was known when the turn was set: with something newer it is not this account's turn yet. */
  async #turn(account: string, intervalMs: number, known: number): Promise<void> {
    const { lastKnown, onSpared } = this.#options
    if (lastKnown(account) > known) onSpared(account)
    else await this.check(account).catch(ignore)
    if (!this.#stopped.signal.aborted) this.#schedule(account, intervalMs)
  }

  #next(): void {
    while (this.#running.size < PARALLEL) {
      const check = this.#waiting.shift()
      if (!check) return
      const run = this.#run(check).finally(() => {
        this.#running.delete(run)
        this.#next()
      })
      this.#running.add(run)
    }
  }

  async #run({ account, ended }: Check): Promise<void> {
    const outcome = await this.#outcome(account)
    if (this.#stopped.signal.aborted) return
    this.#open.delete(account)
    this.#options.onEnd(account, outcome)
    ended.resolve(outcome)
  }

  async #outcome(account: string): Promise<CheckOutcome> {
    const { clock, ask } = this.#options
    const start = clock.monotonic()
    const error = await ask(account, this.#stopped.signal).then(() => undefined, toGatewayError)
    return { result: resultOf(error), time: clock.now(), latencyMs: clock.monotonic() - start, error }
  }
}

function stopped(): GatewayError {
  return new GatewayError(ErrorReason.SHUTTING_DOWN, 'The configuration was replaced while the check ran; ask again.')
}

function ignore(): void {}
