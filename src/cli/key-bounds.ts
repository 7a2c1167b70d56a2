import type { MessageInitShape } from '@bufbuild/protobuf'
import type { CreateApiKeyRequestSchema, CreateApiKeyResponse } from '#gen/switchyard/v1/api_key_pb.js'
import { BudgetWindow } from '#gen/switchyard/v1/quota_pb.js'
import { parseDecimal, usd } from '../core/money.ts'
import { UsageError } from './errors.ts'

/** What a key is made with that bounds it. */
export interface BoundOptions {
  readonly budget?: string
  readonly window?: string
  readonly hard?: boolean
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  readonly concurrentCalls?: number
}

type Bounds = Pick<MessageInitShape<typeof CreateApiKeyRequestSchema>, 'budgets' | 'rateLimits'>

/** The budget and the rate limit that options were given for. */
export function boundsOf(options: BoundOptions): Bounds {
  return { budgets: budgetsOf(options), rateLimits: rateLimitsOf(options) }
}

function budgetsOf({ budget, window, hard }: BoundOptions): NonNullable<Bounds['budgets']> {
  if (budget === undefined) {
    if (window === undefined && hard === undefined) return []
    throw new UsageError('--window and --hard are about the budget of the key: give --budget too.')
  }
  const lasting = window && { window: BudgetWindow[window.toUpperCase() as keyof typeof BudgetWindow] }
  return [{ amount: usd(parseDecimal(budget)), hard: hard ?? false, ...lasting }]
}

function rateLimitsOf(options: BoundOptions): NonNullable<Bounds['rateLimits']> {
  const { requestsPerMinute = 0, tokensPerMinute = 0, concurrentCalls = 0 } = options
  if (requestsPerMinute + tokensPerMinute + concurrentCalls === 0) return []
  const perMinute = { requestsPerMinute: BigInt(requestsPerMinute), tokensPerMinute: BigInt(tokensPerMinute) }
  return [{ ...perMinute, concurrentCalls }]
}

/** What was made with a key, for people; a line for each. */
export function describeBounds({ budgets, rateLimits }: Pick<CreateApiKeyResponse, 'budgets' | 'rateLimits'>): string {
  const lines = [
    ...budgets.map(({ name }) => `Its budget is called ${name}.`),
    ...rateLimits.map(({ name }) => `Its rate limit is called ${name}.`),
  ]
  return lines.map((line) => `\n${line}`).join('')
}
