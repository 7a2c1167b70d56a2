import { constants } from 'node:http2'
import type { UniversalHandler } from '@connectrpc/connect/protocol'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import { anonymous } from '../../core/principal.ts'
import { requestIdOf } from '../../rpc/call-context.ts'
import { REQUEST_ID } from '../../rpc/response-headers.ts'
import { serveCall } from './adapter.ts'
import type { WebConnections } from './connections.ts'
import { allowReading, answerPreflight, isPreflight, judgeOrigin, type OriginVerdict } from './cors.ts'
import { Methods } from './endpoints/methods.ts'
import { serveEndpoint } from './endpoints/serve.ts'
import { EndpointTable } from './endpoints/table.ts'
import { pathOf, readHeaders, reset, sendText, type WebHeaders, type WebRequest, type WebResponse } from './http.ts'
import type { WebSettings } from './options.ts'
import { serveProbe } from './probes.ts'
import { createWebRouter } from './router.ts'
import type { Exchange } from './run-call.ts'

/** What the door does with each request, of either version of HTTP. Never throws. */
export function createRequestListener(
  settings: WebSettings,
  connections: WebConnections,
): (request: WebRequest, response: WebResponse) => void {
  const paths: Paths = {
    methods: createWebRouter(settings),
    endpoints: new EndpointTable(settings.endpoints?.(new Methods(settings.services, settings.onError)) ?? []),
  }
  return async (request, response) => {
    // A broken connection is seen by its `close`; Node only wants someone to have heard of the error.
    request.on('error', () => {})
    response.on('error', () => {})
    const { socket } = request
    connections.beginRequest(socket)
    response.once('close', () => connections.endRequest(socket))
    if (connections.draining && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    try {
      await route(paths, { request, response, settings, connections })
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

/** What the door serves beside its probes. */
interface Paths {
  readonly methods: ReadonlyMap<string, UniversalHandler>
  readonly endpoints: EndpointTable
}

async function route(paths: Paths, exchange: Exchange): Promise<void> {
  const { request, response, settings } = exchange
  const headers = readHeaders(request)
  const path = pathOf(request)
  const origin = headers.get('origin')
  const verdict = judgeOrigin(origin, settings.allowedOrigins)
  allowReading(response, origin, verdict)
  if (isPreflight(request.method, headers)) return answerPreflight(response, verdict)
  const handler = paths.methods.get(path)
  if (handler) return await serveMethod(handler, headers, verdict, exchange)
  const finding = paths.endpoints.find(request.method, path)
  switch (finding.kind) {
    case 'found':
      return await serveEndpoint(finding, headers, exchange)
    case 'other_verbs':
      return refuseVerb(response, finding.allowed)
    case 'nothing':
      return await serveProbe(path, request, headers, response, settings)
    default:
      return finding satisfies never
  }
}

async function serveMethod(
  handler: UniversalHandler,
  headers: WebHeaders,
  verdict: OriginVerdict,
  exchange: Exchange,
): Promise<void> {
  const { request, response, settings } = exchange
  if (verdict === 'refused' || request.method !== 'POST') {
    response.setHeader(
      REQUEST_ID,
      requestIdOf((name) => headers.get(name), settings.clock),
    )
  }
  if (verdict === 'refused') return sendText(response, 403, 'Pages of this origin may not call.')
  // Not even where the protocol allows GET: prompts do not belong in addresses, which are logged and cached.
  if (request.method !== 'POST') return refuseVerb(response, ['POST'])
  const isPublic = handler.service.typeName === Health.typeName
  await serveCall(handler, headers, isPublic ? { ...exchange, settings: openToAll(settings) } : exchange)
}

function refuseVerb(response: WebResponse, allowed: readonly string[]): void {
  response.setHeader('allow', allowed.join(', '))
  sendText(response, 405, `This path takes ${allowed.join(' and ')} only.`)
}
