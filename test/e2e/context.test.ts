import { Code, ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { metricOf, openApp } from '../support/app.ts'
import { type Door, doors, llmOf } from '../support/clients.ts'

const KEY = 'a-key-of-more-than-thirty-two-characters'
/** Those whose client shows the headers of answers. */
const showing = doors.filter((door) => door !== 'grpc-js')
const mock = { providers: [{ name: 'mock', adapter: 'mock' }] }

/** The options of a call, with what comes back. */
function asking(headers: Record<string, string> = {}) {
  const seen = { headers: new Headers() }
  const onHeader = (headers: Headers) => {
    seen.headers = headers
  }
  return { seen, options: { headers, onHeader } }
}

async function failureOf(call: Promise<unknown>): Promise<ConnectError> {
  return ConnectError.from(
    await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    ),
  )
}

describe.each(showing)('by %s', (door: Door) => {
  it('an answer tells its request’s id and who gave it, in its headers', async () => {
    const app = await openApp(mock)
    const { seen, options } = asking({ 'x-request-id': 'request.1' })
    const { info } = await llmOf(app, door).generateText({ prompt: 'Hello' }, options)
    expect(seen.headers.get('x-request-id')).toBe('request.1')
    expect(seen.headers.get('x-gateway-provider')).toBe('mock')
    expect(seen.headers.get('x-gateway-model')).toBe(info?.model)
    await app.ended(1)
    expect(app.log.filter((line) => line.includes('"request_id":"request.1"'))).toHaveLength(1)
  })

  it('a stream tells them at its start', async () => {
    const app = await openApp(mock)
    const { seen, options } = asking({ 'x-request-id': 'bad id' })
    for await (const _ of llmOf(app, door).generateTextStream({ prompt: 'Hello' }, options)) {
      expect(seen.headers.get('x-gateway-provider')).toBe('mock')
    }
    expect(seen.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('a request without a key is refused with its id, a line and a count', async () => {
    const app = await openApp({ ...mock, authentication: { api_key_env: 'KEY' } }, { environment: { KEY } })
    const { options } = asking({ 'x-request-id': 'request-2', 'x-source-agent': 'planner' })
    const error = await failureOf(llmOf(app, door).generateText({ prompt: 'A canary.' }, options))
    expect(error.code).toBe(Code.Unauthenticated)
    expect(error.metadata.get('x-request-id')).toBe('request-2')
    const lines = app.log.filter((line) => line.includes('"msg":"refused"'))
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        request_id: 'request-2',
        source_agent: 'planner',
        method: '/switchyard.v1.LLMService/GenerateText',
        reason: 'UNAUTHENTICATED',
      }),
    ])
    expect(metricOf(await app.metrics(), 'llm_rejected_requests_total', 'reason="UNAUTHENTICATED"')).toBe(1)
    expect(app.log.join('')).not.toContain('canary')
  })

  it('an invalid request is refused with its id, a line and a count', async () => {
    const app = await openApp(mock)
    const { options } = asking({ 'x-request-id': 'request-3' })
    const error = await failureOf(llmOf(app, door).generateChat({ messages: [] }, options))
    expect(error.code).toBe(Code.InvalidArgument)
    expect(error.metadata.get('x-request-id')).toBe('request-3')
    expect(app.log.filter((line) => line.includes('"request_id":"request-3"'))).toHaveLength(1)
    expect(metricOf(await app.metrics(), 'llm_rejected_requests_total', 'reason="INVALID_REQUEST"')).toBe(1)
  })

  it('a call that fails in the pipeline has its id, and its one line is the call’s', async () => {
    const app = await openApp(mock)
    const { options } = asking({ 'x-request-id': 'request-4' })
    const error = await failureOf(
      llmOf(app, door).generateText({ prompt: 'Hello', options: { model: 'nobody-knows-it' } }, options),
    )
    expect(error.metadata.get('x-request-id')).toBe('request-4')
    await app.ended(1)
    const lines = app.log.filter((line) => line.includes('request-4')).map((line) => JSON.parse(line))
    expect(lines).toEqual([expect.objectContaining({ msg: 'call', reason: 'MODEL_NOT_FOUND' })])
    expect(await app.metrics()).not.toMatch(/^llm_rejected_requests_total\{/m)
  })
})

it('malformed headers of the context are never an error', async () => {
  const app = await openApp(mock)
  const headers = { traceparent: 'ff-1-2-3', tracestate: '!', 'x-trace-id': 'a b', 'x-session-id': 'x'.repeat(200) }
  const { info } = await llmOf(app, 'Connect h2').generateText({ prompt: 'Hello' }, { headers })
  expect(info?.context).toMatchObject({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/), sessionId: '' })
})

it('even a refusal without a protocol tells its request’s id', async () => {
  const app = await openApp(mock)
  const url = `http://${app.webAddress}/switchyard.v1.LLMService/GenerateText`
  const get = await fetch(url, { headers: { 'x-request-id': 'request-5' } })
  expect([get.status, get.headers.get('x-request-id')]).toEqual([405, 'request-5'])
})

it('a page may read the headers', async () => {
  const app = await openApp(mock)
  const url = `http://${app.webAddress}/switchyard.v1.LLMService/GenerateText`
  const answer = await fetch(url, {
    method: 'POST',
    headers: { origin: 'http://localhost:3000', 'content-type': 'application/json', 'connect-protocol-version': '1' },
    body: JSON.stringify({ prompt: 'Hello' }),
  })
  const exposed = answer.headers.get('access-control-expose-headers')?.split(', ') ?? []
  const told = ['x-request-id', 'x-gateway-provider', 'x-gateway-model']
  expect(exposed).toEqual(expect.arrayContaining(told))
  expect(told.map((name) => answer.headers.get(name))).not.toContain(null)
})
