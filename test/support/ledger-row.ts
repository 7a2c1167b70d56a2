import { randomUUID } from 'node:crypto'
import type { LedgerRow } from '../../src/usage/ledger.ts'

/** A row of a call that succeeded at the first attempt, with some of its values replaced. */
export function ledgerRow(values: Partial<LedgerRow> = {}): LedgerRow {
  return {
    attemptId: randomUUID(),
    callId: randomUUID(),
    attemptIndex: 0,
    last: true,
    principal: 'local',
    operation: 'chat',
    streaming: true,
    provider: 'openai',
    model: 'gpt-5-mini',
    requestedModel: 'fast',
    startTime: 1_763_712_000_000,
    latencyMs: 812.5,
    firstContentMs: 204.25,
    callLatencyMs: 815,
    outcome: 'succeeded',
    callOutcome: values.outcome ?? 'succeeded',
    errorReason: '',
    finishReason: 'STOP',
    inputTokens: 1200n,
    outputTokens: 300n,
    cacheReadInputTokens: 800n,
    cacheWriteInputTokens: 0n,
    reasoningOutputTokens: 64n,
    usageEstimated: false,
    costNanos: 720_000n,
    costEstimated: false,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    sourceAgent: 'planner',
    sessionId: 'session-1',
    labels: '{"team":"search"}',
    ...values,
  }
}
