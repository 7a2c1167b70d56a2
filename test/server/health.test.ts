import { describe, expect, it } from 'vitest'
import {
  Health,
  type HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '#gen/grpc/health/v1/health_pb.js'
import { StatusCode } from '../../src/core/status.ts'
import type { RequestContext, StreamHandler } from '../../src/rpc/handler.ts'
import { createHealth, type ServerHealth } from '../../src/server/health.ts'
import { FakeClock, settled } from '../support/fake-clock.ts'
import { callUnary, openClient, openDoor, openStream } from './grpc/fixture.ts'

const service = 'switchyard.v1.LLMService'
const { check, list, watch } = Health.method

async function open(health: ServerHealth) {
  const door = await openDoor({}, { services: [health.service] })
  return openClient(door.address)
}

describe('health', () => {
  it('is not serving until it is said to be', async () => {
    const health = createHealth([service])
    const client = await open(health)
    for (const name of ['', service, Health.typeName]) {
      expect(await callUnary(client, check, { service: name })).toMatchObject({ status: ServingStatus.NOT_SERVING })
    }
    health.set(true)
    for (const name of ['', service, Health.typeName]) {
      expect(await callUnary(client, check, { service: name })).toMatchObject({ status: ServingStatus.SERVING })
    }
  })

  it('does not know other services', async () => {
    const client = await open(createHealth([service]))
    for (const name of ['x.Y', '__proto__', 'constructor', service.toLowerCase()]) {
      const call = callUnary(client, check, { service: name })
      await expect(call).rejects.toMatchObject({
        code: StatusCode.NOT_FOUND,
        errorInfos: [{ metadata: { service: name } }],
      })
    }
  })

  it('lists every service', async () => {
    const health = createHealth([service])
    health.set(true)
    const { statuses } = (await callUnary(await open(health), list, {})) as {
      statuses: Record<string, HealthCheckResponse>
    }
    expect(Object.keys(statuses).sort()).toEqual(['', Health.typeName, service])
    for (const { status } of Object.values(statuses)) expect(status).toBe(ServingStatus.SERVING)
  })

  it('tells those who watch each change, and ends their streams when it closes', async () => {
    const health = createHealth([service])
    const stream = openStream(await open(health), watch, { service })
    const statuses: ServingStatus[] = []
    stream.on('data', ({ status }: HealthCheckResponse) => {
      statuses.push(status)
      if (statuses.length === 1) health.set(true)
      if (statuses.length === 2) health.set(false)
      if (statuses.length === 3) health.set(true)
      if (statuses.length === 4) health.close()
    })
    const ended = await new Promise<number>((resolve) => stream.on('status', ({ code }) => resolve(code)))
    expect(ended).toBe(StatusCode.OK)
    const { SERVING, NOT_SERVING } = ServingStatus
    expect(statuses).toEqual([NOT_SERVING, SERVING, NOT_SERVING, SERVING, NOT_SERVING])
    health.set(true)
    expect(health.serving).toBe(false)
  })

  it('tells those who watch an unknown service so, once, and keeps their streams open', async () => {
    const health = createHealth([service])
    const stream = openStream(await open(health), watch, { service: 'x.Y' })
    const statuses: ServingStatus[] = []
    stream.on('data', ({ status }: HealthCheckResponse) => {
      statuses.push(status)
      health.set(true)
      setImmediate(() => health.close())
    })
    await new Promise((resolve) => stream.on('status', resolve))
    expect(statuses).toEqual([ServingStatus.SERVICE_UNKNOWN])
  })

  describe('of providers', () => {
    const states: Record<string, 'unknown' | 'healthy' | 'degraded' | 'unhealthy'> = {}
    const clock = new FakeClock()
    const providers = {
      get names() {
        return Object.keys(states)
      },
      stateOf: (name: string) => states[name] ?? 'unknown',
    }

    function serving() {
      const health = createHealth([service], { clock, providers })
      health.set(true)
      return health
    }

    it('tells whether each answers, and knows no others', async () => {
      Object.assign(states, { a: 'unknown', b: 'healthy', 'c/east': 'degraded', d: 'unhealthy' })
      const client = await open(serving())
      const { statuses } = (await callUnary(client, list, {})) as { statuses: Record<string, HealthCheckResponse> }
      const { UNKNOWN, SERVING, NOT_SERVING } = ServingStatus
      const told = {
        'provider/a': UNKNOWN,
        'provider/b': SERVING,
        'provider/c/east': SERVING,
        'provider/d': NOT_SERVING,
      }
      for (const [name, status] of Object.entries(told)) {
        expect([name, statuses[name]?.status]).toEqual([name, status])
        expect(await callUnary(client, check, { service: name })).toMatchObject({ status })
      }
      for (const name of ['provider/', 'provider/e', 'a', 'Provider/a', 'provider/__proto__']) {
        const call = callUnary(client, check, { service: name })
        await expect(call).rejects.toMatchObject({ code: StatusCode.NOT_FOUND })
      }
    })

    it('is not serving for any of them while the server is not', async () => {
      Object.assign(states, { b: 'healthy' })
      const client = await open(createHealth([service], { clock, providers }))
      expect(await callUnary(client, check, { service: 'provider/b' })).toMatchObject({
        status: ServingStatus.NOT_SERVING,
      })
    })

    it('tells those who watch one within a second, also when it appears or goes', async () => {
      Object.assign(states, { b: 'healthy' })
      const controller = new AbortController()
      const watchHandler = serving().service.handlers.watch as StreamHandler<unknown, HealthCheckResponse>
      const watching = watchHandler({ service: 'provider/b' }, { signal: controller.signal } as RequestContext)
      const told: (ServingStatus | undefined)[] = []
      const reading = (async () => {
        for await (const [message] of watching) told.push(message?.status)
      })()
      const change = async (state: (typeof states)[string] | undefined) => {
        if (state) states.b = state
        else delete states.b
        await clock.advance(1000)
      }
      await settled()
      for (const state of ['degraded', 'unhealthy', 'unhealthy', 'healthy', undefined, 'unknown'] as const) {
        await change(state)
      }
      const { SERVING, NOT_SERVING, SERVICE_UNKNOWN, UNKNOWN } = ServingStatus
      expect(told).toEqual([SERVING, NOT_SERVING, SERVING, SERVICE_UNKNOWN, UNKNOWN])
      controller.abort()
      await reading
      expect(clock.pendingTimers).toBe(0)
    })
  })

  it('lets go of those who stop watching', async () => {
    const controller = new AbortController()
    const context = { signal: controller.signal } as RequestContext
    const watchHandler = createHealth([service]).service.handlers.watch as StreamHandler<unknown, unknown>
    const watching = watchHandler({ service }, context)[Symbol.asyncIterator]()
    expect((await watching.next()).done).toBe(false)
    const next = watching.next()
    controller.abort()
    expect((await next).done).toBe(true)
  })
})
