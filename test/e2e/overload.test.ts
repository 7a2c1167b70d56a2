import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Health, HealthCheckResponse_ServingStatus as ServingStatus } from '#gen/grpc/health/v1/health_pb.js'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf, llmOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { startUpstream } from '../support/upstream.ts'

const request = { prompt: 'Count.', options: { model: 'm' } }

/** A service whose only call runs until the upstream answers. */
async function openFull() {
  const upstream = await startUpstream(() => {})
  onTestFinished(() => upstream.close())
  const app = await openApp({ providers: [playedProvider(upstream.url)], admission: { max_calls: 1 } })
  const running = llmOf(app).generateText(request)
  running.catch(() => {})
  return { app, upstream, running, exchange: await upstream.request(0) }
}

async function expectAlive(app: RunningApp, door: Door): Promise<void> {
  const { admin, usage } = clientsOf(app, door)
  expect((await admin.getServiceHealth({})).models).toHaveLength(1)
  expect((await usage.getStatistics({ timeframe: '1h' })).total).toBeDefined()
  expect((await fetch(`http://${app.webAddress}/livez`)).status).toBe(200)
  expect((await fetch(`http://${app.webAddress}/readyz`)).status).toBe(200)
  for (const address of [app.grpcAddress, app.webAddress]) {
    const health = createClient(Health, createGrpcTransport({ baseUrl: `http://${address}` }))
    expect((await health.check({})).status).toBe(ServingStatus.SERVING)
  }
}

describe.each(doors)('a process with as many calls as it takes on, through %s', (door: Door) => {
  it('refuses more, answers what operators ask, and takes calls again', async () => {
    const { app, upstream, running, exchange } = await openFull()
    const llm = llmOf(app, door)
    const refusal = await errorOf(llm.generateText(request))
    expect(refusal).toMatchObject({ code: 'ResourceExhausted', reasons: ['OVERLOADED'], metadata: { limit: 'calls' } })
    expect(refusal.retryMs).toBeGreaterThanOrEqual(1000)
    expect(refusal.retryMs).toBeLessThanOrEqual(2000)
    await expectAlive(app, door)
    expect(metricOf(await app.metrics(), 'llm_overload', 'kind="calls"')).toBe(1)
    expect(metricOf(await app.metrics(), 'llm_queue_rejected_total', 'provider="",limit="calls"')).toBe(1)
    await playChat(exchange, { texts: ['Hi'] })
    expect((await running).text).toBe('Hi')
    upstream.play((next) => playChat(next, { texts: ['Again'] }))
    await vi.waitFor(async () => expect(await llm.generateText(request)).toMatchObject({ text: 'Again' }))
    expect(upstream.requests).toHaveLength(2)
  })
})

describe('a process near its heap limit', () => {
  it('refuses calls, says so once in the log, and takes them again with other bounds', async () => {
    const upstream = await startUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
    onTestFinished(() => upstream.close())
    const providers = [playedProvider(upstream.url)]
    const app = await openApp({ providers, admission: { max_heap_percent: 1 } })
    const llm = llmOf(app)
    for (let call = 0; call < 3; call++) {
      expect(await errorOf(llm.generateText(request))).toMatchObject({ metadata: { limit: 'heap' } })
    }
    await expectAlive(app, 'grpc-js')
    expect(app.log.filter((line) => line.includes('overload'))).toHaveLength(1)
    expect(upstream.requests).toHaveLength(0)
    await app.reload({ providers })
    await vi.waitFor(async () => expect(await llm.generateText(request)).toMatchObject({ text: 'Hi' }), 10_000)
  })
})

describe('a process that stood still', () => {
  it('refuses calls until it keeps up again', async () => {
    const upstream = await startUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
    onTestFinished(() => upstream.close())
    const app = await openApp({ providers: [playedProvider(upstream.url)], admission: { max_event_loop_lag: '200ms' } })
    const llm = llmOf(app)
    await vi.waitFor(async () => expect(await llm.generateText(request)).toMatchObject({ text: 'Hi' }), 10_000)
    // Nothing in this process runs meanwhile, the service's loop included.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
    expect(await errorOf(llm.generateText(request))).toMatchObject({ metadata: { limit: 'event_loop_lag' } })
    await expectAlive(app, 'grpc-js')
    await vi.waitFor(async () => expect(await llm.generateText(request)).toMatchObject({ text: 'Hi' }), 10_000)
  })
})

it('a call that is refused within a comparison is counted, and has its line in the log', async () => {
  const upstream = await startUpstream(() => {})
  onTestFinished(() => upstream.close())
  const models = ['one', 'two'].map((name) => ({ name }))
  const app = await openApp({ providers: [playedProvider(upstream.url, { models })], admission: { max_calls: 1 } })
  const messages = [{ role: Role.USER, parts: [{ content: { case: 'text' as const, value: 'Count.' } }] }]
  const compared = clientsOf(app).llm.compareChat({ request: { messages }, models: ['one', 'two'] })
  for await (const { modelIndex, event } of compared) {
    expect([modelIndex, event]).toMatchObject([1, { case: 'failure', value: { reason: 'OVERLOADED' } }])
    break
  }
  await app.ended(1)
  expect(app.log.filter((line) => line.includes('"call"') && line.includes('OVERLOADED'))).toHaveLength(1)
  expect(metricOf(await app.metrics(), 'llm_requests_total', 'provider="",model="",status="error"')).toBe(1)
})

it('a caller whose key is wrong is told that, and not how the process is doing', async () => {
  const key = 'k'.repeat(32)
  const app = await openApp(
    { authentication: { api_key_env: 'KEY' }, admission: { max_heap_percent: 1 } },
    { environment: { KEY: key } },
  )
  for (const door of doors) {
    const call = (headers: Record<string, string>) =>
      errorOf(llmOf(app, door).generateText({ prompt: 'x' }, { headers }))
    expect(await call({ authorization: 'Bearer wrong' })).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    expect(await call({ authorization: `Bearer ${key}` })).toMatchObject({ reasons: ['OVERLOADED'] })
  }
})
