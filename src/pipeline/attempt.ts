import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer, Outcome } from '../core/answer.ts'
import type { AttemptRecord, Embedding, TargetedCall } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError, toGatewayError } from '../core/errors.ts'
import { type AnswerEvent, type Ending, ended, type ProviderEvent } from '../core/events.ts'
import type { Timeouts } from '../core/timeouts.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { Provider } from '../providers/provider.ts'
import { Watchdog } from '../resilience/watchdog.ts'
import type { Next } from './middleware.ts'

export interface AttemptOptions {
  readonly clock: Clock
  readonly provider: (name: string) => Provider
  readonly timeouts: (provider: string) => Timeouts
}

/**
 * The innermost step: one try at one target. It reads from the provider until the call can be committed, and hands out
 * the rest as an answer. It is the only place that sees every event, so all that must be seen is seen here: the first
 * content, usage, silence, and whether the vendor's terminal marker came.
 */
export function attempt(options: AttemptOptions): Next<TargetedCall> {
  return (call) => new Attempt(call, options).run()
}

class Attempt {
  readonly #call: TargetedCall
  readonly #clock: Clock
  readonly #abort = new AbortController()
  readonly #watchdog: Watchdog
  readonly #source: AsyncIterator<readonly ProviderEvent[]>
  readonly #record: AttemptRecord
  readonly #startMonotonic: number
  readonly #done = Promise.withResolvers<Outcome>()
  #ending: Ending | undefined
  #deliveredCharacters = 0
  #paidCharacters: number

  constructor(call: TargetedCall, options: AttemptOptions) {
    this.#call = call
    this.#clock = options.clock
    this.#startMonotonic = options.clock.monotonic()
    this.#record = newRecord(call, options.clock)
    this.#paidCharacters = call.allowance?.characters ?? Infinity
    call.journal.attempts.push(this.#record)
    const timeouts = options.timeouts(call.target.provider)
    this.#watchdog = new Watchdog(options.clock, timeouts, call.streaming, (error) => this.#abort.abort(error))
    if (call.signal.aborted) this.#abort.abort(call.signal.reason)
    else call.signal.addEventListener('abort', this.#onCallAborted, { once: true })
    const provider = options.provider(call.target.provider)
    this.#source = answerOf(provider, { ...call, signal: this.#abort.signal })[Symbol.asyncIterator]()
  }

  async run(): Promise<Answer> {
    const head = await this.#readToCommit()
    return { target: this.#call.target, events: this.#rest(head), done: this.#done.promise }
  }

  /** Ends the attempt at once: a caller that has gone may never come back to read the answer that it was handed. */
  readonly #onCallAborted = () => {
    const { reason } = this.#call.signal
    this.#abort.abort(reason)
    this.#close({ kind: 'failed', error: this.#explain(reason) })
  }

  /** Reads until the first content of a stream, or to the end of a unary answer. A failure here is thrown. */
  async #readToCommit(): Promise<AnswerEvent[]> {
    const head: AnswerEvent[] = []
    try {
      let more = true
      while (more && !(this.#call.streaming && this.#record.firstContentMs !== undefined)) {
        more = await this.#read(head)
      }
      if (!more) this.#close(this.#outcome())
    } catch (thrown) {
      this.#close({ kind: 'failed', error: this.#explain(thrown) })
    }
    if (this.#record.state.kind === 'failed') throw this.#record.state.error
    return head
  }

  /** The committed answer: what was read so far, then the rest as it comes. */
  async *#rest(head: AnswerEvent[]): AsyncGenerator<readonly AnswerEvent[]> {
    try {
      yield head
      while (this.#record.state.kind === 'running') {
        const batch: AnswerEvent[] = []
        const more = await this.#read(batch)
        if (batch.length > 0) yield batch
        if (!more) this.#close(this.#outcome())
      }
    } catch (thrown) {
      this.#close({ kind: 'failed', error: this.#explain(thrown) })
    } finally {
      if (this.#record.state.kind === 'running') this.#close({ kind: 'failed', error: this.#explain(cancelled()) })
    }
  }

  /** Takes one network read's events into `batch`; false when there is nothing more to read. */
  async #read(batch: AnswerEvent[]): Promise<boolean> {
    this.#watchdog.waiting()
    const result = await this.#source.next()
    if (result.done) return false
    for (const event of result.value) {
      if (event.case === 'ended') {
        this.#ending = event.value
        return false
      }
      this.#meter(event)
      if (this.#deliveredCharacters > this.#paidCharacters) await this.#payForMore()
      batch.push(event)
    }
    return true
  }

  #meter(event: AnswerEvent): void {
    if (event.case === 'usage') {
      this.#record.usage = event.value
      return
    }
    this.#watchdog.heard()
    this.#record.firstContentMs ??= this.#clock.monotonic() - this.#startMonotonic
    if (event.case !== 'partDelta') return
    this.#deliveredCharacters += event.value.delta.value?.length ?? 0
  }

  /** Throws what ends the attempt when it may not go on at its caller's expense. */
  async #payForMore(): Promise<void> {
    const { allowance } = this.#call
    while (allowance && this.#deliveredCharacters > allowance.characters) await allowance.extend()
    this.#paidCharacters = allowance?.characters ?? Infinity
  }

  #outcome(): Outcome {
    if (this.#ending) return { kind: 'finished', ending: this.#ending }
    const message = 'The provider’s answer ended before it was complete.'
    return { kind: 'failed', error: this.#explain(new GatewayError(ErrorReason.STREAM_TRUNCATED, message)) }
  }

  /** What was thrown, or the reason why we stopped the attempt if we did, with the target's name. */
  #explain(thrown: unknown): GatewayError {
    const error = toGatewayError(this.#abort.signal.aborted ? this.#abort.signal.reason : thrown)
    const { provider, model } = this.#call.target
    const partial = this.#deliveredCharacters > 0 && this.#call.streaming ? { partial: 'true' } : {}
    return error.with({ provider, model, ...partial })
  }

  /** Settles the attempt once; nothing of it is left running afterwards. */
  #close(outcome: Outcome): void {
    if (this.#record.state.kind !== 'running') return
    this.#watchdog.stop()
    this.#call.signal.removeEventListener('abort', this.#onCallAborted)
    if (outcome.kind === 'finished') this.#release()
    else this.#cut()
    this.#settle(outcome)
    this.#done.resolve(outcome)
  }

  /** Lets the adapter read to the end of the body, so that the connection can serve again. */
  #release(): void {
    this.#source.next().catch(() => {})
  }

  #cut(): void {
    this.#abort.abort(cancelled())
    this.#source.return?.().catch(() => {})
  }

  #settle(outcome: Outcome): void {
    const record = this.#record
    record.latencyMs = this.#clock.monotonic() - this.#startMonotonic
    if (outcome.kind === 'finished') {
      record.state = { kind: 'succeeded', finishReason: outcome.ending.finishReason }
      record.usage = outcome.ending.usage ?? record.usage ?? this.#estimate()
      record.reportedModel = outcome.ending.model
    } else {
      record.state = { kind: 'failed', error: outcome.error }
      if (this.#deliveredCharacters > 0) record.usage ??= this.#estimate()
    }
  }

  #estimate() {
    return estimateUsage(this.#call.request, this.#deliveredCharacters)
  }
}

function answerOf(provider: Provider, call: TargetedCall): AsyncIterable<readonly ProviderEvent[]> {
  return call.embedding ? vectors(provider, call, call.embedding) : provider.open(call)
}

/** Vectors do not come in pieces: they are there with the end. */
async function* vectors(provider: Provider, call: TargetedCall, embedding: Embedding) {
  if (!provider.embed) {
    const message = `The provider "${call.target.provider}" has no embeddings.`
    throw new GatewayError(ErrorReason.NOT_SUPPORTED_BY_PROVIDER, message, { metadata: { field: 'model' } })
  }
  yield [ended(await provider.embed(call, embedding))]
}

function newRecord(call: TargetedCall, clock: Clock): AttemptRecord {
  return {
    id: clock.uuid(),
    target: call.target,
    hedged: call.hedged ?? false,
    startTime: clock.now(),
    latencyMs: 0,
    firstContentMs: undefined,
    state: { kind: 'running' },
    usage: undefined,
    cost: undefined,
    reportedModel: undefined,
  }
}

function cancelled(): GatewayError {
  return new GatewayError(ErrorReason.CALL_CANCELLED, 'The call was cancelled.')
}
