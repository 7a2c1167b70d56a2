import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../../src/core/clock.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { Obstacle } from '../../src/limits/limiter.ts'
import type { RateLimit } from '../../src/limits/rate-limit.ts'
import { RateLimits } from '../../src/limits/rate-limits.ts'
import { SharedLimits } from '../../src/limits/shared-limits.ts'
import { TokenBucket } from '../../src/limits/token-bucket.ts'
import type { HeardUse, LimitBook, LimitExchange, LimitQuestion, LimitUse } from '../../src/usage/limit-exchange.ts'
import { targetedCall } from './call.ts'
import { FakeClock, settled } from './fake-clock.ts'

/** How exchanges end: as they should; with nothing done; done, and not heard of; or after long, and nobody knows how. */
export type ExchangeMood = 'there' | 'away' | 'unheard' | 'silent'

interface Told extends LimitUse {
  readonly begunTurn: number
  readonly turn: number
  readonly time: number
}

const LOST_MS = 8000

/** After so long a store that does not answer has failed. */
const TIMEOUT_MS = 12_000

/** What replicas told each other, in memory; slow, or away, when a test wants it. */
export class LimitMemory {
  mood: ExchangeMood = 'there'
  /** Of one way; an exchange takes two. */
  delayMs = 0
  exchanges = 0
  readonly #time: FakeClock
  readonly #seen = new Map<string, number>()
  readonly #uses = new Map<string, Told>()
  #turn = 0

  constructor(time: FakeClock) {
    this.#time = time
  }

  /** As one replica reaches it. Nothing of one that is not alive, or cut off, gets there or is answered. */
  reachedBy(isAlive: () => boolean, isReachable: () => boolean): LimitExchange {
    const reach = async <Value>(action: () => Value): Promise<Value> => {
      this.exchanges += 1
      await this.#pass(isAlive)
      if (this.mood === 'away' || !isReachable()) throw away()
      const value = action()
      await this.#pass(isAlive)
      if (this.mood === 'unheard' || !isReachable()) throw away()
      return value
    }
    return {
      exchange: (question, decide) => reach(() => this.#exchange(question, decide)),
      leave: (replica) => reach(() => void this.#seen.delete(replica)),
    }
  }

  async #pass(isAlive: () => boolean): Promise<void> {
    if (this.delayMs > 0) await new Promise<void>((resolve) => this.#time.after(this.delayMs, resolve))
    if (!isAlive()) await new Promise(() => {})
    if (this.mood !== 'silent') return
    await new Promise<void>((resolve) => this.#time.after(TIMEOUT_MS, resolve))
    throw away()
  }

  #exchange({ replica, since }: LimitQuestion, decide: (book: LimitBook) => readonly LimitUse[]): number {
    const now = this.#time.now()
    const turn = this.#turn + 1
    const replicas = [...this.#seen].filter(([name, time]) => name !== replica && time > now - LOST_MS)
    const uses: HeardUse[] = [...this.#uses].flatMap(([key, told]) => {
      const [name = ''] = key.split(' ')
      return name === replica || told.turn <= since ? [] : { ...told, replica: name, ageMs: now - told.time }
    })
    for (const use of decide({ turn, replicas: replicas.map(([name]) => name), uses })) {
      const key = `${replica} ${use.limit}`
      const before = this.#uses.get(key)
      const begunTurn = before?.incarnation === use.incarnation ? before.begunTurn : turn
      this.#uses.set(key, { ...use, begunTurn, turn, time: now })
    }
    this.#turn = turn
    this.#seen.set(replica, now)
    return turn
  }
}

function away(): GatewayError {
  return new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.')
}

/** One replica, whose monotonic clock is its own. */
export class LimitedReplica {
  readonly limits: RateLimits
  readonly sharing: SharedLimits
  /** What it said of itself, in turn. */
  readonly said: string[] = []
  isReachable = true
  running: { readonly end: (used: number) => void }[] = []
  #isAlive = true
  readonly #call = targetedCall()

  constructor(fleet: LimitFleet, shiftMs: number) {
    const { time, memory } = fleet
    const clock: Clock = {
      now: () => time.now(),
      monotonic: () => time.monotonic() + shiftMs,
      random: () => time.random(),
      uuid: () => time.uuid(),
      after: (milliseconds, callback) => time.after(milliseconds, () => this.#isAlive && callback()),
    }
    const observer = {
      apart: (replicas: number) => this.said.push(`apart of ${replicas}`),
      together: () => this.said.push('together'),
    }
    const store = memory.reachedBy(
      () => this.#isAlive,
      () => this.isReachable,
    )
    this.sharing = new SharedLimits({ store, clock, observer })
    this.limits = new RateLimits(clock, { refused: () => {} }, this.sharing)
    this.limits.replace([fleet.limit])
    this.sharing.start()
  }

  get isApart(): boolean {
    return this.said.at(-1)?.startsWith('apart') ?? false
  }

  /** What is left of requests as it tells callers. */
  remaining(now: number): number | undefined {
    return this.limits.ofCall(this.#call)?.[0]?.standing(now)?.remaining
  }

  /** Undefined: it runs. */
  async begin(inputTokens = 0, signal = new AbortController().signal): Promise<Obstacle | undefined> {
    const limiters = this.limits.ofCall(this.#call) ?? []
    const obstacle = await this.limits.begin(limiters, inputTokens, signal)
    if (!obstacle && this.#isAlive) {
      const end = (used: number) => {
        this.limits.end(limiters, used - inputTokens)
        this.running = this.running.filter((one) => one !== call)
      }
      const call = { end }
      this.running.push(call)
    }
    return obstacle
  }

  /** As by kill -9. */
  crash(): void {
    this.#isAlive = false
    this.running = []
  }
}

/** Replicas that hold one limit together, and the truth of what was taken of it. */
export class LimitFleet {
  readonly time = new FakeClock()
  readonly memory = new LimitMemory(this.time)
  readonly replicas: LimitedReplica[] = []
  readonly limit: RateLimit
  /** What a limit of one process would have left. */
  readonly truth: TokenBucket

  constructor(limit: Partial<RateLimit>) {
    const none = { requestsPerMinute: Infinity, tokensPerMinute: Infinity, concurrentCalls: Infinity }
    this.limit = { name: 'shared', subject: subjectOf(undefined), ...none, ...limit }
    this.truth = new TokenBucket(this.limit.requestsPerMinute, this.time.monotonic())
  }

  /** They know of each other. */
  static async open(size: number, limit: Partial<RateLimit>): Promise<LimitFleet> {
    const fleet = new LimitFleet(limit)
    for (let index = 0; index < size; index++) fleet.start(index)
    await fleet.time.advance(3000)
    return fleet
  }

  /** In the place of the one before. */
  start(index: number, shiftMs = index * 10_000_000): LimitedReplica {
    const made = new LimitedReplica(this, shiftMs)
    this.replicas[index] = made
    return made
  }

  get running(): number {
    return this.replicas.reduce((sum, { running }) => sum + running.length, 0)
  }

  /** Begins so many calls at the same time at a replica, and gives what came of each once all are judged. */
  async begin(index: number, count: number, inputTokens = 0): Promise<(Obstacle | undefined)[]> {
    const ends: (Obstacle | undefined)[] = []
    for (let begun = 0; begun < count; begun++) {
      void this.replicas[index]?.begin(inputTokens).then((obstacle) => {
        if (!obstacle) this.truth.take(1, this.time.monotonic())
        ends.push(obstacle)
      })
    }
    await settled()
    for (let waited = 0; ends.length < count && waited < 500; waited += 10) await this.time.advance(10)
    return ends
  }

  /** How many of so many calls may begin. */
  async admitted(index: number, count: number, inputTokens = 0): Promise<number> {
    return (await this.begin(index, count, inputTokens)).filter((obstacle) => !obstacle).length
  }
}
