import { describe, expect, it } from 'vitest'
import {
  Health,
  type HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '#gen/grpc/health/v1/health_pb.js'
import { StatusCode } from '../../src/core/status.ts'
import type { RequestContext, StreamHandler } from '../../src/rpc/handler.ts'
import { createHealth, type ServerHealth } from '../../src/server/health.ts'
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
