import type { DescMessage } from '@bufbuild/protobuf'
import { ConnectError, createContextValues } from '@connectrpc/connect'
import type { Compression, UniversalHandler, UniversalServerRequest } from '@connectrpc/connect/protocol'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import { hasTooManyFields } from '../../rpc/field-count.ts'
import { admit } from './admission.ts'
import { readBody } from './body.ts'
import { WebCall, webCallKey } from './call.ts'
import { webCompressions } from './compression.ts'
import { checkEnvelope, ENVELOPE_BYTES, enveloped, isEnveloped, isFlaggedCompressed } from './envelope.ts'
import { toConnectError } from './errors.ts'
import type { WebHeaders } from './http.ts'
import { requireFewValues, tooManyValues } from './json-values.ts'
import { askForBody, type Exchange, runCall } from './run-call.ts'

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
export async function serveCall(handler: UniversalHandler, headers: WebHeaders, exchange: Exchange): Promise<void> {
  const { request, settings } = exchange
  const admission = await admit(handler.service, request, headers, settings, requireNonSimple)
  const call = new WebCall(headers, admission, settings.clock)
  await runCall(call, exchange, () => handler(universalRequest(handler, call, exchange)))
}

/**
 * A page must send what browsers ask about beforehand, so that no page can call without its origin having been judged.
 * `curl` may leave the header out.
 */
function requireNonSimple(headers: WebHeaders): void {
  if (!headers.has('origin')) return
  const isConnect = !headers.get('content-type')?.startsWith('application/grpc')
  if (!isConnect || headers.get('connect-protocol-version') === '1') return
  throw new GatewayError(ErrorReason.INVALID_REQUEST, 'Set the header connect-protocol-version to 1.')
}

function universalRequest(handler: UniversalHandler, call: WebCall, exchange: Exchange): UniversalServerRequest {
  const { request } = exchange
  return {
    httpVersion: request.httpVersion,
    method: request.method ?? '',
    url: BASE_URL + handler.requestPath,
    header: connectHeaders(call.headers, handler.method.methodKind !== 'unary'),
    body: bodyOf(handler, call, exchange),
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
  // The body comes inflated.
  if (compressionOf(headers, false)) picked.delete('content-encoding')
  if (isStream) {
    picked.set('connect-accept-encoding', 'identity')
    picked.set('grpc-accept-encoding', 'identity')
  }
  return picked
}

async function* bodyOf({ method }: UniversalHandler, call: WebCall, exchange: Exchange): AsyncGenerator<Uint8Array> {
  const { request, settings } = exchange
  try {
    askForBody(call, exchange)
    const body = await readBody(request, settings.limits, call.signal, settings.clock)
    yield await checkedBody(body, call.headers, method.input, settings.limits.maxRequestBytes)
  } catch (error) {
    // Those of a compression are completed where all of Connect's own are.
    throw error instanceof ConnectError ? error : toConnectError(error)
  }
}

/** The body, inflated if it was compressed: what it holds is counted before Connect makes a message of it. */
async function checkedBody(
  body: Uint8Array,
  headers: WebHeaders,
  request: DescMessage,
  limitBytes: number,
): Promise<Uint8Array> {
  const contentType = headers.get('content-type')
  const isWrapped = isEnveloped(contentType)
  if (isWrapped) checkEnvelope(body, headers, limitBytes)
  const isPlain = isWrapped && !isFlaggedCompressed(body)
  // What is compressed in a way that is not known is left as it is: Connect refuses it.
  const compression = isPlain ? undefined : compressionOf(headers, isWrapped)
  const bytes = isWrapped ? body.subarray(ENVELOPE_BYTES) : body
  const message = compression ? await compression.decompress(bytes, limitBytes) : bytes
  if (contentType !== undefined && /json/i.test(contentType)) requireFewValues(message)
  else if (hasTooManyFields(request, message)) throw tooManyValues()
  if (!compression) return body
  return isWrapped ? enveloped(message) : message
}

function compressionOf(headers: WebHeaders, isWrapped: boolean): Compression | undefined {
  const isGrpc = headers.get('content-type')?.toLowerCase().startsWith('application/grpc')
  const wrapped = isGrpc ? 'grpc-encoding' : 'connect-content-encoding'
  const name = headers.get(isWrapped ? wrapped : 'content-encoding')
  return webCompressions.find((compression) => compression.name === name)
}
