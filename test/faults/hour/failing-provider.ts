import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { TargetedCall } from '../../../src/core/call.ts'
import { type Clock, sleep } from '../../../src/core/clock.ts'
import { GatewayError } from '../../../src/core/errors.ts'
import type { ProviderEvent } from '../../../src/core/events.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { says, start, text, untilAborted } from '../../support/scripted-provider.ts'
import type { Outage } from './outages.ts'

/** How long a good answer takes. */
const ANSWER_MS = 200

export interface FailingProviderOptions {
  readonly clock: () => Clock
  /** What is the matter with it now. */
  readonly outage: () => Outage | undefined
  readonly random: () => number
  readonly onAttempt: (call: TargetedCall) => void
}

/** A provider that is down while an outage of its own runs. */
export class FailingProvider implements Provider {
  readonly name = 'failing'
  readonly #options: FailingProviderOptions

  constructor(options: FailingProviderOptions) {
    this.#options = options
  }

  async *open(call: TargetedCall): AsyncGenerator<readonly ProviderEvent[]> {
    const { clock, outage, random, onAttempt } = this.#options
    onAttempt(call)
    switch (outage()?.kind) {
      case 'refuses connections':
        throw failure(ErrorReason.PROVIDER_UNREACHABLE)
      case 'answers 503':
        throw failure(ErrorReason.UPSTREAM_UNAVAILABLE)
      case 'answers 500 to two of three':
        if (random() < 2 / 3) throw failure(ErrorReason.UPSTREAM_ERROR)
        break
      case 'limits every call':
        throw new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'limited', { retryAfterMs: 2000 })
      case 'refuses its key':
        throw failure(ErrorReason.UPSTREAM_AUTH)
      case 'says nothing':
        await untilAborted(call.signal)
        break
      case 'cuts every answer':
        yield [start, text('Half')]
        return
      case 'flaps each second':
        if (Math.floor(clock().monotonic() / 1000) % 2 === 0) throw failure(ErrorReason.UPSTREAM_UNAVAILABLE)
    }
    await sleep(clock(), ANSWER_MS, call.signal)
    yield* says('Hello')(call)
  }

  async close(): Promise<void> {}
}

function failure(reason: GatewayError['reason']): GatewayError {
  return new GatewayError(reason, 'down')
}
