import type { Attributes } from '@opentelemetry/api'
import { FinishReason, type Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { Outcome } from '../core/answer.ts'
import type { AttemptRecord, Call, TargetedCall } from '../core/call.ts'
import { totalsOf } from '../core/totals.ts'
import { errorTypeOf, methodOf, operationOf, statusOf } from './semantic.ts'
import type { Vendor } from './vendor.ts'

// Nothing here is content: no text of a request or an answer, no stop sequence, no label, no schema, no tool.

/** What is known of a call when it begins. */
export function callAttributes(call: Call): Attributes {
  const { context, id, principal, protocol, requestId, streaming } = call
  return {
    'rpc.system.name': protocol,
    'rpc.method': methodOf(call),
    'switchyard.call.id': id,
    'switchyard.request.id': requestId,
    'switchyard.trace.id': context.traceId || undefined,
    'switchyard.source_agent': context.sourceAgent || undefined,
    'session.id': context.sessionId || undefined,
    'switchyard.principal': principal.id,
    'switchyard.streaming': streaming,
    'gen_ai.request.model': call.request.options?.model,
  }
}

/** What is known of it when it has ended. */
export function endedCallAttributes({ journal }: Call, outcome: Outcome): Attributes {
  const { attempts, replayOf, selection } = journal
  const { cost } = totalsOf(attempts)
  const last = attempts.at(-1)
  return {
    'rpc.response.status_code': statusOf(outcome),
    'error.type': errorTypeOf(outcome),
    'switchyard.route': selection?.route || undefined,
    'switchyard.selection.reason': selection?.reason,
    'switchyard.provider': last?.target.provider,
    'switchyard.model': last?.target.name,
    'switchyard.attempts': attempts.length,
    'switchyard.cost.nanos': Number(cost.total?.amountNanos ?? 0n),
    'switchyard.cost.estimated': cost.estimated || undefined,
    'switchyard.replay_of': replayOf,
  }
}

/** What is known of an attempt when it begins. */
export function attemptAttributes(call: TargetedCall, index: number, { name, address, port }: Vendor): Attributes {
  const { context, embedding, request, streaming, target } = call
  const { options } = request
  return {
    'gen_ai.operation.name': operationOf(call),
    'gen_ai.provider.name': name,
    'gen_ai.request.model': target.model,
    'gen_ai.request.stream': streaming || undefined,
    'gen_ai.request.max_tokens': numberOf(options?.maxOutputTokens),
    'gen_ai.request.temperature': options?.temperature,
    'gen_ai.request.top_p': options?.topP,
    'gen_ai.request.frequency_penalty': options?.frequencyPenalty,
    'gen_ai.request.presence_penalty': options?.presencePenalty,
    'gen_ai.request.seed': numberOf(options?.seed),
    'gen_ai.embeddings.dimension.count': embedding?.dimensions,
    'gen_ai.conversation.id': context.sessionId || undefined,
    'server.address': address,
    'server.port': port,
    'switchyard.provider': target.provider,
    'switchyard.attempt.index': index,
    'switchyard.attempt.hedged': call.hedged || undefined,
  }
}

/** What is known of it when it has ended. */
export function endedAttemptAttributes(
  record: AttemptRecord | undefined,
  streaming: boolean,
  outcome: Outcome,
): Attributes {
  if (!record) return { 'error.type': errorTypeOf(outcome) }
  const { firstContentMs, id, reportedModel, usage } = record
  return {
    'switchyard.attempt.id': id,
    'gen_ai.response.model': reportedModel,
    'gen_ai.response.finish_reasons': finishReasonsOf(outcome),
    'gen_ai.response.time_to_first_chunk':
      streaming && firstContentMs !== undefined ? firstContentMs / 1000 : undefined,
    'error.type': errorTypeOf(outcome),
    ...(usage ? usageAttributes(usage) : {}),
  }
}

function usageAttributes(usage: Usage): Attributes {
  return {
    'gen_ai.usage.input_tokens': Number(usage.inputTokens),
    'gen_ai.usage.output_tokens': Number(usage.outputTokens),
    'gen_ai.usage.cache_read.input_tokens': positive(usage.cacheReadInputTokens),
    'gen_ai.usage.cache_creation.input_tokens': positive(usage.cacheWriteInputTokens),
    'gen_ai.usage.reasoning.output_tokens': positive(usage.reasoningOutputTokens),
    'switchyard.usage.estimated': usage.estimated || undefined,
  }
}

function finishReasonsOf(outcome: Outcome): string[] | undefined {
  return outcome.kind === 'finished' ? [FinishReason[outcome.ending.finishReason].toLowerCase()] : undefined
}

function numberOf(count: bigint | undefined): number | undefined {
  return count === undefined ? undefined : Number(count)
}

function positive(count: bigint): number | undefined {
  return count > 0n ? Number(count) : undefined
}
