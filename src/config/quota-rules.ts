import type { Budget } from '#gen/switchyard/v1/budget_pb.js'
import type { RateLimit } from '#gen/switchyard/v1/rate_limit_pb.js'
import type { FieldViolation } from '../core/errors.ts'
import { isTimeZone } from '../core/time-zone.ts'

/** What the schema cannot say of a budget, by the paths of its fields: the same for the file and for AdminService. */
export function faultsOfBudget({ amount, timeZone }: Budget): FieldViolation[] {
  const faults: FieldViolation[] = []
  if (amount?.currencyCode !== 'USD' || amount.amountNanos <= 0n) {
    faults.push({ field: 'amount', description: 'must be more than 0 US dollars' })
  }
  if (timeZone !== '' && !isTimeZone(timeZone)) {
    faults.push({ field: 'time_zone', description: 'must be the name of a time zone such as `Europe/Berlin`' })
  }
  return faults
}

/** The same for a rate limit. */
export function faultsOfRateLimit({
  requestsPerMinute,
  tokensPerMinute,
  concurrentCalls,
}: RateLimit): FieldViolation[] {
  if (requestsPerMinute > 0n || tokensPerMinute > 0n || concurrentCalls > 0) return []
  const description = 'set this, `tokens_per_minute` or `concurrent_calls`: the limit limits nothing'
  return [{ field: 'requests_per_minute', description }]
}
