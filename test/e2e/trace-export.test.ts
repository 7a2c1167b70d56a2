import { expect, it } from 'vitest'
import { playedProvider, startTestApp } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { openCollector } from '../support/collector.ts'
import { openUpstream } from '../support/upstream.ts'
import { answers, ofKind, only, startTraced } from './traced.ts'

it.each([500, 'silence'] as const)('a collector that answers with %s harms no call and no stop', async (answer) => {
  const collector = await openCollector(answer)
  const app = await startTraced(collector, { providers: [{ name: 'mock', adapter: 'mock' }] })
  const { text } = await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  expect(text).not.toBe('')
  expect(collector.requests.length).toBeGreaterThan(0)
  const lines = app.log.filter((line) => line.includes('telemetry was not taken'))
  expect(lines).toHaveLength(answer === 500 ? 1 : 0)
})

it('the environment’s usual names are enough, and its headers go with the spans', async () => {
  const collector = await openCollector()
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
    OTEL_SERVICE_NAME: 'gateway',
  }
  const app = await startTestApp({ providers: [{ name: 'mock', adapter: 'mock' }] }, { environment })
  await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  expect(collector.spans()).toHaveLength(2)
  expect(collector.requests[0]?.headers['x-tenant']).toBe('a b')
  expect(collector.resource()).toMatchObject({ 'service.name': 'gateway' })
})

it('the environment’s usual switch turns it off', async () => {
  const collector = await openCollector()
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' }
  const app = await startTestApp({ providers: [{ name: 'mock', adapter: 'mock' }] }, { environment })
  await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  expect(collector.requests).toEqual([])
})

it('a reload goes on tracing, with the vendors of the new configuration', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream(answers)
  const app = await startTraced(collector, { providers: [{ name: 'mock', adapter: 'mock' }] })
  await app.reload({ providers: [playedProvider(upstream.url)] })
  await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  const attempt = only(ofKind(collector.spans(), 'client'))
  expect(attempt.attributes['gen_ai.provider.name']).toBe('openai_compatible')
})

it('a call that the stop of the service ends has its spans sent, and they say so', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream(() => {})
  const app = await startTraced(collector, { providers: [playedProvider(upstream.url)] })
  const failed = errorOf(llmOf(app).generateText({ prompt: 'Hello' }))
  await upstream.request(0)
  await app.stop()
  expect((await failed).reasons).toEqual(['SHUTTING_DOWN'])
  const ends = collector.spans().map(({ kind, attributes }) => [kind, attributes['error.type']])
  expect(ends.toSorted()).toEqual([
    ['client', 'SHUTTING_DOWN'],
    ['server', 'SHUTTING_DOWN'],
  ])
})

it('a collector that never answers does not keep a connection once the service has stopped', async () => {
  const collector = await openCollector('silence')
  const endpoint = { url: `${collector.url}/v1/traces`, timeout: '10m' }
  const app = await startTraced(collector, { providers: [{ name: 'mock', adapter: 'mock' }] }, { endpoint })
  await llmOf(app).generateText({ prompt: 'Hello' })
  await app.stop()
  await collector.closed()
  expect(collector.requests).toHaveLength(1)
})
