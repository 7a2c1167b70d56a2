import { describe, expect, it } from 'vitest'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { metricOf } from '../support/app.ts'
import { doors, errorOf } from '../support/clients.ts'
import type { UpstreamHandler } from '../support/upstream.ts'
import { openChangeable, to } from './changeable.ts'

describe.each(doors)('through %s', (door) => {
  it('the policy is set field by field, and given back to the file', async () => {
    const { admin } = await openChangeable({ allowed_models: ['fast', 'one'], retry: { max_retries: 1 } }, { door })
    const { policy } = await admin.getPolicy({})
    expect(policy).toMatchObject({ allowedModels: ['fast', 'one'], origin: Origin.FILE, setPaths: [] })
    const set = await admin.updatePolicy({
      policy: { circuit: { openDuration: { seconds: 9n } }, etag: policy?.etag ?? '' },
      updateMask: { paths: ['circuit.open_duration'] },
    })
    expect(set.policy).toMatchObject({
      circuit: { openDuration: { seconds: 9n } },
      retry: { maxRetries: 1 },
      setPaths: ['circuit.open_duration'],
      origin: Origin.API,
    })
    expect((await admin.getPolicy({})).policy).toEqual(set.policy)
    expect(await errorOf(admin.updatePolicy({ policy: { etag: policy?.etag ?? '' } }))).toMatchObject({
      code: 'Aborted',
      reasons: ['ETAG_MISMATCH'],
      metadata: { resource: 'policy' },
    })
    const reset = await admin.resetPolicy({ resetMask: { paths: ['*'] }, etag: set.policy?.etag ?? '' })
    expect(reset.policy).toEqual(policy)
  })

  it('what is wrong is refused with its field, and nothing changes', async () => {
    const { admin, app } = await openChangeable({ allowed_models: ['fast'] }, { door })
    const before = [await admin.listRoutes({}), await admin.getPolicy({})]
    const target = admin.updateRoute({ route: { name: 'fast', targets: [{ provider: 'nope', model: 'one' }] } })
    expect(await errorOf(target)).toMatchObject({ reasons: ['INVALID_REQUEST'], fields: ['route.targets[0].provider'] })
    const bounds = admin.updatePolicy({ policy: { circuit: { failurePercent: 101 } } })
    expect(await errorOf(bounds)).toMatchObject({ fields: ['policy.circuit.failure_percent'] })
    const mask = admin.updatePolicy({ policy: {}, updateMask: { paths: ['circuits'] } })
    expect(await errorOf(mask)).toMatchObject({
      fields: ['update_mask'],
      message: expect.stringContaining('`circuits`'),
    })
    expect([await admin.listRoutes({}), await admin.getPolicy({})]).toEqual(before)
    expect(app.log.filter((line) => line.includes('resource changed'))).toEqual([])
  })
})

describe('the policy', () => {
  it('that allows fewer models refuses the next call, which is logged with its trace and source, and counted', async () => {
    const { admin, app, ask, llm } = await openChangeable()
    expect(await ask('two')).toBe('played-two')
    await admin.updatePolicy({ policy: { allowedModels: ['fast'] } })
    const refused = llm.generateText({
      prompt: 'Hi',
      options: { model: 'two' },
      context: { traceId: 'trace-9', sourceAgent: 'planner' },
    })
    expect(await errorOf(refused)).toMatchObject({
      code: 'PermissionDenied',
      reasons: ['MODEL_NOT_ALLOWED'],
      metadata: { model: 'two' },
    })
    expect(await ask('fast')).toBe('played-one')
    expect((await llm.listModels({})).models.map(({ name }) => name)).toEqual(['fast'])
    await app.ended(3)
    const line = app.log.map((text) => JSON.parse(text)).find(({ reason }) => reason === 'MODEL_NOT_ALLOWED')
    expect(line).toMatchObject({ trace_id: 'trace-9', source_agent: 'planner', requested_model: 'two' })
    expect(metricOf(await app.metrics(), 'llm_governance_violations_total')).toBe(1)

    await admin.resetPolicy({ resetMask: { paths: ['allowed_models'] } })
    expect(await ask('two')).toBe('played-two')
  })

  it('of retries and circuits holds for the next call', async () => {
    const { admin, ask, upstream } = await openChangeable(
      { retry: { max_retries: 0 }, circuit: { failure_threshold: 10 } },
      { play: (exchange) => exchange.sendJson(503, {}) },
    )
    await errorOf(ask('one'))
    expect(upstream.requests).toHaveLength(1)
    await admin.updatePolicy({
      policy: { retry: { maxRetries: 2, initialDelay: { nanos: 1_000_000 } }, circuit: { failureThreshold: 3 } },
      updateMask: { paths: ['retry.max_retries', 'retry.initial_delay', 'circuit.failure_threshold'] },
    })
    await errorOf(ask('one'))
    expect(upstream.requests).toHaveLength(4)
    expect(await errorOf(ask('one'))).toMatchObject({ reasons: ['CIRCUIT_OPEN'] })
    expect(upstream.requests).toHaveLength(4)
  })

  it('leaves circuits as they are when it says nothing new of them', async () => {
    const play: UpstreamHandler = (exchange) => exchange.sendJson(503, {})
    const content = { retry: { max_retries: 0 }, circuit: { failure_threshold: 1, open_duration: '1h' } }
    const { admin, app, ask, configuration } = await openChangeable(content, { play })
    await errorOf(ask('one'))
    const reasons = async () => (await errorOf(ask('one'))).reasons
    await admin.updatePolicy({ policy: { allowedModels: ['fast', 'one'] } })
    await admin.updateRoute({ route: { name: 'fast', targets: to('two') } })
    expect(await reasons()).toEqual(['CIRCUIT_OPEN'])
    expect(metricOf(await app.metrics(), 'llm_circuit_state', 'provider="played",model="one"')).toBe(2)
    await admin.updatePolicy({ policy: { circuit: { failureThreshold: 2 } } })
    expect(await reasons()).toEqual(['UPSTREAM_UNAVAILABLE'])
    await app.reload(configuration)
    expect(await reasons()).toEqual(['UPSTREAM_UNAVAILABLE'])
  })

  it('of another provider leaves circuits as they are, one of their own begins them anew', async () => {
    const play: UpstreamHandler = (exchange) => exchange.sendJson(503, {})
    const content = { retry: { max_retries: 0 }, circuit: { failure_threshold: 1, open_duration: '1h' } }
    const { admin, ask } = await openChangeable(content, { play })
    const reasons = async () => (await errorOf(ask('one'))).reasons
    expect(await reasons()).toEqual(['UPSTREAM_UNAVAILABLE'])
    await admin.createProvider({ provider: { name: 'another', adapter: 'mock', models: [{ name: 'x' }] } })
    await admin.disableProvider({ name: 'another' })
    expect(await reasons()).toEqual(['CIRCUIT_OPEN'])
    await admin.updateProvider({ provider: { name: 'played', maxConnections: 7 } })
    expect(await reasons()).toEqual(['UPSTREAM_UNAVAILABLE'])
    expect(await reasons()).toEqual(['CIRCUIT_OPEN'])
  })

  it('of options and the default model holds for the next call', async () => {
    const { admin, llm, upstream } = await openChangeable()
    await admin.updatePolicy({ policy: { defaultModel: 'two', defaultOptions: { temperature: 0.5 } } })
    expect((await llm.generateText({ prompt: 'Hi' })).text).toBe('played-two')
    expect(upstream.requests[0]?.json.temperature).toBe(0.5)
  })

  it('can leave a part of a field to the file again', async () => {
    const { admin } = await openChangeable({ retry: { max_retries: 1, initial_delay: '2s' } })
    await admin.updatePolicy({ policy: { retry: { maxRetries: 5 } }, updateMask: { paths: ['retry'] } })
    const { policy } = await admin.resetPolicy({ resetMask: { paths: ['retry.initial_delay'] } })
    expect(policy?.retry).toMatchObject({ maxRetries: 5, initialDelay: { seconds: 2n } })
    expect(policy?.setPaths).toEqual(['retry.by_reason', 'retry.max_delay', 'retry.max_retries', 'retry.strategy'])
  })

  it('of which no field is named to be reset stays', async () => {
    const { admin } = await openChangeable()
    expect(await errorOf(admin.resetPolicy({}))).toMatchObject({ fields: ['reset_mask'] })
  })
})
