import { type CancelTimer, type Clock, sleep } from '../core/clock.ts'
import type { LimitBook, LimitExchange, LimitUse } from '../usage/limit-exchange.ts'
import type { Limiter, Obstacle } from './limiter.ts'
import { begin, type Sharing } from './rate-limits.ts'
import { WaitingCalls } from './waiting-calls.ts'

/** Hears once of each change of state. */
export interface SharingObserver {
  /** The others cannot be heard: this one holds the limits as one of so many replicas. */
  apart(replicas: number): void
  /** They hold the limits together again. */
  together(): void
}

export interface SharedLimitsOptions {
  readonly store: LimitExchange
  readonly clock: Clock
  readonly observer: SharingObserver
}

/** How often others are told of what was taken here, and heard. */
const LOOK_MS = 500

/** How often others are told that this one is there, while nothing is taken. */
const HEARTBEAT_MS = 1000

/** After so long without an exchange others count no more as heard. */
const APART_MS = 3000

/** From the beginning of one exchange to that of the next one, at least. */
const SPACING_MS = 20

/** A call waits so long to hear what others took; then it is judged by what is known. */
const PATIENCE_MS = 1000

/** What the end of the process waits for the store. */
const CLOSE_MS = 3000

/** Rate limits that replicas hold together, by telling each other what they took of them. */
export class SharedLimits implements Sharing {
  readonly #options: SharedLimitsOptions
  readonly #replica: string
  readonly #limiters = new Map<string, Limiter>()
  /** What the others are to know of limits that are in force no more. */
  readonly #retired = new Map<string, LimitUse>()
  /** Until it is known what others took. */
  readonly #waiting: WaitingCalls
  /** The turn up to which everything was heard. */
  #since = 0
  /** Whether since the latest exchange began something came up that makes all of it worth hearing again. */
  #isBehind = false
  /** Those that were there at the latest exchange. */
  #others: ReadonlySet<string> = new Set()
  #isApart = false
  #exchanging: Promise<void> | undefined
  #beganAt = -Infinity
  #heardAt: number
  #isClosed = false
  #cancelLook: CancelTimer = () => {}
  #cancelSoon: CancelTimer | undefined

  constructor(options: SharedLimitsOptions) {
    this.#options = options
    this.#replica = options.clock.uuid()
    this.#waiting = new WaitingCalls(options.clock, PATIENCE_MS)
    this.#heardAt = options.clock.monotonic()
  }

  join(key: string, limiter: Limiter): void {
    this.#limiters.set(key, limiter)
    limiter.share()
    if (this.#isApart) limiter.divide(this.#others.size + 1, this.#now)
    this.#hearAllAnew()
  }

  retire(key: string, limiter: Limiter): void {
    this.#limiters.delete(key)
    this.#retired.set(key, { ...limiter.send(key, this.#now), running: 0 })
  }

  begin(limiters: readonly Limiter[], inputTokens: number, signal: AbortSignal): Promise<Obstacle | undefined> {
    const judged = this.#waiting.wait(() => begin(limiters, inputTokens, this.#now), signal)
    this.#exchangeSoon()
    return judged
  }

  /** Looks again and again, in the background. */
  start(): void {
    this.#cancelLook = this.#options.clock.after(
      LOOK_MS,
      () => {
        void this.look()
        if (!this.#isClosed) this.start()
      },
      'background',
    )
  }

  /** Does what is due. Never rejects. */
  async look(): Promise<void> {
    if (this.#limiters.size === 0 && this.#retired.size === 0) {
      this.#heardAt = this.#now
      return
    }
    // A process that stood still finds out first whether the others can be heard.
    if (this.#exchanging) this.#notice()
    else if (this.#isDue) await this.#exchange()
  }

  /** Tells the others what was taken to the last, and that this one is there no more. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelLook()
    this.#cancelSoon?.()
    const ended = new AbortController()
    const leaving = this.#leave().then(() => ended.abort())
    await Promise.race([leaving, sleep(this.#options.clock, CLOSE_MS, ended.signal).catch(() => {})])
  }

  get #now(): number {
    return this.#options.clock.monotonic()
  }

  get #isDue(): boolean {
    if (this.#since === 0 || this.#retired.size > 0 || this.#now - this.#heardAt >= HEARTBEAT_MS - LOOK_MS / 2)
      return true
    for (const limiter of this.#limiters.values()) if (!limiter.isTold) return true
    return false
  }

  async #leave(): Promise<void> {
    if (this.#beganAt === -Infinity) return
    await this.#exchanging
    await this.#exchange()
    await this.#options.store.leave(this.#replica).catch(() => {})
  }

  #exchangeSoon(): void {
    if (this.#exchanging || this.#cancelSoon || this.#isClosed) return
    const waitMs = this.#beganAt + SPACING_MS - this.#now
    if (waitMs <= 0) return void this.#exchange()
    this.#cancelSoon = this.#options.clock.after(waitMs, () => {
      this.#cancelSoon = undefined
      void this.#exchange()
    })
  }

  #exchange(): Promise<void> {
    this.#cancelSoon?.()
    this.#cancelSoon = undefined
    this.#exchanging ??= this.#tellAndHear().finally(() => {
      this.#exchanging = undefined
      if (!this.#waiting.isEmpty) this.#exchangeSoon()
    })
    return this.#exchanging
  }

  async #tellAndHear(): Promise<void> {
    this.#beganAt = this.#now
    try {
      const isBack = this.#isApart || this.#now - this.#heardAt > APART_MS
      await (isBack ? this.#comeBack() : this.#exchangeUses())
    } catch {
      this.#notice()
    }
  }

  /** Is seen by the others, which know of nothing that was taken here since they were heard. The next exchange hears them. */
  async #comeBack(): Promise<void> {
    await this.#options.store.exchange({ replica: this.#replica, since: this.#since }, () => [])
    this.#heardAt = this.#now
    this.#hearAllAnew()
    for (const limiter of this.#limiters.values()) limiter.resume(this.#now)
    if (this.#isApart) this.#options.observer.together()
    this.#isApart = false
  }

  async #exchangeUses(): Promise<void> {
    const question = { replica: this.#replica, since: this.#since }
    const hearing = [...this.#limiters.values()]
    this.#isBehind = false
    let told: readonly LimitUse[] = []
    const turn = await this.#options.store.exchange(question, (book) => {
      // Given up while it was asked: they have to be heard from the beginning.
      if (this.#isApart) throw new Error('The other replicas were given up meanwhile.')
      this.#hear(book)
      told = this.#untold()
      return told
    })
    if (this.#isApart) return
    this.#heardAt = this.#now
    this.#since = this.#isBehind ? 0 : turn
    this.#told(told)
    for (const limiter of hearing) {
      limiter.heardUpTo(turn)
      limiter.takeAhead(this.#others.size, this.#now)
    }
  }

  /** What others told before is not known here of all of them, or of all limits. */
  #hearAllAnew(): void {
    this.#since = 0
    this.#isBehind = true
  }

  /** Takes what others took off what is left, then judges the calls that waited for that. */
  #hear({ replicas, uses }: LimitBook): void {
    const now = this.#now
    for (const [key, told] of Map.groupBy(uses, ({ limit }) => limit)) this.#limiters.get(key)?.hear(told, now)
    const others = new Set(replicas)
    if (this.#since > 0 && replicas.some((replica) => !this.#others.has(replica))) this.#hearAllAnew()
    this.#others = others
    for (const limiter of this.#limiters.values()) limiter.see(others)
    this.#waiting.judgeAll()
  }

  /** One limit once: what took the place of a limit that is in force no more speaks for both. */
  #untold(): readonly LimitUse[] {
    const uses = new Map(this.#retired)
    for (const [key, limiter] of this.#limiters) if (!limiter.isTold) uses.set(key, limiter.send(key, this.#now))
    return [...uses.values()]
  }

  #told(uses: readonly LimitUse[]): void {
    for (const use of uses) {
      const limiter = this.#limiters.get(use.limit)
      if (limiter?.incarnation === use.incarnation) limiter.told(use)
      const retired = this.#retired.get(use.limit)
      if (retired && retired.incarnation <= use.incarnation) this.#retired.delete(use.limit)
    }
  }

  /** Whether the others have not been heard for too long. */
  #notice(): void {
    if (this.#isApart || this.#now - this.#heardAt <= APART_MS) return
    this.#isApart = true
    const replicas = this.#others.size + 1
    for (const limiter of this.#limiters.values()) limiter.divide(replicas, this.#now)
    this.#options.observer.apart(replicas)
    this.#waiting.judgeAll()
  }
}
