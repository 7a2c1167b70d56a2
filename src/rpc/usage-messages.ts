import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import {
  type Attempt,
  type Cost,
  CostSchema,
  FinishReason,
  type Usage,
  UsageSchema,
} from '#gen/switchyard/v1/usage_pb.js'
import {
  type RecordedRequest,
  RequestOutcome,
  type Statistics,
  StatisticsSchema,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { durationOf } from '../core/duration.ts'
import { usd } from '../core/money.ts'
import type { LedgerFigures, LedgerOutcome, LedgerRow } from '../usage/ledger.ts'

export const OUTCOMES: Readonly<Record<LedgerOutcome, RequestOutcome>> = {
  succeeded: RequestOutcome.SUCCEEDED,
  failed: RequestOutcome.FAILED,
  cancelled: RequestOutcome.CANCELLED,
}

/** Percentiles that were not worked out are left out. */
export function toStatistics(figures: LedgerFigures, percentiles = true): Statistics {
  return create(StatisticsSchema, {
    totalRequests: BigInt(figures.totalRequests),
    failedRequests: BigInt(figures.failedRequests),
    cancelledRequests: BigInt(figures.cancelledRequests),
    attempts: BigInt(figures.attempts),
    usage: usageOf(figures),
    cost: costOf(figures),
    averageLatency: durationOf(figures.averageLatencyMs),
    ...(percentiles && {
      p50Latency: durationOf(figures.p50LatencyMs),
      p95Latency: durationOf(figures.p95LatencyMs),
      p99Latency: durationOf(figures.p99LatencyMs),
    }),
    errorRate: figures.totalRequests === 0 ? 0 : figures.failedRequests / figures.totalRequests,
  })
}

/** A request by all of its rows, in their order; there is at least one. */
export function toRecordedRequest(rows: readonly LedgerRow[]): RecordedRequest {
  const last = rows.at(-1) as LedgerRow
  return {
    $typeName: 'switchyard.v1.RecordedRequest',
    responseId: last.callId,
    startTime: timestampFromMs(Math.min(...rows.map(({ startTime }) => startTime))),
    latency: durationOf(last.callLatencyMs),
    outcome: OUTCOMES[last.callOutcome],
    operation: last.operation,
    streaming: last.streaming,
    requestedModel: last.requestedModel,
    route: last.route,
    provider: last.provider,
    model: last.model,
    finishReason: FinishReason[last.finishReason as keyof typeof FinishReason] ?? FinishReason.UNSPECIFIED,
    ...summed(rows),
    attempts: rows.map(toAttempt),
    principal: last.principal,
    tenant: last.tenant,
    user: last.user,
    project: last.project,
    key: last.key,
    taskType: last.taskType,
    context: {
      $typeName: 'switchyard.v1.CallContext',
      traceId: last.traceId,
      sourceAgent: last.sourceAgent,
      sessionId: last.sessionId,
    },
    labels: JSON.parse(last.labels),
  }
}

/** Tokens and cost of all attempts. */
function summed(rows: readonly LedgerRow[]): { usage: Usage; cost: Cost } {
  const sum = (of: (row: LedgerRow) => bigint) => rows.reduce((total, row) => total + of(row), 0n)
  const figures = {
    inputTokens: sum((row) => row.inputTokens),
    outputTokens: sum((row) => row.outputTokens),
    cacheReadInputTokens: sum((row) => row.cacheReadInputTokens),
    cacheWriteInputTokens: sum((row) => row.cacheWriteInputTokens),
    reasoningOutputTokens: sum((row) => row.reasoningOutputTokens),
    usageEstimated: rows.some((row) => row.usageEstimated),
    costNanos: sum((row) => row.costNanos),
    costEstimated: rows.some((row) => row.costEstimated),
  }
  return { usage: usageOf(figures), cost: costOf(figures) }
}

function toAttempt(row: LedgerRow): Attempt {
  return {
    $typeName: 'switchyard.v1.Attempt',
    provider: row.provider,
    model: row.model,
    succeeded: row.outcome === 'succeeded',
    errorReason: ErrorReason[row.errorReason as keyof typeof ErrorReason] ?? ErrorReason.UNSPECIFIED,
    latency: durationOf(row.latencyMs),
    usage: usageOf(row),
    cost: costOf(row),
    hedged: row.hedged,
  }
}

type Tokens = Pick<
  LedgerRow,
  | 'inputTokens'
  | 'outputTokens'
  | 'cacheReadInputTokens'
  | 'cacheWriteInputTokens'
  | 'reasoningOutputTokens'
  | 'usageEstimated'
>

function usageOf({ usageEstimated, ...tokens }: Tokens): Usage {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens, reasoningOutputTokens } = tokens
  return create(UsageSchema, {
    inputTokens,
    outputTokens,
    cacheReadInputTokens,
    cacheWriteInputTokens,
    reasoningOutputTokens,
    estimated: usageEstimated,
  })
}

function costOf({ costNanos, costEstimated }: Pick<LedgerRow, 'costNanos' | 'costEstimated'>): Cost {
  return create(CostSchema, { total: usd(costNanos), estimated: costEstimated })
}
