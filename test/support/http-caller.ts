import { type IncomingHttpHeaders, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import type { DescMethod } from '@bufbuild/protobuf'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { jsonRpcEndpoints } from '../../src/server/json-rpc/endpoints.ts'
import { openaiEndpoints } from '../../src/server/openai/endpoints.ts'
import { restEndpoints } from '../../src/server/rest/endpoints.ts'
import { restTable } from '../../src/server/rest/table.ts'
import { Methods } from '../../src/server/web/endpoints/methods.ts'
import type { ClientTls } from './certificates.ts'
import type { Outcome } from './method-caller.ts'

/** A way to call a method by plain HTTP: an endpoint, as its door writes it, with a body that names the method. */
export interface HttpRequest {
  readonly verb: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
}

const { generateText, generateTextStream, generateChat, generateChatStream, embed, listModels, getModel } =
  LLMService.method

/** No such model: who is let in gets no further. */
const model = 'nope'
const prompt = { prompt: 'x', model }
const conversation = { messages: [{ role: 'user', content: 'x' }], model }

/** What an endpoint that serves several methods must be sent to mean each of them. */
const generations: readonly (readonly [DescMethod, object])[] = [
  [generateText, prompt],
  [generateTextStream, { ...prompt, stream: true }],
  [generateChat, conversation],
  [generateChatStream, { ...conversation, stream: true }],
]

/** To be read and agreed to: which methods stand behind the endpoints that do not say so themselves. */
const byHand: readonly (readonly [DescMethod, HttpRequest])[] = [
  ...generations.flatMap(([method, body]) => [
    [method, { verb: 'POST', path: '/api/v1/llm/completion', body }] as const,
    [method, { verb: 'POST', path: '/rpc', body: rpc('llm.complete', body) }] as const,
  ]),
  [listModels, { verb: 'POST', path: '/rpc', body: rpc('llm.models', {}) }],
  [UsageService.method.getStatistics, { verb: 'POST', path: '/rpc', body: rpc('llm.metrics', { timeframe: '1h' }) }],
  [generateChat, { verb: 'POST', path: '/v1/chat/completions', body: conversation }],
  [generateChatStream, { verb: 'POST', path: '/v1/chat/completions', body: { ...conversation, stream: true } }],
  [generateChat, { verb: 'POST', path: '/v1/responses', body: { model, input: 'x' } }],
  [generateChatStream, { verb: 'POST', path: '/v1/responses', body: { model, input: 'x', stream: true } }],
  [embed, { verb: 'POST', path: '/v1/embeddings', body: { model, input: 'x' } }],
  [listModels, { verb: 'GET', path: '/v1/models' }],
  [getModel, { verb: 'GET', path: '/v1/models/{model...}' }],
]

/** Endpoints behind which no method stands: what is not offered, and the document about the others, which is for everyone. */
const WITHOUT_METHOD = [
  'GET /api/v1/llm/templates',
  'POST /api/v1/llm/templates/render',
  'GET /openapi.json',
  'GET /v1/{path...}',
  'POST /v1/{path...}',
]

const byMethod = new Map<DescMethod, HttpRequest[]>()
for (const [method, request] of [...fromTable(), ...byHand]) {
  byMethod.set(method, [...(byMethod.get(method) ?? []), request])
}

/** All ways to call a method by plain HTTP. */
export function httpRequestsOf(method: DescMethod): readonly HttpRequest[] {
  return byMethod.get(method) ?? []
}

/** Endpoints that no method is known of here: there must be none. */
export function forgottenEndpoints(): string[] {
  const methods = new Methods([], () => {})
  const offered = [...restEndpoints(methods), ...jsonRpcEndpoints(methods), ...openaiEndpoints(methods)]
  const known = new Set([...[...byMethod.values()].flat().map(nameOf), ...WITHOUT_METHOD])
  return offered.map(nameOf).filter((name) => !known.has(name))
}

/** Calls a method by each endpoint that leads to it, as one caller. */
export function httpCaller(webAddress: string, tls?: ClientTls) {
  return async (method: DescMethod, headers: Readonly<Record<string, string>>): Promise<Outcome> => {
    const found = new Map<string, Outcome>()
    for (const request of httpRequestsOf(method)) {
      found.set(nameOf(request), outcomeOf(await send(webAddress, request, headers, tls).catch(() => undefined)))
    }
    const outcomes = new Set(found.values())
    if (outcomes.size > 1) return `broken: ${JSON.stringify([...found])}`
    return [...outcomes][0] ?? 'not offered'
  }
}

/** Paths that are no endpoints, with who may get them. */
export const probes: Readonly<Record<string, 'everyone' | 'platform_admin'>> = {
  'GET /livez': 'everyone',
  'GET /readyz': 'everyone',
  'GET /openapi.json': 'everyone',
  'GET /metrics': 'platform_admin',
}

/** Gets each of these paths, as one caller. */
export async function probeOutcomes(
  webAddress: string,
  headers: Readonly<Record<string, string>>,
  tls?: ClientTls,
): Promise<Record<string, Outcome>> {
  const found: Record<string, Outcome> = {}
  for (const name of Object.keys(probes)) {
    const request = { verb: 'GET', path: name.slice('GET '.length) } as const
    found[name] = outcomeOf(await send(webAddress, request, headers, tls).catch(() => undefined))
  }
  return found
}

interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Rejects when no connection comes about. */
function send(
  webAddress: string,
  { verb, path, body }: HttpRequest,
  headers: Readonly<Record<string, string>>,
  tls?: ClientTls,
): Promise<HttpAnswer> {
  const [hostname = '', port = ''] = webAddress.split(':')
  const content = verb === 'POST' ? { 'content-type': 'application/json' } : {}
  const options = {
    ...{ hostname: tls ? 'localhost' : hostname, port, path: path.replace(/\{[^}]*\}/g, 'x'), method: verb },
    ...{ headers: { ...headers, ...content }, agent: false, ...tls },
  }
  return new Promise((resolve, reject) => {
    const request = (tls ? requestHttps : requestHttp)(options, async (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) })
    })
    request.on('error', reject)
    request.end(verb === 'POST' ? JSON.stringify(body ?? {}) : undefined)
  })
}

const TOLD: Readonly<Record<number, Outcome>> = { 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED' }

function outcomeOf(answer: HttpAnswer | undefined): Outcome {
  if (!answer) return 'no connection'
  const { status, body } = answer
  // JSON-RPC has a status of HTTP for what is refused unread alone.
  if (status === 200 && body.includes('"reason":"PERMISSION_DENIED"')) return 'PERMISSION_DENIED'
  return TOLD[status] ?? (status >= 500 ? `broken: ${status} ${body}` : 'let in')
}

function fromTable(): [DescMethod, HttpRequest][] {
  return restTable.flatMap(({ verb, path, action }): [DescMethod, HttpRequest][] => {
    return 'method' in action ? [[action.method, { verb, path }]] : []
  })
}

function rpc(method: string, params: object): object {
  return { jsonrpc: '2.0', id: 1, method, params }
}

function nameOf({ verb, path }: Pick<HttpRequest, 'verb' | 'path'>): string {
  return `${verb} ${path}`
}
