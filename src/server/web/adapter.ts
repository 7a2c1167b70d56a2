import type { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import { createContextValues } from '@connectrpc/connect'
import type { UniversalHandler, UniversalServerRequest } from '@connectrpc/connect/protocol'
import { admit } from './admission.ts'
import { readBody } from './body.ts'
import { WebCall, webCallKey } from './call.ts'
import type { WebConnections } from './connections.ts'
import { checkEnvelope, isEnveloped } from './envelope.ts'
import { toConnectError } from './errors.ts'
import type { WebHeaders, WebRequest, WebResponse } from './http.ts'
import type { WebSettings } from './options.ts'
import { writeAnswer } from './write.ts'

/** Stands for the address that the client named: nothing it sends may reach a URL parser or decide anything. */
const BASE_URL = 'http://switchyard.invalid'

/** The headers that Connect reads. Claims about lengths and timeouts are checked here and not passed on. */
const CONNECT_HEADERS = [
  'content-type',
  'content-encoding',
  'accept-encoding',
  'connect-protocol-version',
  'connect-content-encoding',
  'connect-accept-encoding',
  'grpc-encoding',
  'grpc-accept-encoding',
]

/** Serves one request for a method by Connect's handler for it. */
export async function serveCall(
  handler: UniversalHandler,
  headers: WebHeaders,
  request: WebRequest,
  response: WebResponse,
  settings: WebSettings,
  connections: WebConnections,
): Promise<void> {
  const admission = await admit(handler.service, request, headers, settings)
  const call = new WebCall(headers, admission, settings.clock)
  const { clock, limits } = settings
  connections.calls.add(call)
  const onClose = () => {
    if (!response.writableEnded) call.abandon()
  }
  // It may have gone while it was found out who calls.
  if (response.closed) onClose()
  else response.once('close', onClose)
  try {
    const answer = await handler(universalRequest(handler, request, response, call, settings))
    await writeAnswer(answer, response, call, { clock, stallMs: limits.writeStallMs })
  } finally {
    call.end()
    connections.calls.delete(call)
    if (!request.complete && !request.destroyed) leaveUnread(request, response, settings)
  }
}

function universalRequest(
  handler: UniversalHandler,
  request: WebRequest,
  response: WebResponse,
  call: WebCall,
  settings: WebSettings,
): UniversalServerRequest {
  return {
    httpVersion: request.httpVersion,
    method: request.method ?? '',
    url: BASE_URL + handler.requestPath,
    header: connectHeaders(call.headers, handler.method.methodKind !== 'unary'),
    body: bodyOf(request, response, call, settings),
    // Ours is not told to Connect: it would answer with an error of its own.
    signal: new AbortController().signal,
    contextValues: createContextValues().set(webCallKey, call),
  }
}

/** Streams go uncompressed: their pieces are small, and a compressor would hold them back. */
function connectHeaders(headers: WebHeaders, isStream: boolean): Headers {
  const picked = new Headers()
  for (const name of CONNECT_HEADERS) {
    const value = headers.get(name)
    if (value !== undefined) picked.set(name, value)
  }
  if (isStream) {
    picked.set('connect-accept-encoding', 'identity')
    picked.set('grpc-accept-encoding', 'identity')
  }
  return picked
}

async function* bodyOf(
  request: WebRequest,
  response: WebResponse,
  call: WebCall,
  settings: WebSettings,
): AsyncGenerator<Uint8Array> {
  try {
    if (call.headers.has('expect')) (response as ServerResponse).writeContinue()
    const body = await readBody(request, settings.limits, call.signal, settings.clock)
    if (isEnveloped(call.headers.get('content-type')))
      checkEnvelope(body, call.headers, settings.limits.maxRequestBytes)
    yield body
  } catch (error) {
    throw toConnectError(error)
  }
}

/**
 * The answer is written although the client is still sending. The rest is let run into the void for a while: cutting it
 * off at once would cost the client the end of its answer.
 */
function leaveUnread(request: WebRequest, response: WebResponse, settings: WebSettings): void {
  const { bodyGraceMs, maxRequestBytes } = settings.limits
  const cutOff = () => {
    if ('stream' in response) response.stream?.close(constants.NGHTTP2_NO_ERROR)
    else request.destroy()
  }
  const cancel = settings.clock.after(bodyGraceMs, cutOff)
  let unread = 0
  request.on('data', (chunk: Uint8Array) => {
    unread += chunk.length
    if (unread > maxRequestBytes) cutOff()
  })
  // Whoever gave up reading has paused it.
  request.resume()
  request.once('close', cancel)
}
