import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, toGatewayError } from '../../../core/errors.ts'
import { anonymous } from '../../../core/principal.ts'
import type { RequestProgress } from '../../../rpc/handler.ts'
import { RETRY_AFTER } from '../../../rpc/response-headers.ts'
import { retryDelayMs } from '../../../rpc/status.ts'
import { admit } from '../admission.ts'
import { readBody } from '../body.ts'
import { requestContextOf, WebCall } from '../call.ts'
import { judgeOrigin } from '../cors.ts'
import { reportFault } from '../errors.ts'
import { pathOf, type WebHeaders } from '../http.ts'
import type { WebSettings } from '../options.ts'
import { askForBody, type Exchange, runCall } from '../run-call.ts'
import type { WebAnswer } from '../write.ts'
import type { Endpoint, EndpointAnswer, EventAnswer, WholeAnswer } from './endpoint.ts'
import { httpStatusOf } from './http-status.ts'
import { parseJson, requireJson } from './json-body.ts'
import type { Match } from './table.ts'

const encoder = new TextEncoder()

/** Serves one request to an endpoint: who calls, body, answer, each error in the endpoint's own form. */
export async function serveEndpoint(match: Match, headers: WebHeaders, exchange: Exchange): Promise<void> {
  const { endpoint } = match
  const { request } = exchange
  const settings = endpoint.isPublic ? { ...exchange.settings, authenticate: () => anonymous } : exchange.settings
  const admission = await admit(endpoint.service, request, headers, settings, () => refusePages(headers, settings))
  const call = new WebCall(headers, admission, settings.clock)
  await runCall(call, exchange, async () => {
    try {
      return written(await answerOf(match, call, exchange), settings)
    } catch (thrown) {
      return refused(endpoint, thrown, call, exchange)
    }
  })
}

/**
 * A page of an origin that may not call is refused, and so is what a page makes a browser send across sites without an
 * `Origin` to judge: the address of a picture, for example, must not run up a bill on the viewer's own machine. Browsers
 * say so by `sec-fetch-site`; others do not send it. A page of the same origin is judged by the name that it was fetched by:
 * names can be made to lead here.
 */
function refusePages(headers: WebHeaders, { allowedOrigins }: WebSettings): void {
  const verdict = judgeOrigin(headers.get('origin'), allowedOrigins)
  const site = headers.get('sec-fetch-site') ?? 'none'
  if (verdict === 'allowed' || (verdict === 'none' && site === 'none')) return
  if (verdict === 'none' && site === 'same-origin' && isOwnName(headers, allowedOrigins)) return
  throw new GatewayError(ErrorReason.PERMISSION_DENIED, 'Pages of this origin may not call.')
}

/** Whether a page that was fetched by this name, encrypted or not, may call. */
function isOwnName(headers: WebHeaders, allowedOrigins: readonly string[]): boolean {
  const host = headers.get(':authority') ?? headers.get('host')
  return ['http', 'https'].some((scheme) => judgeOrigin(`${scheme}://${host}`, allowedOrigins) === 'allowed')
}

async function answerOf({ endpoint, parameters }: Match, call: WebCall, exchange: Exchange): Promise<EndpointAnswer> {
  // None of the protocols that have a name in traces.
  const context = { ...requestContextOf(call), protocol: undefined }
  const query = queryOf(exchange.request.url ?? '')
  const told = (thrown: unknown, { observed }: RequestProgress) => report(thrown, observed, endpoint, call, exchange)
  const json = endpoint.verb === 'GET' ? () => undefined : await readJson(endpoint, call, exchange)
  return await endpoint.serve({ parameters, query, json, told }, context)
}

async function readJson(endpoint: Endpoint, call: WebCall, exchange: Exchange): Promise<() => unknown> {
  const { request, settings } = exchange
  const mayBeEmpty = endpoint.bodyIsOptional === true && !call.headers.has('content-type')
  if (!mayBeEmpty) requireJson(call.headers)
  askForBody(call, exchange)
  const body = await readBody(request, settings.limits, call.signal, settings.clock)
  call.signal.throwIfAborted()
  call.entered = true
  if (body.length === 0 && endpoint.bodyIsOptional) return () => undefined
  if (mayBeEmpty) requireJson(call.headers)
  return () => parseJson(body)
}

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?')
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1))
}

function written(answer: EndpointAnswer, settings: WebSettings): WebAnswer {
  switch (answer.kind) {
    case 'whole':
      return whole(answer)
    case 'events':
      return { status: 200, header: EVENT_HEADERS, body: eventsOf(answer, settings) }
    default:
      return answer satisfies never
  }
}

/** Nothing may keep the events back or change them on their way. */
const EVENT_HEADERS: readonly (readonly [string, string])[] = [
  ['content-type', 'text/event-stream; charset=utf-8'],
  ['cache-control', 'no-cache, no-transform'],
  ['x-accel-buffering', 'no'],
]

function whole(answer: WholeAnswer, more: readonly (readonly [string, string])[] = []): WebAnswer {
  const { status = 200, contentType = 'application/json', text } = answer
  if (text === '') return { status, header: more }
  const bytes = encoder.encode(text)
  const header = [
    ['content-type', contentType],
    ['content-length', String(bytes.length)],
    ['cache-control', 'no-store'],
    ...more,
  ] as const
  return { status, header, body: once(bytes) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function* eventsOf(answer: EventAnswer, settings: WebSettings): AsyncGenerator<Uint8Array> {
  try {
    for await (const text of answer.events) yield encoder.encode(text)
  } catch (thrown) {
    reportFault(thrown, settings.onError)
    yield encoder.encode(answer.failed(toGatewayError(thrown)))
  }
}

/** The error as the whole answer. */
function refused(endpoint: Endpoint, thrown: unknown, call: WebCall, exchange: Exchange): WebAnswer {
  const error = report(thrown, call.progress.observed, endpoint, call, exchange)
  const about = { requestId: call.requestId, path: pathOf(exchange.request) }
  const { contentType, text, header = [] } = endpoint.tellError(error, about)
  return whole({ kind: 'whole', status: httpStatusOf(error), contentType, text }, [...hintsOf(error), ...header])
}

/** Tells whoever watches over faults, and over refused requests if the pipeline never had the call. */
function report(
  thrown: unknown,
  isObserved: boolean,
  endpoint: Endpoint,
  { requestId, header }: WebCall,
  { settings }: Exchange,
): GatewayError {
  const error = toGatewayError(thrown)
  reportFault(thrown, settings.onError)
  const method = `${endpoint.verb} ${endpoint.path}`
  if (!isObserved) settings.onRefused?.({ error, method, requestId, header })
  return error
}

/**
 * What the head of a refusal tells a client to do: to come again, in whole seconds, or to say who it is.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
function hintsOf(error: GatewayError): [string, string][] {
  if (error.reason === ErrorReason.UNAUTHENTICATED) return [['www-authenticate', 'Bearer']]
  const retryMs = retryDelayMs(error)
  return retryMs === undefined ? [] : [[RETRY_AFTER, String(Math.max(1, Math.ceil(retryMs / 1000)))]]
}
