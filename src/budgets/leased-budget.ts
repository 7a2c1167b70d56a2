import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Clock, sleep } from '../core/clock.ts'
import { GatewayError, toGatewayError } from '../core/errors.ts'
import type { BudgetLeases } from '../usage/leases.ts'
import type { Budget } from './budget.ts'
import { type Grant, grant, type Outcome } from './grant.ts'
import { type Keep, Lease } from './lease.ts'
import { type Waiter, WaitingRoom } from './waiting-room.ts'
import type { Window } from './window.ts'

/** Whose money is leased. */
export interface Leaser {
  readonly budget: Budget
  windowAt(now: number): Window
  /** Takes over what the ledger has of the window. */
  learn(windowStart: number, nanos: bigint, now: number): void
}

export interface LeasedBudgetOptions {
  /** Tells budgets apart; the same at all replicas. */
  readonly key: string
  readonly replica: string
  readonly store: BudgetLeases
  readonly clock: Clock
}

/** What an attempt waits for at most, until others have given back what they do not use. */
const PATIENCE_MS = 3000

/** Between two asks that wait for others. */
const POLL_MS = 50

/** After the store has failed nobody waits for it. */
const AWAY_MS = 1000

/** After others have not answered in time, as one that died never does, nobody waits for them. */
const SILENT_MS = 10_000

const DAY_MS = 86_400_000

const NEVER = new AbortController().signal

/** A budget whose money this replica leases from the store, by one ask at a time, for all who wait. */
export class LeasedBudget {
  readonly lease = new Lease()
  readonly #options: LeasedBudgetOptions
  readonly #waiting: WaitingRoom
  #leaser: Leaser | undefined
  #isInForce = false
  #asking: Promise<void> | undefined
  #last: Grant | undefined
  /** Whether the store may know of something leased or wanted here. */
  #isKnown = false
  #askedAt = 0
  /** The start of the window that the store knows of. */
  #askedWindow = 0
  #awayUntil = -Infinity
  #silentUntil = -Infinity
  #fault: GatewayError | undefined

  constructor(options: LeasedBudgetOptions) {
    this.#options = options
    this.#waiting = new WaitingRoom(options.clock, PATIENCE_MS)
  }

  /** Whether the store may hold something for it. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  /** Whether nothing will come of it any more, unless it is put in force again. */
  get isOver(): boolean {
    return !this.#isInForce && !this.#isKnown && this.lease.usedNanos === 0n
  }

  get #isLeasing(): boolean {
    return this.#isInForce && this.#leaser?.budget.hard === true
  }

  /** From now on it is leased for this one. */
  putInForce(leaser: Leaser): void {
    this.#leaser = leaser
    this.#isInForce = true
  }

  /** It leases nothing more, and gives back what is not used. */
  retire(): void {
    this.#isInForce = false
  }

  /**
   * Waits until so much more may be there to take: true. False: nothing is left, also of what other replicas hold. Rejects with
   * STORE_UNAVAILABLE, or with what aborts the signal.
   */
  async moreRoom(nanos: bigint, signal: AbortSignal): Promise<boolean> {
    if (this.#options.clock.monotonic() < this.#awayUntil && this.#fault) throw this.#fault
    const waiting = this.#waiting.wait(nanos, signal, (heard) => this.#onImpatient(heard))
    this.#ask('all')
    return waiting
  }

  /** Does what is due: more ahead of need, less when it is idle, and what others want. */
  look(isWanted: boolean): void {
    if (!this.#leaser || this.#options.clock.monotonic() < this.#awayUntil) return
    const keep = this.#due(this.#leaser, isWanted)
    if (keep) this.#ask(keep)
  }

  #due(leaser: Leaser, isWanted: boolean): Keep | undefined {
    const { clock } = this.#options
    const ahead = this.#isLeasing ? this.lease.aheadNanos : 0n
    const { start } = leaser.windowAt(clock.now())
    const room = this.lease.roomIn(start)
    if (!isWanted && room < ahead / 2n) return 'all'
    if (!this.#isKnown) return undefined
    if (isWanted) return 'used'
    const isUnused = this.lease.usedNanos === 0n && ahead === 0n
    // Its row goes with the window, and what is used may go on for longer.
    const isOld = start !== this.#askedWindow || clock.monotonic() - this.#askedAt > DAY_MS
    return room > 2n * ahead || isUnused || isOld || this.#last?.wantedTurn ? 'soon' : undefined
  }

  /** Gives back what is not used. Never rejects. */
  async release(): Promise<void> {
    await this.#asking
    if (!this.#isKnown) return
    this.retire()
    this.#ask('used')
    await this.#asking
  }

  #onImpatient(heard: Outcome): boolean | GatewayError {
    if (heard === 'untimely') return untimely(this.#leaser?.budget.name)
    if (heard === 'pending') this.#silentUntil = this.#options.clock.monotonic() + SILENT_MS
    return false
  }

  #ask(keep: Keep): void {
    this.#asking ??= this.#askWhileNeeded(keep)
  }

  async #askWhileNeeded(first: Keep): Promise<void> {
    let keep = first
    do {
      await this.#askOnce(keep)
      const isInVain = this.#last?.outcome !== 'given'
      // What is too little for those who wait may be enough for those who wait elsewhere.
      keep = isInVain ? 'used' : 'all'
      if (isInVain && !this.#waiting.isEmpty) await sleep(this.#options.clock, POLL_MS, NEVER)
    } while (!this.#waiting.isEmpty)
    this.#asking = undefined
  }

  async #askOnce(keep: Keep): Promise<void> {
    const { clock } = this.#options
    const waiters = this.#waiting.waiters
    try {
      const asked = await this.#grantOf(keep, waiters)
      this.#last = asked
      this.#fault = undefined
      this.#tell(asked, waiters)
    } catch (error) {
      this.#fault = toGatewayError(error)
      this.#awayUntil = clock.monotonic() + AWAY_MS
      this.#waiting.failAll(this.#fault)
    }
  }

  async #grantOf(keep: Keep, waiters: readonly Waiter[]): Promise<Grant> {
    const { key, replica, store, clock } = this.#options
    const leaser = this.#leaser
    if (!leaser) throw new Error('Nothing is leased for nobody.')
    const { budget } = leaser
    const window = leaser.windowAt(clock.now())
    const keepNanos = this.lease.ask(this.#isLeasing ? keep : 'used', window.start)
    const ask = {
      ...{ amountNanos: budget.amountNanos, window, keepNanos, usedNanos: this.lease.usedNanos },
      needs: waiters.map(({ nanos }) => nanos),
      aheadNanos: this.#isLeasing && keep !== 'used' ? this.lease.aheadNanos : 0n,
    }
    this.#isKnown = true
    this.#askedAt = clock.monotonic()
    const spend = { subject: budget.subject, from: window.start, to: window.end }
    const granted = await store.change({ budget: key, replica, spend }, (book) => grant(book, ask))
    this.#isKnown = granted.leasedNanos > 0n || granted.wantedTurn > 0
    this.#askedWindow = window.start
    this.lease.granted(granted.leasedNanos, window.start)
    leaser.learn(window.start, granted.spentNanos, clock.now())
    return granted
  }

  /**
   * Whoever is to be refused must hear so twice: what has come into the ledger this moment counts twice until its replica has
   * heard of it, and gives it back.
   */
  #tell({ outcome }: Grant, asked: readonly Waiter[]): void {
    const { clock } = this.#options
    const isSilent = outcome === 'pending' && clock.monotonic() < this.#silentUntil
    const refused = asked.filter(({ hadNone }) => isSilent || (outcome === 'none' && hadNone))
    for (const waiter of asked) {
      waiter.heard = outcome
      waiter.hadNone ||= outcome === 'none'
    }
    const start = this.#leaser?.windowAt(clock.now()).start ?? 0
    this.#waiting.letIn(this.lease.roomIn(start), new Set(refused))
  }
}

function untimely(name = ''): GatewayError {
  const message = `By the database's clock the window of the budget "${name}" has not begun, or is over. Try again.`
  return new GatewayError(ErrorReason.STORE_UNAVAILABLE, message, { metadata: { budget: name } })
}
