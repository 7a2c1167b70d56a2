import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import type { LoadMeter } from './process-load.ts'
import { Threshold } from './threshold.ts'

/** What can be too much. */
export type OverloadKind = 'calls' | 'heap' | 'memory' | 'event_loop_lag'

export interface OverloadBounds {
  readonly maxCalls: number
  /** Shares from 0 to 1; Infinity: not checked. */
  readonly maxHeapShare: number
  readonly maxMemoryShare: number
  readonly maxEventLoopLagMs: number
}

export interface OverloadObserver {
  /** Told of each change; nothing is too much at first. */
  overloaded(kind: OverloadKind, isOver: boolean): void
  eventLoopLag(milliseconds: number): void
  /** A call was refused. */
  refused(kind: OverloadKind): void
}

export interface OverloadOptions {
  readonly clock: Clock
  readonly meter: LoadMeter
  readonly observer: OverloadObserver
}

const SAMPLE_MS = 1000

const KINDS: readonly OverloadKind[] = ['calls', 'heap', 'memory', 'event_loop_lag']

const SENTENCES: Readonly<Record<OverloadKind, string>> = {
  calls: 'as many calls run as it takes on',
  heap: 'its memory is nearly used up',
  memory: 'its memory is nearly used up',
  event_loop_lag: 'it cannot keep up',
}

/**
 * Whether the process as a whole takes on new calls. Memory and lag are looked at once a second, calls are counted; a call
 * only asks for the result. What runs already runs on.
 */
export class Overload {
  readonly #options: OverloadOptions
  readonly #thresholds = new Map(KINDS.map((kind) => [kind, new Threshold()]))
  #bounds: OverloadBounds
  #calls = 0
  /** Undefined: new calls are taken. */
  #kind: OverloadKind | undefined
  #sampledAt = 0
  #cancelTimer: CancelTimer = () => {}

  constructor(bounds: OverloadBounds, options: OverloadOptions) {
    this.#bounds = bounds
    this.#options = options
  }

  /** Looks for the first time; what the start of the service took is not held against it. */
  start(): void {
    this.#options.meter.read()
    this.#sampledAt = this.#options.clock.monotonic()
    this.#sample()
  }

  /** Why no new call is taken; undefined: they are. */
  refusal(): GatewayError | undefined {
    return this.#kind && this.#refuse(this.#kind)
  }

  /** Counts a call; its end is to be told once. Throws OVERLOADED. */
  callBegan(): void {
    if (this.#kind) throw this.#refuse(this.#kind)
    this.#calls += 1
    if (this.#calls >= this.#bounds.maxCalls) this.#look('calls', this.#calls, this.#bounds.maxCalls)
  }

  callEnded(): void {
    this.#calls -= 1
    if (this.#kind === 'calls') this.#look('calls', this.#calls, this.#bounds.maxCalls)
  }

  /** Other bounds, from the next look on. */
  configure(bounds: OverloadBounds): void {
    this.#bounds = bounds
  }

  close(): void {
    this.#cancelTimer()
    this.#options.meter.close()
  }

  #sample(): void {
    const { clock, meter, observer } = this.#options
    const { heapShare, memoryShare, eventLoopLagMs } = meter.read()
    const lagMs = Math.max(eventLoopLagMs, this.#lateness(clock.monotonic()))
    observer.eventLoopLag(lagMs)
    this.#look('calls', this.#calls, this.#bounds.maxCalls)
    this.#look('heap', heapShare, this.#bounds.maxHeapShare)
    this.#look('memory', memoryShare, this.#bounds.maxMemoryShare)
    this.#look('event_loop_lag', lagMs, this.#bounds.maxEventLoopLagMs)
    this.#cancelTimer = clock.after(SAMPLE_MS, () => this.#sample())
  }

  /** How much later than it should have come this sample is: a standstill right after the last one shows only here. */
  #lateness(now: number): number {
    const late = now - this.#sampledAt - SAMPLE_MS
    this.#sampledAt = now
    return late
  }

  #look(kind: OverloadKind, value: number, bound: number): void {
    const threshold = this.#thresholds.get(kind) as Threshold
    if (!threshold.update(value, bound)) return
    this.#kind = KINDS.find((each) => this.#thresholds.get(each)?.isOver)
    this.#options.observer.overloaded(kind, threshold.isOver)
  }

  /** Those who come back do so one after the other. */
  #refuse(kind: OverloadKind): GatewayError {
    const { clock, observer } = this.#options
    observer.refused(kind)
    const retryAfterMs = SAMPLE_MS * (1 + clock.random())
    const message = `The service takes no new calls for the moment: ${SENTENCES[kind]}.`
    return new GatewayError(ErrorReason.OVERLOADED, message, { metadata: { limit: kind }, retryAfterMs })
  }
}
