import type { Clock } from '../core/clock.ts'
import { type GatewayError, isCancellation } from '../core/errors.ts'
import type { Logger } from './log.ts'

/** A request that ended with an error before it was a call of the pipeline. */
interface Refused {
  readonly error: GatewayError
  readonly method: string
  readonly requestId: string
  readonly header: (name: string) => string | undefined
}

export interface RefusalOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: { requestRejected(reason: string): void }
  /** What the headers of the request tell of its context. */
  readonly contextOf: (header: Refused['header']) => Readonly<Record<string, string | undefined>>
}

/** Lines within a second; whoever floods the doors with bad requests is not to flood the log too. */
const LINES_PER_SECOND = 10

/** Counts the requests that are refused at the doors, and writes lines about as many of them as are worth reading. */
export class Refusals {
  readonly #options: RefusalOptions
  #secondStart = Number.NEGATIVE_INFINITY
  #lines = 0
  #suppressed = 0

  constructor(options: RefusalOptions) {
    this.#options = options
  }

  /** A caller who leaves before it has said what it wants was not refused. */
  readonly report = (refused: Refused): void => {
    if (isCancellation(refused.error)) return
    const { metrics, logger } = this.#options
    metrics.requestRejected(refused.error.reasonName)
    if (!this.#mayWrite()) return
    logger.warn(this.#lineOf(refused), 'refused')
    this.#suppressed = 0
  }

  #mayWrite(): boolean {
    const now = this.#options.clock.monotonic()
    if (now - this.#secondStart >= 1000) {
      this.#secondStart = now
      this.#lines = 0
    }
    this.#lines += 1
    if (this.#lines <= LINES_PER_SECOND) return true
    this.#suppressed += 1
    return false
  }

  /** Nothing of the message: it may quote what the caller sent. */
  #lineOf({ error, method, requestId, header }: Refused) {
    return {
      request_id: requestId,
      ...this.#options.contextOf(header),
      method: method || undefined,
      status: 'rejected',
      reason: error.reasonName,
      suppressed: this.#suppressed || undefined,
    }
  }
}
