import { fromJson, type JsonValue } from '@bufbuild/protobuf'
import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import type { Endpoint } from '../../../src/server/web/endpoints/endpoint.ts'
import { jsonAnswer } from '../../../src/server/web/endpoints/endpoint.ts'
import { event, eventAnswer } from '../../../src/server/web/endpoints/events.ts'
import type { Methods } from '../../../src/server/web/endpoints/methods.ts'
import { delta, echo, exchange, type Handlers, runDoor, stopDoors } from './support.ts'

afterEach(stopDoors)

const service = LLMService
const tellError: Endpoint['tellError'] = (error, { path }) => {
  return { contentType: 'application/problem+json', text: JSON.stringify({ reason: error.reasonName, path }) }
}
const failed = (error: GatewayError) => event({ reason: error.reasonName }, 'error')

/** An endpoint of each kind. */
function endpoints(methods: Methods): Endpoint[] {
  const requestOf = (value: unknown) => fromJson(GenerateTextRequestSchema, value as JsonValue)
  const rest: Omit<Endpoint, 'path'> = {
    verb: 'GET',
    service,
    tellError: (error, context) => ({ ...tellError(error, context), header: [['x-more', 'told']] }),
    serve: async ({ parameters }) => {
      if (parameters.name === 'bad') throw new GatewayError(ErrorReason.INVALID_REQUEST, 'Bad.')
      return jsonAnswer(parameters)
    },
  }
  const textOf = (message: { event: { value?: unknown } }) => event(message.event.value)
  return [
    {
      verb: 'POST',
      path: '/text',
      service,
      tellError,
      serve: async ({ json }, context) => {
        const { text } = await methods.unary(LLMService.method.generateText, requestOf(json()), context)
        return jsonAnswer({ text })
      },
    },
    {
      verb: 'GET',
      path: '/stream/{prompt}/of',
      service,
      tellError,
      serve: ({ parameters }, context) => {
        const request = requestOf({ prompt: parameters.prompt })
        const batches = methods.stream(LLMService.method.generateTextStream, request, context)
        return eventAnswer(batches, { batch: (batch) => batch.map(textOf).join(''), failed, end: 'data: end\n\n' })
      },
    },
    { ...rest, path: '/rest/{name...}' },
    { ...rest, path: '/rest/{first}/{others...}' },
    { ...rest, path: '/text' },
  ]
}

async function open(handlers: Handlers = echo) {
  const refused: string[] = []
  const { port, errors } = await runDoor(handlers, {
    endpoints,
    onRefused: ({ error, method }) => refused.push(`${method} ${error.reasonName}`),
  })
  const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${path}`, init)
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ask('/text', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  return { ask, post, errors, refused }
}

describe('an endpoint', () => {
  it('answers by the methods of the services, with the id of the request', async () => {
    const { post } = await open()
    const response = await post('{"prompt":"Hello"}', { 'x-request-id': 'mine' })
    expect([response.status, await response.json()]).toEqual([200, { text: 'Hello' }])
    expect(response.headers.get('x-request-id')).toBe('mine')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['{"prompt":', { 'content-type': 'application/json' }],
    ['', { 'content-type': 'application/json' }],
    [new Uint8Array([0x22, 0xff, 0x22]), { 'content-type': 'application/json' }],
    ['{"prompt":"Hello"}', { 'content-type': 'text/plain' }],
    ['{"prompt":"Hello"}', { 'content-encoding': 'gzip' }],
  ])('refuses a body that is no JSON in its own form and tells of it: %s %j', async (body, headers) => {
    const { post, refused } = await open()
    const response = await post(body, headers as Record<string, string>)
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    expect(await response.json()).toEqual({ reason: 'INVALID_REQUEST', path: '/text' })
    expect(refused).toEqual(['POST /text INVALID_REQUEST'])
  })

  it('says when to come again', async () => {
    const { post } = await open({
      generateText: async () => {
        throw new GatewayError(ErrorReason.OVERLOADED, 'Busy.', { retryAfterMs: 1200 })
      },
    })
    const response = await post('{"prompt":"Hello"}')
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
  })

  it('says by what a caller can tell who it is', async () => {
    const { post } = await open({
      generateText: async () => {
        throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'Who are you?')
      },
    })
    const response = await post('{"prompt":"Hello"}')
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  it('names the verbs that a path takes', async () => {
    const { ask } = await open()
    const response = await ask('/text', { method: 'PUT' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, GET'])
    expect((await ask('/nothing')).status).toBe(404)
    expect((await ask('/stream/%ff/of')).status).toBe(404)
  })

  it.each([
    ['/rest/a', { name: 'a' }],
    ['/rest/a/b/c', { name: 'a/b/c' }],
    ['/rest/a%2Fb/c%20d', { name: 'a/b/c d' }],
    ['/text', {}],
  ])('takes what is left of a path: %s', async (path, parameters) => {
    const { ask } = await open()
    expect(await (await ask(path)).json()).toEqual(parameters)
  })

  it.each(['/rest', '/rest/', '/rest/%ff/a'])(
    'takes no path with nothing left, or what cannot be read: %s',
    async (path) => {
      const { ask } = await open()
      expect((await ask(path)).status).toBe(404)
    },
  )

  it('says more of an error in the head', async () => {
    const { ask } = await open()
    const response = await ask('/rest/bad')
    expect([response.status, response.headers.get('x-more')]).toEqual([400, 'told'])
  })

  it('refuses pages of other sites, also where their browser sends no origin', async () => {
    const { ask } = await open()
    const byOrigin = await ask('/stream/x/of', { headers: { origin: 'https://example.org' } })
    const bySite = await ask('/stream/x/of', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect([byOrigin.status, bySite.status]).toEqual([403, 403])
    expect(byOrigin.headers.get('access-control-allow-origin')).toBe(null)
  })

  it('takes a page of its own origin by the name that it was fetched by', async () => {
    const { port } = await runDoor(echo, { endpoints })
    const asked = async (host: string) => {
      const head = `host: ${host}\r\nsec-fetch-site: same-origin\r\n`
      const answer = await exchange(port, `GET /stream/x/of HTTP/1.1\r\n${head}\r\n`)
      return answer.split(' ')[1]
    }
    expect([await asked(`127.0.0.1:${port}`), await asked('rebound.example.org')]).toEqual(['501', '403'])
  })

  it('keeps faults of its own to itself', async () => {
    const fault = new Error('secret')
    const { post, errors } = await open({ generateText: () => Promise.reject(fault) })
    const response = await post('{"prompt":"Hello"}')
    expect([response.status, await response.text()]).toEqual([500, '{"reason":"INTERNAL","path":"/text"}'])
    expect(errors).toEqual([fault])
  })
})

describe('an endpoint that streams', () => {
  it('tells events and its end', async () => {
    const { ask } = await open({
      generateTextStream: async function* () {
        yield [delta('a'), delta('b')]
        yield [delta('c')]
      },
    })
    const response = await ask('/stream/x%2Fy/of')
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(await response.text()).toBe('data: "a"\n\ndata: "b"\n\ndata: "c"\n\ndata: end\n\n')
  })

  it('has a status of its own when it fails before its first content, and an event when it fails after', async () => {
    let isLate = false
    const { ask } = await open({
      generateTextStream: async function* () {
        if (isLate) yield [delta('a')]
        throw new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'Away.')
      },
    })
    const early = await ask('/stream/x/of')
    expect([early.status, await early.json()]).toEqual([503, { reason: 'UPSTREAM_UNAVAILABLE', path: '/stream/x/of' }])
    isLate = true
    const late = await ask('/stream/x/of')
    expect(await late.text()).toBe('data: "a"\n\nevent: error\ndata: {"reason":"UPSTREAM_UNAVAILABLE"}\n\n')
  })

  it('ends its call when the caller leaves', async () => {
    const left = Promise.withResolvers<unknown>()
    const { ask } = await open({
      generateTextStream: async function* (_request, { signal }) {
        yield [delta('a')]
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        left.resolve(signal.reason)
      },
    })
    const controller = new AbortController()
    const response = await ask('/stream/x/of', { signal: controller.signal })
    await response.body?.getReader().read()
    controller.abort()
    expect(await left.promise).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
  })
})
