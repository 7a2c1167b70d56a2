import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import type { GatewayError } from '../../../src/core/errors.ts'
import { StatusCode } from '../../../src/core/status.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import { createHealth } from '../../../src/server/health.ts'
import {
  callUnary,
  generateText,
  generateTextStream,
  openClient,
  openDoor,
  openSession,
  openStream,
  rawCall,
  readAll,
  textDelta,
} from './fixture.ts'

/** A stream that sends one message, and the rest when told. */
function pausedStream() {
  const go = Promise.withResolvers<void>()
  const reason = Promise.withResolvers<string>()
  const handlers = {
    generateTextStream: async function* (_request: unknown, { signal }: RequestContext) {
      signal.addEventListener('abort', () => reason.resolve((signal.reason as GatewayError).reasonName))
      yield [textDelta('a', 1)]
      await go.promise
      yield [textDelta('b', 2)]
    },
  }
  return { handlers, go: go.resolve, reason: reason.promise }
}

describe('a door that stops', () => {
  it('lets a running stream end, and takes no new call', async () => {
    const paused = pausedStream()
    const door = await openDoor(paused.handlers)
    const session = openSession(door.address)
    const goaway = once(session, 'goaway')
    const client = openClient(door.address)
    const stream = openStream(client, generateTextStream, { prompt: 'x' })
    const first = once(stream, 'data')
    const raw = rawCall(session, { path: '/switchyard.v1.LLMService/GenerateTextStream' })
    await first
    let stopped = false
    const stopping = door.stop(60_000).then(() => {
      stopped = true
    })
    await goaway
    const call = callUnary(openClient(door.address), generateText, { prompt: 'x' })
    await expect(call).rejects.toMatchObject({ code: StatusCode.UNAVAILABLE })
    expect(stopped).toBe(false)
    paused.go()
    expect(await readAll(stream)).toMatchObject({ messages: [{ sequence: 2n }] })
    expect((await raw).grpcStatus).toBe(StatusCode.OK)
    await stopping
    expect(door.reported).toEqual([])
  })

  it('tells those that still run at the end of the time to call again', async () => {
    const paused = pausedStream()
    const door = await openDoor(paused.handlers)
    const stream = openStream(openClient(door.address), generateTextStream, { prompt: 'x' })
    const reading = readAll(stream)
    await once(stream, 'data')
    const stopping = door.stop(20)
    const { error } = await reading
    expect(error).toMatchObject({ code: StatusCode.UNAVAILABLE, reason: 'SHUTTING_DOWN', retryInfo: true })
    expect(await paused.reason).toBe('SHUTTING_DOWN')
    await stopping
  })

  it('stops at once when it is told a second time', async () => {
    const paused = pausedStream()
    const door = await openDoor(paused.handlers)
    const stream = openStream(openClient(door.address), generateTextStream, { prompt: 'x' })
    const reading = readAll(stream)
    await once(stream, 'data')
    const patient = door.stop(600_000)
    await door.stop(0)
    await patient
    expect((await reading).error).toMatchObject({ reason: 'SHUTTING_DOWN' })
  })

  it('cuts off a caller that does not read its last status', async () => {
    const door = await openDoor({
      generateTextStream: async function* () {
        for (;;) yield [textDelta('x'.repeat(10_000))]
      },
    })
    const session = openSession(door.address)
    const call = session.request({
      ':method': 'POST',
      ':path': '/switchyard.v1.LLMService/GenerateTextStream',
      'content-type': 'application/grpc',
    })
    call.on('error', () => {})
    call.end(Buffer.from([0, 0, 0, 0, 0]))
    await once(call, 'response')
    await door.stop(0)
    expect(door.reported).toEqual(['SHUTTING_DOWN'])
  })

  it('does not wait for those who watch its health', async () => {
    const health = createHealth([])
    const door = await openDoor({}, { services: [health.service] })
    const watching = openStream(openClient(door.address), Health.method.watch, {})
    const reading = readAll(watching)
    await once(watching, 'data')
    await door.stop(600_000)
    expect((await reading).error).toMatchObject({ reason: 'SHUTTING_DOWN' })
  })

  it('stops although a connection is idle', async () => {
    const door = await openDoor({})
    const session = openSession(door.address)
    await once(session, 'connect')
    await rawCall(session)
    await door.stop(600_000)
    expect(session.closed || session.destroyed).toBe(true)
  })
})
