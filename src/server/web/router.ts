import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import { ConnectError, createConnectRouter, type HandlerContext, type MethodImpl } from '@connectrpc/connect'
import type { UniversalHandler } from '@connectrpc/connect/protocol'
import type { RequestContext } from '../../rpc/handler.ts'
import { methodPath, type ResolvedMethod, resolveMethod } from '../../rpc/method.ts'
import { requestContextOf, type WebCall, webCallKey } from './call.ts'
import { webCompressions } from './compression.ts'
import { completeConnectError, reportFault, toConnectError } from './errors.ts'
import type { WebSettings } from './options.ts'
import { untilAborted, untilAbortedEach } from './race.ts'

/** The services' methods as Connect's handlers for its three protocols, by path. */
export function createWebRouter(settings: WebSettings): ReadonlyMap<string, UniversalHandler> {
  const { maxRequestBytes } = settings.limits
  const router = createConnectRouter({
    acceptCompression: webCompressions,
    readMaxBytes: maxRequestBytes,
    // Connect ignores misspelt fields and values of enums: what a caller asked for would be dropped without a word.
    jsonOptions: { ignoreUnknownFields: false },
    requestGate: (context) => passGate(context, maxRequestBytes, settings.onRefused),
  })
  for (const service of settings.services) {
    for (const method of service.desc.methods) {
      router.rpc(method, implementationOf(resolveMethod(service, method), settings) as MethodImpl<typeof method>)
    }
  }
  return new Map(router.handlers.map((handler) => [handler.requestPath, handler]))
}

/**
 * Refuses what the headers already refused, each protocol in its way, with the body unread. It also completes the
 * errors that Connect makes by itself: it aborts the context with them just before it writes them down, and nowhere
 * else can they be reached.
 */
function passGate(context: HandlerContext, limitBytes: number, onRefused: WebSettings['onRefused']): void {
  const call = callOf(context)
  context.signal.addEventListener('abort', () => {
    const { reason } = context.signal
    if (!(reason instanceof ConnectError)) return
    const { entered, progress, requestId, header } = call
    const error = completeConnectError(reason, { entered, request: context.method.input, limitBytes })
    if (progress.observed) return
    onRefused?.({ error, method: methodPath(context.method), requestId, header })
  })
  if (call.admission.kind === 'refused') throw toConnectError(call.admission.error)
}

function implementationOf(method: ResolvedMethod, settings: WebSettings): unknown {
  switch (method.kind) {
    case 'unary':
      return (request: MessageShape<DescMessage>, context: HandlerContext) => answer(method, request, context, settings)
    case 'server_streaming':
      return (request: MessageShape<DescMessage>, context: HandlerContext) => stream(method, request, context, settings)
    default:
      return method satisfies never
  }
}

type Unary = Extract<ResolvedMethod, { kind: 'unary' }>
type Streaming = Extract<ResolvedMethod, { kind: 'server_streaming' }>

async function answer(
  method: Unary,
  request: unknown,
  context: HandlerContext,
  settings: WebSettings,
): Promise<unknown> {
  const { signal } = callOf(context)
  try {
    return await untilAborted(signal, method.handle(request, enter(context)))
  } catch (error) {
    reportFault(error, settings.onError)
    throw toConnectError(error)
  }
}

async function* stream(
  method: Streaming,
  request: unknown,
  context: HandlerContext,
  settings: WebSettings,
): AsyncGenerator {
  const { signal } = callOf(context)
  try {
    const batches = method.handle(request, enter(context))
    const onLateError = (error: unknown) => reportFault(error, settings.onError)
    for await (const batch of untilAbortedEach(signal, batches, onLateError)) yield* batch
  } catch (error) {
    reportFault(error, settings.onError)
    throw toConnectError(error)
  }
}

function enter(context: HandlerContext): RequestContext {
  const call = callOf(context)
  call.signal.throwIfAborted()
  call.entered = true
  return requestContextOf(call)
}

function callOf(context: HandlerContext): WebCall {
  const call = context.values.get(webCallKey)
  if (!call) throw new Error('A request reached Connect without passing the adapter.')
  return call
}
