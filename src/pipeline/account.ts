import { afterEnd } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { type GatewayError, toGatewayError } from '../core/errors.ts'
import type { Ledger } from '../usage/ledger.ts'
import type { Prices } from '../usage/prices.ts'
import type { RequestFeed } from '../usage/request-feed.ts'
import { ledgerRows } from '../usage/rows.ts'
import type { Middleware } from './middleware.ts'

export interface AccountOptions {
  readonly ledger: Ledger
  readonly prices: Prices
  readonly clock: Clock
  /** Told of what is durable; left out: nobody is. */
  readonly feed?: RequestFeed | undefined
}

/**
 * Prices every attempt of a call and makes it durable before the caller hears that the call ended. While nothing can be made
 * durable nothing is asked of a provider.
 */
export function account(options: AccountOptions): Middleware {
  return async (call, next) => {
    const refusal = options.ledger.refusal()
    if (refusal) throw refusal
    try {
      const answer = await next(call)
      return afterEnd(answer, async (outcome) => {
        try {
          await settle(call, outcome.kind === 'failed' ? outcome.error : undefined, options)
          return outcome
        } catch (thrown) {
          return outcome.kind === 'failed' ? outcome : { kind: 'failed', error: toGatewayError(thrown) }
        }
      })
    } catch (thrown) {
      // The call has failed already; that its attempts could not be recorded shows in the ledger's own health.
      await settle(call, toGatewayError(thrown), options).catch(() => {})
      throw thrown
    }
  }
}

async function settle(call: Call, error: GatewayError | undefined, options: AccountOptions): Promise<void> {
  const { ledger, prices, clock, feed } = options
  const { attempts } = call.journal
  if (attempts.length === 0) return
  for (const attempt of attempts) attempt.cost = prices.costOf(attempt)
  const rows = ledgerRows(call, clock.monotonic() - call.startMonotonic, error)
  await ledger.record(rows)
  feed?.tell(rows)
}
