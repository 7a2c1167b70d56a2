import fc from 'fast-check'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { ledgerRow } from './ledger-row.ts'

/** The calls of one round begin within this time, or a little beside it. */
export const WINDOW = 1000

const tokens = fc.bigInt({ min: 0n, max: 2n ** 31n })

const attempt = fc.record({
  provider: fc.constantFrom('openai', 'azure'),
  model: fc.constantFrom('gpt-5-mini', 'gpt-4.1'),
  outcome: fc.constantFrom('succeeded' as const, 'failed' as const, 'cancelled' as const),
  startTime: fc.integer({ min: -200, max: WINDOW + 200 }),
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadInputTokens: tokens,
  cacheWriteInputTokens: tokens,
  reasoningOutputTokens: tokens,
  usageEstimated: fc.boolean(),
  costNanos: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  costEstimated: fc.boolean(),
})

const anyCall = fc.record({
  callLatencyMs: fc.integer({ min: 0, max: 5000 }).map((quarters) => quarters / 4),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 4 }),
})

/** Calls of any outcome, each with its attempts. */
export const anyCalls = fc.array(anyCall, { maxLength: 60 })

type AnyCall = typeof anyCall extends fc.Arbitrary<infer Call> ? Call : never

/** The calls as the ledger keeps them, in a time that begins at `base`. */
export function rowsOf(calls: readonly AnyCall[], base: number): LedgerRow[] {
  return calls.flatMap(({ callLatencyMs, attempts }, callIndex) =>
    attempts.map((values, attemptIndex) =>
      ledgerRow({
        ...values,
        startTime: base + values.startTime,
        callId: `${base}-${callIndex}`,
        callLatencyMs,
        attemptIndex,
        last: attemptIndex === attempts.length - 1,
      }),
    ),
  )
}
