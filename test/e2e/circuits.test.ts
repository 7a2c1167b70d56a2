import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CircuitState } from '#gen/switchyard/v1/circuit_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { startApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { type Configuration, metricOf, openApp, playedProvider } from '../support/app.ts'
import { type Clients, clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const models = ['one', 'other'].map((name) => ({ name, upstream_name: `played-${name}` }))
const good: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['Hi'] })
const down: UpstreamHandler = (exchange) => exchange.sendJson(503, {})

function ask(model: string) {
  return { prompt: 'Count.', options: { model } }
}

async function open(play: UpstreamHandler, circuit: Configuration, door: Door = 'grpc-js') {
  const upstream = await startUpstream(play)
  onTestFinished(() => upstream.close())
  const providers = [playedProvider(upstream.url, { models })]
  const app = await openApp({ providers, retry: { max_retries: 0 }, circuit: { failure_threshold: 2, ...circuit } })
  return { app, upstream, ...clientsOf(app, door) }
}

async function stateOf(admin: Clients['admin'], model: string): Promise<CircuitState | undefined> {
  return (await admin.getCircuit({ provider: 'played', model })).circuit?.state
}

describe.each(doors)('through %s', (door) => {
  it('a circuit opens, is listed, and is reset', async () => {
    const { upstream, llm, admin } = await open(down, { open_duration: '1h' }, door)
    for (let call = 0; call < 2; call++) await errorOf(llm.generateText(ask('one')))
    expect(await errorOf(llm.generateText(ask('one')))).toMatchObject({ reasons: ['CIRCUIT_OPEN'] })
    const { circuits } = await admin.listCircuits({})
    expect(circuits.map(({ model, state }) => [model, CircuitState[state]])).toEqual([
      ['', 'CLOSED'],
      ['one', 'OPEN'],
      ['other', 'CLOSED'],
    ])
    expect(circuits[1]).toMatchObject({
      provider: 'played',
      tripped: false,
      recentFailures: 2n,
      recentRejections: 1n,
      consecutiveFailures: 2,
      openings: 1,
      lastFailureReason: ErrorReason.UPSTREAM_UNAVAILABLE,
    })
    const { stateTime, nextProbeTime } = circuits[1] ?? {}
    expect(Number(nextProbeTime?.seconds) - Number(stateTime?.seconds)).toBeGreaterThan(3000)

    upstream.play(good)
    const { circuit } = await admin.resetCircuit({ provider: 'played', model: 'one' })
    expect(circuit).toMatchObject({ state: CircuitState.CLOSED, openings: 0 })
    expect((await llm.generateText(ask('one'))).text).toBe('Hi')
  })
})

describe('a circuit', () => {
  it('that was tripped keeps calls away until it is reset', async () => {
    const { upstream, llm, admin } = await open(good, {})
    const { circuit } = await admin.tripCircuit({ provider: 'played', model: 'played-one' })
    expect(circuit).toMatchObject({ model: 'one', state: CircuitState.OPEN, tripped: true })
    expect(circuit?.nextProbeTime).toBeUndefined()
    expect(await errorOf(llm.generateText(ask('one')))).toMatchObject({
      code: 'Unavailable',
      reasons: ['CIRCUIT_OPEN'],
    })
    expect((await llm.generateText(ask('other'))).text).toBe('Hi')
    expect(upstream.requests).toHaveLength(1)
    await admin.resetCircuit({ provider: 'played', model: 'one' })
    expect((await llm.generateText(ask('one'))).text).toBe('Hi')
  })

  it('that was tripped stays so over a reload, and others begin closed', async () => {
    const settings = loadConfig({
      path: 'test.yaml',
      environment: {},
      readFile: () =>
        JSON.stringify({
          listen: { grpc: '127.0.0.1:0', web: '127.0.0.1:0' },
          store: { url: 'sqlite::memory:' },
          drain: { delay: '0s', timeout: '0s' },
          circuit: { open_duration: '1h' },
        }),
    })
    const app = await startApp({ settings, logger: createLogger('silent') })
    onTestFinished(() => app.stop())
    const { admin, llm } = clientsOf(app)
    await errorOf(llm.generateText(ask('mock-error-upstream-auth')))
    expect(await llm.generateText(ask('mock-instant'))).toMatchObject({ info: { provider: 'mock' } })
    await admin.tripCircuit({ provider: 'mock', model: '' })
    await admin.resetCircuit({ provider: 'mock', model: '' })
    await admin.tripCircuit({ provider: 'mock', model: 'mock-fast' })
    await app.reload(settings)
    const { circuits } = await admin.listCircuits({})
    expect(circuits.map(({ model, tripped, state }) => [model, tripped, CircuitState[state]])).toEqual([
      ['', false, 'CLOSED'],
      ['mock-fast', true, 'OPEN'],
      ['mock-smart', false, 'CLOSED'],
    ])
  })

  it('of a configuration that was replaced is told of in no metric, though calls still end on it', async () => {
    const gate = Promise.withResolvers<void>()
    const { app, upstream, llm, admin } = await open((exchange) => gate.promise.then(() => down(exchange)), {})
    const ended = [0, 1].map(() => errorOf(llm.generateText(ask('one'))))
    await upstream.request(1)
    await app.reload({ providers: [playedProvider(upstream.url, { models })] })
    gate.resolve()
    await Promise.all(ended)
    const { circuit } = await admin.getCircuit({ provider: 'played', model: 'one' })
    expect(circuit).toMatchObject({ state: CircuitState.CLOSED })
    expect(metricOf(await app.metrics(), 'llm_circuit_state', 'provider="played",model="one"')).toBe(0)
  })

  it.each([
    ['model', { provider: 'played', model: 'nope' }, { provider: 'played', model: 'nope' }],
    ['provider', { provider: 'nope', model: '' }, { provider: 'nope' }],
  ])('of an unknown %s is not found', async (_what, request, metadata) => {
    const { admin } = await open(good, {})
    for (const call of [admin.getCircuit, admin.tripCircuit, admin.resetCircuit]) {
      expect(await errorOf(call(request))).toMatchObject({ code: 'NotFound', reasons: ['TARGET_NOT_FOUND'], metadata })
    }
  })

  it('is listed page by page', async () => {
    const { admin } = await open(good, {})
    const seen: string[] = []
    let pageToken = ''
    do {
      const page = await admin.listCircuits({ pageSize: 1, pageToken })
      expect(page.circuits).toHaveLength(1)
      seen.push(...page.circuits.map(({ provider, model }) => `${provider} ${model}`))
      pageToken = page.nextPageToken
    } while (pageToken !== '')
    expect(seen).toEqual(['played ', 'played one', 'played other'])
    expect(await errorOf(admin.listCircuits({ pageToken: 'x' }))).toMatchObject({ fields: ['page_token'] })
  })
})

describe('a probe', () => {
  it('that is cancelled neither closes nor opens the circuit, and the next call is one', async () => {
    const { app, upstream, llm, admin } = await open(down, { open_duration: '20ms', max_open_duration: '20ms' })
    for (let call = 0; call < 2; call++) await errorOf(llm.generateText(ask('one')))
    await vi.waitFor(async () => expect(await stateOf(admin, 'one')).toBe(CircuitState.HALF_OPEN))
    upstream.play(() => {})
    const controller = new AbortController()
    const probe = errorOf(llm.generateText(ask('one'), { signal: controller.signal }))
    await upstream.request(2)
    expect(await errorOf(llm.generateText(ask('one')))).toMatchObject({ reasons: ['CIRCUIT_OPEN'] })
    controller.abort()
    expect((await probe).code).toBe('Canceled')
    await app.ended(4)
    expect(await stateOf(admin, 'one')).toBe(CircuitState.HALF_OPEN)
    const labels = (result: string) => `provider="played",model="one",result="${result}"`
    const metrics = await app.metrics()
    const counts = ['successful', 'failed', 'ignored', 'rejected'].map((result) =>
      metricOf(metrics, 'llm_circuit_requests_total', labels(result)),
    )
    expect(counts).toEqual([0, 2, 1, 1])

    upstream.play(good)
    expect((await llm.generateText(ask('one'))).text).toBe('Hi')
    expect(await stateOf(admin, 'one')).toBe(CircuitState.CLOSED)
  })
})

describe('a key that is refused', () => {
  it('for one model keeps calls from all models of its account', async () => {
    const { app, upstream, llm, admin } = await open((exchange) => exchange.sendJson(401, {}), { open_duration: '1h' })
    expect(await errorOf(llm.generateText(ask('one')))).toMatchObject({ reasons: ['UPSTREAM_AUTH'] })
    expect(await errorOf(llm.generateText(ask('other')))).toMatchObject({ reasons: ['CIRCUIT_OPEN'] })
    expect(upstream.requests).toHaveLength(1)
    const { circuit } = await admin.getCircuit({ provider: 'played' })
    expect(circuit).toMatchObject({ state: CircuitState.OPEN, lastFailureReason: ErrorReason.UPSTREAM_AUTH })
    expect(metricOf(await app.metrics(), 'llm_circuit_state', 'provider="played",model=""')).toBe(2)
    const { models } = await admin.getServiceHealth({})
    expect(models.map((model) => model.circuit)).toEqual(['open', 'open'])

    upstream.play(good)
    await admin.resetCircuit({ provider: 'played' })
    expect((await llm.generateText(ask('other'))).text).toBe('Hi')
  })
})
