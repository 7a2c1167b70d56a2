import { describe, expect, it } from 'vitest'
import { StatusCode } from '../../../src/core/status.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import { callUnary, echo, generateText, openClient, openDoor, openSession, rawCall } from './fixture.ts'
import { deafHandlers, streamPath } from './handlers.ts'

describe('the deadline', () => {
  it('is kept although the handler ignores its signal', async () => {
    const { handlers, reason } = deafHandlers()
    const door = await openDoor(handlers)
    const { error } = await rawCall(openSession(door.address), { headers: { 'grpc-timeout': '50m' } })
    expect(error).toMatchObject({ code: StatusCode.DEADLINE_EXCEEDED, reason: 'DEADLINE_EXCEEDED' })
    expect(await reason).toBe('DEADLINE_EXCEEDED')
  })

  it('ends a stream after the messages that came', async () => {
    const { handlers } = deafHandlers()
    const door = await openDoor(handlers)
    const answer = await rawCall(openSession(door.address), { path: streamPath, headers: { 'grpc-timeout': '50m' } })
    expect(answer.body.length).toBeGreaterThan(0)
    expect(answer.error).toMatchObject({ code: StatusCode.DEADLINE_EXCEEDED, reason: 'DEADLINE_EXCEEDED' })
  })

  it('ends a call whose request never ends', async () => {
    const door = await openDoor(echo)
    const request = { headers: { 'grpc-timeout': '50m' }, open: true, chunks: [] }
    const { error } = await rawCall(openSession(door.address), request)
    expect(error).toMatchObject({ code: StatusCode.DEADLINE_EXCEEDED, reason: 'DEADLINE_EXCEEDED' })
  })

  it('has passed when it is 0 or less than a millisecond', async () => {
    const door = await openDoor(echo)
    const session = openSession(door.address)
    for (const timeout of ['0S', '0n', '1n', '999u']) {
      const { error } = await rawCall(session, { headers: { 'grpc-timeout': timeout } })
      expect(error).toMatchObject({ code: StatusCode.DEADLINE_EXCEEDED, reason: 'DEADLINE_EXCEEDED' })
    }
  })

  it('is the longest that the server allows when there is none or an absurd one', async () => {
    const deadlines: number[] = []
    const door = await openDoor({
      generateText: async (_request: unknown, { deadline }: RequestContext) => {
        deadlines.push(deadline - Date.now())
        return { $typeName: 'switchyard.v1.GenerateTextResponse', text: '' }
      },
    })
    const session = openSession(door.address)
    for (const headers of [{}, { 'grpc-timeout': '99999999H' }, { 'grpc-timeout': '99999999S' }]) {
      expect((await rawCall(session, { headers })).grpcStatus).toBe(StatusCode.OK)
    }
    expect(deadlines.map((left) => Math.round(left / 60_000))).toEqual([10, 10, 10])
  })

  it('is refused when it is malformed', async () => {
    const door = await openDoor(echo)
    const session = openSession(door.address)
    for (const timeout of ['', '5', 'S', '-1S', '1.5S', '999999999S', '1 S', '1S, 2S', '0x10S', '1h', 'infinity']) {
      const { error } = await rawCall(session, { headers: { 'grpc-timeout': timeout } })
      expect(error).toMatchObject({ code: StatusCode.INVALID_ARGUMENT, reason: 'INVALID_REQUEST' })
    }
  })
})

describe('a client of grpc-js', () => {
  it('sees its deadline', async () => {
    const { handlers } = deafHandlers()
    const door = await openDoor(handlers)
    const call = callUnary(openClient(door.address), generateText, { prompt: 'x' }, { deadline: Date.now() + 50 })
    await expect(call).rejects.toMatchObject({ code: StatusCode.DEADLINE_EXCEEDED })
  })
})
