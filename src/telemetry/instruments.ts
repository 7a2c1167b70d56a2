import type { Attributes, Histogram, Meter } from '@opentelemetry/api'
import type { Outcome } from '../core/answer.ts'
import type { Call, TargetedCall } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { totalsOf } from '../core/totals.ts'
import type { Measuring } from './measuring.ts'
import { errorTypeOf, operationOf } from './semantic.ts'
import type { VendorOf } from './vendor.ts'

// The buckets are those that the conventions ask for.
const TOKENS = Array.from({ length: 14 }, (_, index) => 4 ** index)
const SECONDS = Array.from({ length: 14 }, (_, index) => 2 ** index / 100)
const TO_FIRST_TOKEN = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const PER_OUTPUT_TOKEN = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5]

/** Vendor of calls that reached none. */
const NO_VENDOR = 'switchyard'

export interface InstrumentOptions {
  readonly meter: Meter
  readonly clock: Clock
  readonly vendorOf: VendorOf
}

/** The metrics of OpenTelemetry's conventions for generative AI. Only configured names become attributes. */
export class Instruments implements Measuring {
  readonly #options: InstrumentOptions
  readonly #tokenUsage: Histogram
  readonly #operationDuration: Histogram
  readonly #requestDuration: Histogram
  readonly #timeToFirstToken: Histogram
  readonly #timePerOutputToken: Histogram

  constructor(options: InstrumentOptions) {
    this.#options = options
    const histogram = (name: string, unit: string, description: string, explicitBucketBoundaries: number[]) =>
      options.meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } })
    this.#tokenUsage = histogram('gen_ai.client.token.usage', '{token}', 'Tokens of an attempt', TOKENS)
    this.#operationDuration = histogram('gen_ai.client.operation.duration', 's', 'Time of an attempt', SECONDS)
    this.#requestDuration = histogram('gen_ai.server.request.duration', 's', 'Time of a call', SECONDS)
    this.#timeToFirstToken = histogram(
      'gen_ai.server.time_to_first_token',
      's',
      'Time of a streamed call to its first content',
      TO_FIRST_TOKEN,
    )
    this.#timePerOutputToken = histogram(
      'gen_ai.server.time_per_output_token',
      's',
      'Time of a streamed call for each token after the first',
      PER_OUTPUT_TOKEN,
    )
  }

  attemptEnded(call: TargetedCall, index: number, outcome: Outcome): void {
    const record = call.journal.attempts[index]
    if (!record) return
    const { latencyMs, usage } = record
    const { name, address, port } = this.#options.vendorOf(call.target.provider)
    const attributes: Attributes = {
      'gen_ai.operation.name': operationOf(call),
      'gen_ai.provider.name': name,
      'gen_ai.request.model': call.target.model,
      'server.address': address,
      'server.port': port,
    }
    this.#operationDuration.record(latencyMs / 1000, withError(attributes, outcome))
    if (!usage) return
    this.#tokenUsage.record(Number(usage.inputTokens), { ...attributes, 'gen_ai.token.type': 'input' })
    this.#tokenUsage.record(Number(usage.outputTokens), { ...attributes, 'gen_ai.token.type': 'output' })
  }

  callEnded(call: Call, outcome: Outcome): void {
    const last = call.journal.attempts.at(-1)
    const attributes: Attributes = {
      'gen_ai.operation.name': operationOf(call),
      'gen_ai.provider.name': last ? this.#options.vendorOf(last.target.provider).name : NO_VENDOR,
      'gen_ai.request.model': last?.target.name,
    }
    const durationMs = this.#options.clock.monotonic() - call.startMonotonic
    this.#requestDuration.record(durationMs / 1000, withError(attributes, outcome))
    if (!call.streaming || last?.firstContentMs === undefined || outcome.kind === 'failed') return
    const firstMs = last.startTime - call.startTime + last.firstContentMs
    this.#timeToFirstToken.record(firstMs / 1000, attributes)
    const more = Number(totalsOf([last]).usage.outputTokens) - 1
    if (more > 0) this.#timePerOutputToken.record(Math.max(durationMs - firstMs, 0) / 1000 / more, attributes)
  }
}

function withError(attributes: Attributes, outcome: Outcome): Attributes {
  const type = errorTypeOf(outcome)
  return type === undefined ? attributes : { ...attributes, 'error.type': type }
}
