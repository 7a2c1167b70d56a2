import { toJsonString } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { CircuitState } from '#gen/switchyard/v1/circuit_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import {
  CheckMethod,
  CheckProviderHealthResponseSchema,
  CheckResult,
  HealthState,
} from '#gen/switchyard/v1/health_pb.js'
import { type AppChoices, type Configuration, metricOf, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'
import { watchHealth } from '../support/watch-health.ts'

const good: UpstreamHandler = (exchange) => {
  if (exchange.path === '/v1/models') return exchange.sendJson(200, { data: [{ id: 'played-model' }] })
  return playChat(exchange, { texts: ['Hi'] })
}
const down: UpstreamHandler = (exchange) => exchange.sendJson(503, {})
const gone: UpstreamHandler = (exchange) => exchange.reset()

async function open(configuration: Configuration = {}, choices: AppChoices & { door?: Door } = {}) {
  const upstream = await openUpstream(good)
  const app = await openApp(
    { providers: [playedProvider(upstream.url)], retry: { max_retries: 0 }, ...configuration },
    choices,
  )
  const clients = clientsOf(app, choices.door)
  const check = async (provider = '') => (await clients.admin.checkProviderHealth({ provider })).checks
  const stateOf = async (name: string) => {
    const { providers } = await clients.admin.getServiceHealth({})
    return HealthState[providers.find(({ provider }) => provider === name)?.state ?? -1]
  }
  const ready = async () => {
    const response = await fetch(`http://${app.webAddress}/readyz`)
    const { checks } = (await response.json()) as { checks: Record<string, string> }
    return { status: response.status, checks }
  }
  return { app, upstream, ...clients, check, stateOf, ready }
}

describe.each(doors)('through %s', (door) => {
  it('a provider is checked on demand, and three failures make it unhealthy', async () => {
    const { upstream, check, stateOf, admin } = await open({}, { door })
    expect(await stateOf('played')).toBe('UNSPECIFIED')
    const [first] = await check('played')
    expect(first).toMatchObject({
      method: CheckMethod.MODEL_LIST,
      result: CheckResult.SUCCEEDED,
      errorReason: ErrorReason.UNSPECIFIED,
      health: { provider: 'played', state: HealthState.HEALTHY, consecutiveFailures: 0 },
    })
    expect(first?.latency).toBeDefined()
    upstream.play(down)
    for (const state of [HealthState.DEGRADED, HealthState.DEGRADED, HealthState.UNHEALTHY]) {
      expect(await check()).toMatchObject([
        { result: CheckResult.FAILED, errorReason: ErrorReason.UPSTREAM_UNAVAILABLE, health: { state } },
      ])
    }
    const { providers, state } = await admin.getServiceHealth({})
    expect(state).toBe(HealthState.UNHEALTHY)
    expect(providers).toMatchObject([{ consecutiveFailures: 3, errorReason: ErrorReason.UPSTREAM_UNAVAILABLE }])
    expect(upstream.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(4).fill('GET /v1/models'))
    upstream.play(good)
    expect(await check()).toMatchObject([{ health: { state: HealthState.HEALTHY, consecutiveFailures: 0 } }])
  })

  it('a provider that does not exist is not found', async () => {
    const { admin } = await open({}, { door })
    expect(await errorOf(admin.checkProviderHealth({ provider: 'nope' }))).toMatchObject({
      code: 'NotFound',
      reasons: ['TARGET_NOT_FOUND'],
      metadata: { provider: 'nope' },
    })
  })
})

describe('a check', () => {
  it('that is refused for the key tells so without it, and once is enough', async () => {
    const key = 'canary-key-77aa01'
    const upstream = await openUpstream((exchange) =>
      exchange.sendJson(401, { error: { message: `Incorrect API key provided: ${key}.`, code: 'invalid_api_key' } }),
    )
    const providers = [playedProvider(upstream.url, { api_key_env: 'PLAYED_KEY' })]
    const { app, admin, ready } = await open({ providers }, { environment: { PLAYED_KEY: key } })
    const answer = await admin.checkProviderHealth({})
    expect(answer.checks).toMatchObject([
      { errorReason: ErrorReason.UPSTREAM_AUTH, health: { state: HealthState.UNHEALTHY } },
    ])
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${key}`)
    const told = [
      toJsonString(CheckProviderHealthResponseSchema, answer),
      JSON.stringify(await ready()),
      await app.metrics(),
    ]
    expect([...told, ...app.log].join('\n')).not.toContain(key)
  })

  it('counts in the metrics, never in a circuit, and takes nothing from the ledger', async () => {
    const { app, upstream, admin, check, llm } = await open({ circuit: { failure_threshold: 1 } })
    await check()
    upstream.play(down)
    for (let round = 0; round < 4; round++) await check()
    const others: UpstreamHandler[] = [
      (exchange) => exchange.sendJson(403, {}),
      (exchange) => exchange.sendJson(404, {}),
      (exchange) => exchange.sendJson(429, {}),
      (exchange) => exchange.sendText(200, 'text/html', '<p>Welcome</p>'),
    ]
    for (const play of others) {
      upstream.play(play)
      expect(await check()).toMatchObject([{ result: CheckResult.INCONCLUSIVE }])
    }
    const text = await app.metrics()
    const counted = (result: string) =>
      metricOf(text, 'llm_health_checks_total', `provider="played",result="${result}"`)
    expect(['succeeded', 'failed', 'inconclusive'].map(counted)).toEqual([1, 4, 4])
    expect(metricOf(text, 'llm_provider_health', 'provider="played"')).toBe(3)
    const { circuits } = await admin.listCircuits({})
    expect(circuits.map(({ state }) => state)).toEqual([CircuitState.CLOSED, CircuitState.CLOSED])
    expect(app.rows()).toEqual([])
    upstream.play(good)
    expect((await llm.generateText({ prompt: 'hi' })).text).toBe('Hi')
  })

  it('that is good brings the probe of a circuit forward that opened because nobody answered', async () => {
    const { upstream, llm, admin, check } = await open({ circuit: { failure_threshold: 1, open_duration: '1h' } })
    upstream.play(gone)
    await errorOf(llm.generateText({ prompt: 'hi' }))
    expect(await errorOf(llm.generateText({ prompt: 'hi' }))).toMatchObject({ reasons: ['CIRCUIT_OPEN'] })
    upstream.play(good)
    expect(await check()).toMatchObject([{ result: CheckResult.SUCCEEDED, health: { state: HealthState.DEGRADED } }])
    expect((await llm.generateText({ prompt: 'hi' })).text).toBe('Hi')
    const { circuits } = await admin.listCircuits({})
    expect(circuits.map(({ state }) => state)).toEqual([CircuitState.CLOSED, CircuitState.CLOSED])
  })

  it('is not made of a vendor without a list of models, unless that may be paid', async () => {
    const mock = { name: 'm', adapter: 'mock', models: ['mock-instant'] }
    const free = await open({ providers: [mock] })
    expect(await free.check()).toMatchObject([
      { method: CheckMethod.UNSPECIFIED, result: CheckResult.UNSPECIFIED, health: { state: HealthState.UNSPECIFIED } },
    ])
    const paid = await open({ providers: [mock], health: { allow_paid: true } })
    expect(await paid.check()).toMatchObject([
      { method: CheckMethod.GENERATION, result: CheckResult.SUCCEEDED, health: { state: HealthState.HEALTHY } },
    ])
    expect(paid.app.rows()).toMatchObject([{ provider: 'm', outcome: 'succeeded', principal: 'health-check' }])
    expect(await paid.app.metrics()).toMatch(
      /llm_tokens_total\{provider="m",model="mock-instant",token_type="output"\}/,
    )
  })

  it('is forgotten by no reload', async () => {
    const { app, upstream, check, stateOf } = await open()
    upstream.play(down)
    for (let round = 0; round < 3; round++) await check()
    await app.reload({ providers: [playedProvider(upstream.url)] })
    expect(await stateOf('played')).toBe('UNHEALTHY')
  })
})

describe('with an interval', () => {
  it('a provider that goes down and comes back is noticed without a call, and calls go elsewhere meanwhile', async () => {
    const other = await openUpstream(good)
    const upstream = await openUpstream(good)
    const model = (name: string) => ({ models: [{ name, upstream_name: 'played-model' }] })
    const targets = [
      { provider: 'one', model: 'm1' },
      { provider: 'two', model: 'm2' },
    ]
    const { app, llm, ready, stateOf } = await open({
      providers: [
        playedProvider(upstream.url, { name: 'one', ...model('m1') }),
        playedProvider(other.url, { name: 'two', ...model('m2') }),
      ],
      routes: [{ name: 'r', targets }],
      default_model: 'm1',
      health: { interval: '20ms' },
    })
    const servedBy = async (options: object) => (await llm.generateText({ prompt: 'hi', options })).info?.provider
    const watched = watchHealth(app.grpcAddress, 'provider/one')
    await watched.until('SERVING')
    expect([await servedBy({ model: 'r' }), await servedBy({})]).toEqual(['one', 'one'])

    upstream.play(gone)
    await watched.until('NOT_SERVING')
    const calls = () => upstream.requests.filter(({ path }) => path !== '/v1/models').length
    const before = calls()
    expect([await servedBy({ model: 'r' }), await servedBy({})]).toEqual(['two', 'two'])
    expect(calls()).toBe(before)
    expect(await ready()).toMatchObject({
      status: 200,
      checks: { 'provider/one': 'unhealthy', 'provider/two': 'healthy' },
    })
    const { selection } = await clientsOf(app).admin.explainSelection({
      request: { messages: [{ role: 2, parts: [{ content: { case: 'text', value: 'hi' } }] }] },
    })
    expect(selection?.candidates.find((candidate) => candidate.model === 'm1')?.excluded).toMatch(/left alone/)

    upstream.play(good)
    await watched.until('SERVING')
    expect(await servedBy({ model: 'r' })).toBe('one')
    expect(await stateOf('one')).toBe('HEALTHY')
  })

  it('readiness can be made to follow the providers', async () => {
    const { app, upstream, check, ready } = await open({ health: { not_ready_when_all_unhealthy: true } })
    expect(await ready()).toMatchObject({ status: 200, checks: { 'provider/played': 'unknown' } })
    upstream.play(down)
    for (let round = 0; round < 3; round++) await check()
    expect(await ready()).toMatchObject({ status: 503, checks: { 'provider/played': 'unhealthy' } })
    expect(await watchHealth(app.grpcAddress, '').until('SERVING')).toBe('SERVING')
  })
})

describe('to those who do not run the service', () => {
  it('it is told that something is wrong, and not what', async () => {
    const operator = { headers: { 'x-api-key': 'o'.repeat(40) } }
    const { app, admin } = await open({}, { environment: { SWITCHYARD_API_KEY: 'o'.repeat(40) } })
    await expect(app.reload({ retry: { max_retries: -1 } })).rejects.toThrow('max_retries')
    const { key } = await admin.createApiKey({ apiKey: {} }, operator)
    const [seen, told] = [
      await admin.getServiceHealth({}, { headers: { 'x-api-key': key } }),
      await admin.getServiceHealth({}, operator),
    ]
    expect([seen.state, seen.configuration?.state]).toEqual([HealthState.DEGRADED, HealthState.DEGRADED])
    expect([seen.configuration?.message, told.configuration?.message]).toEqual([
      '',
      expect.stringContaining('max_retries'),
    ])
    expect(seen.dependencies).toMatchObject([{ name: 'store', state: HealthState.HEALTHY, message: '' }])
  })
})
