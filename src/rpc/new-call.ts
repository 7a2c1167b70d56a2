import { isFieldSet } from '@bufbuild/protobuf'
import { reflect } from '@bufbuild/protobuf/reflect'
import { durationMs } from '@bufbuild/protobuf/wkt'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type GenerationOptions, GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { type Call, type IdempotencyMark, newJournal } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { fingerprintOf } from '../core/fingerprint.ts'
import { completeContext, traceOf } from './call-context.ts'
import type { RequestContext } from './handler.ts'

export interface NewCallOptions {
  readonly clock: Clock
  /** Used where a call sets nothing. */
  readonly defaultOptions: GenerationOptions | undefined
}

/** A call with what releases its timer; to be called when the call has ended. */
export interface OpenCall {
  readonly call: Call
  readonly release: () => void
}

/** Makes a call of a validated request. */
export function newCall(
  request: GenerateChatRequest,
  context: RequestContext,
  kind: Pick<Call, 'operation' | 'streaming' | 'embedding'>,
  { clock, defaultOptions }: NewCallOptions,
): OpenCall {
  const withOptions = defaultOptions ? { ...request, options: withDefaults(request.options, defaultOptions) } : request
  const { signal, deadline, release } = bounded(context, withOptions.options, clock)
  const trace = traceOf(context.header)
  const call: Call = {
    ...kind,
    id: clock.uuid(),
    principal: context.principal,
    request: withOptions,
    idempotency: markOf(request),
    signal,
    deadline,
    startTime: clock.now(),
    startMonotonic: clock.monotonic(),
    context: completeContext(request.context, context, clock, trace),
    requestId: context.requestId,
    protocol: context.protocol,
    trace,
    journal: newJournal(),
  }
  return { call, release }
}

function markOf(request: GenerateChatRequest): IdempotencyMark | undefined {
  if (request.idempotencyKey === '') return undefined
  return { key: request.idempotencyKey, fingerprint: fingerprintOf(request) }
}

/** The signal and deadline of the call, the caller's `timeout` option counted in. */
function bounded(context: RequestContext, options: GenerationOptions | undefined, clock: Clock) {
  const { signal, deadline } = context
  if (!options?.timeout) return { signal, deadline, release: () => {} }
  const timeoutMs = durationMs(options.timeout)
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal.reason)
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  const cancelTimer = clock.after(timeoutMs, () => controller.abort(timedOut(timeoutMs)))
  const release = () => {
    cancelTimer()
    signal.removeEventListener('abort', onAbort)
  }
  return { signal: controller.signal, deadline: Math.min(deadline, clock.now() + timeoutMs), release }
}

function timedOut(timeoutMs: number): GatewayError {
  return new GatewayError(ErrorReason.DEADLINE_EXCEEDED, `The call’s own timeout of ${timeoutMs} ms passed.`)
}

/** Fields that the caller left unset are taken from the defaults, one by one. */
function withDefaults(options: GenerationOptions | undefined, defaults: GenerationOptions): GenerationOptions {
  if (!options) return defaults
  const merged = { ...defaults }
  const target = reflect(GenerationOptionsSchema, merged)
  const source = reflect(GenerationOptionsSchema, options)
  for (const field of GenerationOptionsSchema.fields) {
    if (isFieldSet(options, field)) target.set(field, source.get(field))
  }
  return merged
}
