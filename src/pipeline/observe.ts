import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Outcome } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { type GatewayError, isCancellation, toGatewayError } from '../core/errors.ts'
import { totalsOf } from '../core/totals.ts'
import type { TargetHealth } from '../resilience/target-health.ts'
import { describeFault, type Logger } from '../telemetry/log.ts'
import type { CallStatus, Metrics } from '../telemetry/metrics.ts'
import type { Middleware } from './middleware.ts'

export interface ObserveOptions {
  readonly clock: Clock
  readonly metrics: Metrics
  readonly logger: Logger
  readonly health: TargetHealth
}

/** Counts every call and writes one line about it, whatever became of it. Content is never part of either. */
export function observe(options: ObserveOptions): Middleware {
  return async (call, next) => {
    try {
      const answer = await next(call)
      // The caller need not wait for its own line in the log.
      answer.done.then((outcome) => setImmediate(report, call, outcome, latencyOf(call, options), options))
      return answer
    } catch (thrown) {
      const error = toGatewayError(thrown)
      report(call, { kind: 'failed', error }, latencyOf(call, options), options)
      throw error
    }
  }
}

/** Tells of a call that was refused by its model before it came here. */
export type ObserveRefusal = (call: Call, error: GatewayError) => void

export function observeRefusals(options: ObserveOptions): ObserveRefusal {
  return (call, error) => report(call, { kind: 'failed', error }, latencyOf(call, options), options)
}

function report(call: Call, outcome: Outcome, latencyMs: number, options: ObserveOptions): void {
  const { metrics, logger, health } = options
  const status = statusOf(outcome)
  const last = call.journal.attempts.at(-1)
  metrics.callEnded(last?.target, status, latencyMs)
  if (call.streaming && last?.firstContentMs !== undefined) {
    metrics.firstToken(last.target, last.startTime - call.startTime + last.firstContentMs)
  }
  for (const attempt of call.journal.attempts) {
    metrics.attemptEnded(attempt)
    health.attemptEnded(attempt)
  }
  if (outcome.kind === 'failed' && outcome.error.reason === ErrorReason.MODEL_NOT_ALLOWED) metrics.governanceViolated()
  if (status === 'error') logger.warn(lineOf(call, outcome, status, latencyMs), 'call')
  else logger.info(lineOf(call, outcome, status, latencyMs), 'call')
}

function latencyOf(call: Call, { clock }: ObserveOptions): number {
  return clock.monotonic() - call.startMonotonic
}

function statusOf(outcome: Outcome): CallStatus {
  if (outcome.kind === 'finished') return 'success'
  return isCancellation(outcome.error) ? 'cancelled' : 'error'
}

function lineOf(call: Call, outcome: Outcome, status: CallStatus, latencyMs: number) {
  const { attempts, selection } = call.journal
  const last = attempts.at(-1)
  const { usage, cost } = totalsOf(attempts)
  return {
    id: call.id,
    request_id: call.requestId,
    trace_id: call.context.traceId,
    source_agent: call.context.sourceAgent || undefined,
    session_id: call.context.sessionId || undefined,
    replay_of: call.journal.replayOf,
    principal: call.principal.id,
    tenant: call.principal.tenant,
    operation: call.operation,
    streaming: call.streaming,
    requested_model: call.request.options?.model,
    route: selection?.route || undefined,
    selection: selection?.reason,
    selection_score: selection?.score === undefined ? undefined : round(selection.score),
    provider: last?.target.provider,
    model: last?.target.model,
    attempts: attempts.length,
    status,
    ...(outcome.kind === 'finished'
      ? { finish_reason: FinishReason[outcome.ending.finishReason] }
      : { reason: outcome.error.reasonName, ...faultOf(outcome.error.reason, outcome.error.cause) }),
    input_tokens: Number(usage.inputTokens),
    output_tokens: Number(usage.outputTokens),
    usage_estimated: usage.estimated || undefined,
    cost_nanos: Number(cost.total?.amountNanos ?? 0n),
    latency_ms: round(latencyMs),
    first_content_ms: last?.firstContentMs === undefined ? undefined : round(last.firstContentMs),
  }
}

/** What the operator must know of a fault on our side: where it was thrown, or what the store said. */
function faultOf(reason: ErrorReason, cause: unknown) {
  if (reason === ErrorReason.INTERNAL) return { fault: describeFault(cause) }
  return reason === ErrorReason.LEDGER_UNAVAILABLE && cause instanceof Error ? { store: cause.message } : {}
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
