import { expect, it } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { llmOf } from '../support/clients.ts'
import { openCollector } from '../support/collector.ts'
import { openUpstream } from '../support/upstream.ts'
import { answers, CALLER_KEY, fails, ofKind, only, startTraced } from './traced.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

it('a call is a span under its caller’s, and each attempt a span under that', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream(answers)
  const app = await startTraced(collector, { providers: [playedProvider(upstream.url)] })
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1', 'x-request-id': 'request-1' }
  const request = { prompt: 'Hello', options: { temperature: 0.5, maxOutputTokens: 9n }, context: { sessionId: 's-1' } }
  const { info } = await llmOf(app, 'gRPC at the gRPC port').generateText(request, { headers })
  await app.stop()

  const spans = collector.spans()
  expect(spans).toHaveLength(2)
  const call = only(ofKind(spans, 'server'))
  expect(call).toMatchObject({
    traceId: TRACE,
    parentSpanId: SPAN,
    traceState: 'vendor=1',
    name: 'switchyard.v1.LLMService/GenerateText',
    isError: false,
    attributes: {
      'rpc.system.name': 'grpc',
      'rpc.method': 'switchyard.v1.LLMService/GenerateText',
      'rpc.response.status_code': 'OK',
      'switchyard.call.id': info?.responseId,
      'switchyard.request.id': 'request-1',
      'session.id': 's-1',
      'switchyard.attempts': 1,
      'switchyard.provider': 'played',
      'switchyard.cost.nanos': 72_000,
    },
  })
  const attempt = only(ofKind(spans, 'client'))
  const { port } = new URL(upstream.url)
  expect(attempt).toMatchObject({ traceId: TRACE, parentSpanId: call.spanId, name: 'chat played-model' })
  expect(attempt.attributes).toEqual({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai_compatible',
    'gen_ai.request.model': 'played-model',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.max_tokens': 9,
    'gen_ai.response.model': 'played-model-2026',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 11,
    'gen_ai.usage.output_tokens': 5,
    'gen_ai.conversation.id': 's-1',
    'server.address': '127.0.0.1',
    'server.port': Number(port),
    'switchyard.provider': 'played',
    'switchyard.attempt.index': 0,
    'switchyard.attempt.id': expect.any(String),
  })
  expect(call.start <= attempt.start && attempt.end <= call.end + 1_000_000n).toBe(true)
  expect(collector.resource()).toMatchObject({ 'service.name': 'switchyard', 'telemetry.sdk.name': 'opentelemetry' })
})

it('attempts of one call are siblings, and what failed says why', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream((exchange) => (upstream.requests.length === 1 ? fails : answers)(exchange))
  const app = await startTraced(collector, { providers: [playedProvider(upstream.url)] })
  await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  const spans = collector.spans()
  const call = only(ofKind(spans, 'server'))
  const attempts = ofKind(spans, 'client')
  expect(attempts.map(({ parentSpanId }) => parentSpanId)).toEqual([call.spanId, call.spanId])
  expect(
    attempts.map(({ isError, attributes }) => [
      attributes['switchyard.attempt.index'],
      isError,
      attributes['error.type'],
    ]),
  ).toEqual([
    [0, true, 'UPSTREAM_UNAVAILABLE'],
    [1, false, undefined],
  ])
})

it('a trace that begins here has the trace id of the answer', async () => {
  const collector = await openCollector()
  const app = await startTraced(collector, { providers: [{ name: 'mock', adapter: 'mock' }] })
  const { info } = await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  expect(new Set(collector.spans().map(({ traceId }) => traceId))).toEqual(new Set([info?.context?.traceId]))
  expect(only(ofKind(collector.spans(), 'server')).parentSpanId).toBe('')
})

it('neither prompt, answer, failure, stop sequence, label nor key is in what is sent', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream((exchange) => (upstream.requests.length === 1 ? fails : answers)(exchange))
  const providers = [playedProvider(upstream.url, { api_key_env: 'KEY' })]
  const app = await startTraced(collector, { providers, authentication: { api_key_env: 'CALLER_KEY' } })
  const headers = { authorization: `Bearer ${CALLER_KEY}` }
  const options = { stop: ['canary'], labels: { canary: 'canary' } }
  const request = { prompt: 'canary of the prompt', system: 'canary', options, idempotencyKey: 'canary' }
  const { text } = await llmOf(app).generateText(request, { headers })
  await app.stop()
  expect(text).toContain('canary')
  expect(collector.spans()).toHaveLength(3)
  for (const { body } of collector.requests) expect(body.includes('canary')).toBe(false)
  expect(collector.spans().map(({ events }) => events)).toEqual([0, 0, 0])
})

it('a stream’s span ends with the stream, and a caller who leaves is no error', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream(async (exchange) => {
    exchange.startEvents()
    await exchange.sendEvent({ choices: [{ index: 0, delta: { content: 'Hi' } }] })
    if (upstream.requests.length > 1) return
    await exchange.sendEvent({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
    await exchange.sendEvent('[DONE]')
    exchange.end()
  })
  const app = await startTraced(collector, { providers: [playedProvider(upstream.url)] })
  const llm = llmOf(app, 'Connect h2')
  for await (const _ of llm.generateTextStream({ prompt: 'Hello' }));
  const leaving = new AbortController()
  const left = async () => {
    for await (const { event } of llm.generateTextStream({ prompt: 'Hello' }, { signal: leaving.signal })) {
      if (event.case === 'textDelta') leaving.abort()
    }
  }
  await expect(left()).rejects.toThrow()
  await app.ended(2)
  await app.stop()
  const calls = ofKind(collector.spans(), 'server')
  expect(calls.map(({ name }) => name)).toEqual(Array(2).fill('switchyard.v1.LLMService/GenerateTextStream'))
  expect(calls.map(({ attributes }) => attributes['rpc.system.name'])).toEqual(['connectrpc', 'connectrpc'])
  const statuses = calls.map(({ attributes }) => attributes['rpc.response.status_code'])
  expect(statuses).toEqual(['OK', 'CANCELLED'])
  expect(collector.spans().filter(({ isError }) => isError)).toEqual([])
  expect(collector.spans()).toHaveLength(4)
})

it('the caller’s word about sampling counts, and the ratio for what begins here', async () => {
  const collector = await openCollector()
  const app = await startTraced(collector, { providers: [{ name: 'mock', adapter: 'mock' }] }, { sample_ratio: 0 })
  const llm = llmOf(app, 'Connect h2')
  await llm.generateText({ prompt: 'Hello' })
  await llm.generateText({ prompt: 'Hello' }, { headers: { traceparent: `00-${TRACE}-${SPAN}-00` } })
  await llm.generateText({ prompt: 'Hello' }, { headers: { traceparent: `00-${TRACE}-${SPAN}-01` } })
  await app.stop()
  expect(collector.spans().map(({ traceId }) => traceId)).toEqual([TRACE, TRACE])
})

it('a provider that may know it is told the attempt’s own span', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream(answers)
  const forward = { forward_context: { trace_parent: true, session_id_header: 'x-session-id' } }
  const app = await startTraced(collector, { providers: [playedProvider(upstream.url, forward)] })
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1', 'x-session-id': 'session-1' }
  await llmOf(app).generateText({ prompt: 'Hello' }, { headers })
  await app.stop()
  const attempt = only(ofKind(collector.spans(), 'client'))
  expect(upstream.requests[0]?.headers).toMatchObject({
    traceparent: `00-${TRACE}-${attempt.spanId}-01`,
    tracestate: 'vendor=1',
    'x-session-id': 'session-1',
  })
})

it('without traces such a provider is told the caller’s span, and any other nothing', async () => {
  const upstream = await openUpstream(answers)
  const telling = playedProvider(upstream.url, { name: 'telling', forward_context: { trace_parent: true } })
  const silent = playedProvider(upstream.url, { name: 'silent', models: ['n'] })
  const app = await openApp({ providers: [telling, silent] })
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, 'x-source-agent': 'planner', 'x-session-id': 'session-1' }
  for (const model of ['m', 'n']) await llmOf(app).generateText({ prompt: 'Hello', options: { model } }, { headers })
  const [told, untold] = upstream.requests.map((request) => request.headers)
  expect(told?.traceparent).toBe(headers.traceparent)
  expect(Object.keys(untold ?? {}).filter((name) => /^(trace|x-)/.test(name))).toEqual([])
})

it('the models of a comparison are calls side by side under the caller’s span', async () => {
  const collector = await openCollector()
  const app = await startTraced(collector, { providers: [{ name: 'mock', adapter: 'mock' }] })
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01` }
  const request = { messages: [userMessage('Hello')] }
  const models = ['mock-fast', 'mock-smart']
  for await (const _ of llmOf(app).compareChat({ request, models }, { headers }));
  await app.stop()
  const calls = ofKind(collector.spans(), 'server')
  expect(calls.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual(
    Array(2).fill(['switchyard.v1.LLMService/CompareChat', SPAN]),
  )
  const attempts = ofKind(collector.spans(), 'client')
  expect(new Set(attempts.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set(calls.map(({ spanId }) => spanId)))
})
