import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { CallContextSchema, CostSchema, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { type AttemptRecord, type Call, newJournal } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import { operator } from '../../src/core/principal.ts'
import { ledgerRows } from '../../src/usage/rows.ts'
import { usageWith } from '../support/usage.ts'

function callWith(
  attempts: AttemptRecord[],
  options: { model?: string; taskType?: string; labels?: Record<string, string> } = {},
): Call {
  return {
    id: 'call-1',
    principal: { ...operator('api_key', 'keys/7'), tenant: 'acme', user: 'ada', project: 'search', key: '7' },
    operation: 'chat',
    request: create(GenerateChatRequestSchema, { options }),
    streaming: true,
    signal: new AbortController().signal,
    deadline: 2000,
    startTime: 1000,
    startMonotonic: 0,
    context: create(CallContextSchema, { traceId: 'trace', sourceAgent: 'agent', sessionId: 'session' }),
    journal: { ...newJournal(), attempts },
  }
}

function attempt(values: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: 'attempt-1',
    target: { provider: 'openai', name: 'fast', model: 'gpt-5-mini' },
    startTime: 1001,
    latencyMs: 40.5,
    firstContentMs: 12.25,
    state: { kind: 'succeeded', finishReason: FinishReason.TOOL_CALLS },
    usage: usageWith({ input: 10, output: 5, cacheRead: 4, cacheWrite: 3, reasoning: 2, estimated: true }),
    cost: create(CostSchema, { total: usd(123n), estimated: true }),
    reportedModel: undefined,
    ...values,
  }
}

const failure = (reason: ConstructorParameters<typeof GatewayError>[0]) =>
  attempt({ state: { kind: 'failed', error: new GatewayError(reason, 'It failed.') }, firstContentMs: undefined })

describe('ledgerRows', () => {
  it('tells all there is to know of an attempt', () => {
    expect(
      ledgerRows(callWith([attempt()], { model: 'fast', taskType: 'chat', labels: { team: 'search' } }), 41, undefined),
    ).toEqual([
      {
        attemptId: 'attempt-1',
        callId: 'call-1',
        attemptIndex: 0,
        last: true,
        principal: 'keys/7',
        operation: 'chat',
        streaming: true,
        provider: 'openai',
        model: 'gpt-5-mini',
        requestedModel: 'fast',
        startTime: 1001,
        latencyMs: 40.5,
        firstContentMs: 12.25,
        callLatencyMs: 41,
        callOutcome: 'succeeded',
        outcome: 'succeeded',
        errorReason: '',
        finishReason: 'TOOL_CALLS',
        inputTokens: 10n,
        outputTokens: 5n,
        cacheReadInputTokens: 4n,
        cacheWriteInputTokens: 3n,
        reasoningOutputTokens: 2n,
        usageEstimated: true,
        costNanos: 123n,
        costEstimated: true,
        traceId: 'trace',
        sourceAgent: 'agent',
        sessionId: 'session',
        labels: '{"team":"search"}',
        tenant: 'acme',
        user: 'ada',
        project: 'search',
        key: '7',
        taskType: 'chat',
        route: '',
        hedged: false,
      },
    ])
  })

  it('numbers the attempts and marks the last one', () => {
    const call = callWith([failure(ErrorReason.UPSTREAM_UNAVAILABLE), failure(ErrorReason.IDLE_TIMEOUT), attempt()])
    expect(
      ledgerRows(call, 1, undefined).map(({ attemptIndex, last, outcome }) => [attemptIndex, last, outcome]),
    ).toEqual([
      [0, false, 'failed'],
      [1, false, 'failed'],
      [2, true, 'succeeded'],
    ])
  })

  it.each([
    [ErrorReason.CALL_CANCELLED, 'cancelled', 'CALL_CANCELLED'],
    [ErrorReason.CLIENT_STALLED, 'cancelled', 'CLIENT_STALLED'],
    [ErrorReason.DEADLINE_EXCEEDED, 'failed', 'DEADLINE_EXCEEDED'],
  ] as const)('tells cancellation from failure: %i is %s', (reason, outcome, errorReason) => {
    expect(ledgerRows(callWith([failure(reason)]), 1, undefined)).toMatchObject([
      { outcome, errorReason, finishReason: '' },
    ])
  })

  it('records zeros and empty texts where nothing is known', () => {
    const [row] = ledgerRows(callWith([attempt({ usage: undefined, cost: undefined })]), 1, undefined)
    expect(row).toMatchObject({ inputTokens: 0n, costNanos: 0n, usageEstimated: false, costEstimated: false })
    expect(row).toMatchObject({ requestedModel: '', labels: '{}' })
  })

  it('does not drop an attempt whose end was not noted', () => {
    const rows = ledgerRows(callWith([attempt({ state: { kind: 'running' } })]), 1, undefined)
    expect(rows).toMatchObject([{ outcome: 'failed', errorReason: 'INTERNAL' }])
  })

  it('has no rows for a call without attempts', () => {
    expect(ledgerRows(callWith([]), 1, undefined)).toEqual([])
  })
})
