import { toGatewayError } from '../../core/errors.ts'
import { peerOf } from '../tls.ts'
import { httpStatusOf } from './endpoints/http-status.ts'
import { sendText, type WebHeaders, type WebRequest, type WebResponse } from './http.ts'
import type { WebSettings } from './options.ts'

/** Whether calls can be served, and the state of each thing that this depends on. */
export interface Readiness {
  readonly ready: boolean
  readonly checks: Readonly<Record<string, string>>
}

/** The metrics in a scraper's format. */
export interface Metrics {
  readonly contentType: string
  readonly body: string
}

type Probe = (request: WebRequest, headers: WebHeaders, response: WebResponse, settings: WebSettings) => unknown

/** Answers what is not a method: the plain endpoints for probes and scrapers, and 404 for the rest. */
export async function serveProbe(
  path: string,
  request: WebRequest,
  headers: WebHeaders,
  response: WebResponse,
  settings: WebSettings,
): Promise<void> {
  const probe = probes.get(path)
  if (!probe) return sendText(response, 404, 'There is nothing at this path.')
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return sendText(response, 405, 'This path takes GET and HEAD only.')
  }
  await probe(request, headers, response, settings)
}

const showReadiness: Probe = (_request, _headers, response, settings) => {
  const readiness = settings.ready()
  sendText(response, readiness.ready ? 200 : 503, JSON.stringify(readiness), 'application/json')
}

/** Metrics tell what everybody used: they are for those who may read the usage of the whole service. */
const showMetrics: Probe = async (request, headers, response, settings) => {
  const refusal = await refusalOfScrape(request, headers, settings)
  if (refusal) return sendText(response, refusal.status, refusal.message)
  const { contentType, body } = await settings.metrics()
  sendText(response, 200, body, contentType)
}

async function refusalOfScrape(request: WebRequest, headers: WebHeaders, settings: WebSettings) {
  try {
    const { reach, scopes } = await settings.authenticate((name) => headers.get(name), peerOf(request.socket))
    if (reach === 'platform' && scopes.has('usage:read')) return undefined
    return { status: 403, message: 'Metrics are for those who run the service, with the scope usage:read.' }
  } catch (thrown) {
    const status = httpStatusOf(toGatewayError(thrown))
    return { status, message: 'Metrics need authentication.' }
  }
}

const probes: ReadonlyMap<string, Probe> = new Map<string, Probe>([
  ['/livez', (_request, _headers, response) => sendText(response, 200, 'ok')],
  ['/readyz', showReadiness],
  ['/metrics', showMetrics],
])
