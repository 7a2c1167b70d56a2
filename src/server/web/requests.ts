import { constants } from 'node:http2'
import type { UniversalHandler } from '@connectrpc/connect/protocol'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import { anonymous } from '../../core/principal.ts'
import { requestIdOf } from '../../rpc/call-context.ts'
import { REQUEST_ID } from '../../rpc/response-headers.ts'
import { serveCall } from './adapter.ts'
import type { WebConnections } from './connections.ts'
import { allowReading, answerPreflight, isPreflight, judgeOrigin } from './cors.ts'
import { pathOf, readHeaders, reset, sendText, type WebRequest, type WebResponse } from './http.ts'
import type { WebSettings } from './options.ts'
import { serveProbe } from './probes.ts'
import { createWebRouter } from './router.ts'

/** What the door does with each request, of either version of HTTP. Never throws. */
export function createRequestListener(
  settings: WebSettings,
  connections: WebConnections,
): (request: WebRequest, response: WebResponse) => void {
  const methods = createWebRouter(settings)
  return async (request, response) => {
    // A broken connection is seen by its `close`; Node only wants someone to have heard of the error.
    request.on('error', () => {})
    response.on('error', () => {})
    const { socket } = request
    connections.beginRequest(socket)
    response.once('close', () => connections.endRequest(socket))
    if (connections.draining && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    try {
      await route(methods, request, response, settings, connections)
    } catch (error) {
      settings.onError(error)
      if (response.headersSent) reset(response, constants.NGHTTP2_INTERNAL_ERROR)
      else sendText(response, 500, 'Something went wrong inside the server; its log says what.')
    }
  }
}

/** Requests about the health of the service are tiny. */
const MAX_PUBLIC_REQUEST_BYTES = 64 * 1024

/** As at the gRPC port, whoever asks whether the service serves need not be known. */
function openToAll(settings: WebSettings): WebSettings {
  const limits = { ...settings.limits, maxRequestBytes: MAX_PUBLIC_REQUEST_BYTES }
  return { ...settings, limits, authenticate: () => anonymous }
}

async function route(
  methods: ReadonlyMap<string, UniversalHandler>,
  request: WebRequest,
  response: WebResponse,
  settings: WebSettings,
  connections: WebConnections,
): Promise<void> {
  const headers = readHeaders(request)
  const path = pathOf(request)
  const origin = headers.get('origin')
  const verdict = judgeOrigin(origin, settings.allowedOrigins)
  allowReading(response, origin, verdict)
  if (isPreflight(request.method, headers)) return answerPreflight(response, verdict)
  const handler = methods.get(path)
  if (!handler) return await serveProbe(path, request, headers, response, settings)
  if (verdict === 'refused' || request.method !== 'POST') {
    response.setHeader(
      REQUEST_ID,
      requestIdOf((name) => headers.get(name), settings.clock),
    )
  }
  if (verdict === 'refused') return sendText(response, 403, 'Pages of this origin may not call.')
  if (request.method !== 'POST') {
    // Not even where the protocol allows GET: prompts do not belong in addresses, which are logged and cached.
    response.setHeader('allow', 'POST')
    return sendText(response, 405, 'Methods are called by POST.')
  }
  const isPublic = handler.service.typeName === Health.typeName
  await serveCall(handler, headers, request, response, isPublic ? openToAll(settings) : settings, connections)
}
