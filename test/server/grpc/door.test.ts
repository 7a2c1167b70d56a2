import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { operator } from '../../../src/core/principal.ts'
import { StatusCode } from '../../../src/core/status.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import {
  callUnary,
  echo,
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

describe('the gRPC door', () => {
  it('answers a unary call', async () => {
    const door = await openDoor(echo)
    expect(await callUnary(openClient(door.address), generateText, { prompt: 'hello' })).toMatchObject({
      text: 'hello',
    })
    expect(door.reported).toEqual([])
  })

  it('streams messages in order', async () => {
    const door = await openDoor({
      generateTextStream: async function* () {
        yield [textDelta('a', 1), textDelta('b', 2)]
        yield []
        yield [textDelta('c', 3)]
      },
    })
    const { messages, error } = await readAll(openStream(openClient(door.address), generateTextStream, { prompt: 'x' }))
    expect(error).toBeUndefined()
    expect(messages).toMatchObject([{ sequence: 1n }, { sequence: 2n }, { sequence: 3n }])
  })

  it('streams tens of thousands of messages without losing one, however slowly they are read', async () => {
    const door = await openDoor({
      generateTextStream: async function* () {
        for (let batch = 0; batch < 200; batch++) {
          yield Array.from({ length: 100 }, (_, index) => textDelta('x'.repeat(50), batch * 100 + index))
        }
      },
    })
    const { messages, error } = await readAll(openStream(openClient(door.address), generateTextStream, { prompt: 'x' }))
    expect(error).toBeUndefined()
    const sequences = messages.map(({ sequence }: { sequence: bigint }) => Number(sequence))
    expect(sequences).toEqual(Array.from({ length: 20_000 }, (_, index) => index))
  })

  it('gives the handler the caller, the deadline and the headers', async () => {
    let context: RequestContext | undefined
    const door = await openDoor({
      generateText: async (_request: unknown, given: RequestContext) => {
        context = given
        return { $typeName: 'switchyard.v1.GenerateTextResponse', text: '' }
      },
    })
    const deadline = Date.now() + 60_000
    const settings = { metadata: { traceparent: 'abc' }, deadline }
    await callUnary(openClient(door.address), generateText, { prompt: 'x' }, settings)
    expect(context?.principal).toEqual(operator('local', 'local'))
    expect(context?.header('traceparent')).toBe('abc')
    expect(context?.header('absent')).toBeUndefined()
    expect(Math.abs((context?.deadline ?? 0) - deadline)).toBeLessThan(10_000)
    expect(context?.signal.aborted).toBe(false)
  })

  it('gives every error exactly one ErrorInfo, and the facts that belong to it', async () => {
    const thrown = new GatewayError(ErrorReason.CIRCUIT_OPEN, 'Größer\n100%', { metadata: { model: 'm' } })
    const door = await openDoor({ generateText: async () => Promise.reject(thrown) })
    await expect(callUnary(openClient(door.address), generateText, { prompt: 'x' })).rejects.toMatchObject({
      code: StatusCode.UNAVAILABLE,
      message: 'Größer\n100%',
      errorInfos: [{ reason: 'CIRCUIT_OPEN', domain: 'switchyard', metadata: { model: 'm' } }],
      retryInfo: true,
    })
    expect(door.reported).toEqual(['CIRCUIT_OPEN'])
  })

  it('names the first bad fields when there are more than headers can carry', async () => {
    const violations = Array.from({ length: 5000 }, (_, index) => ({ field: `messages[${index}]`, description: 'bad' }))
    const thrown = new GatewayError(ErrorReason.INVALID_REQUEST, 'bad '.repeat(5000), { violations })
    const door = await openDoor({ generateText: async () => Promise.reject(thrown) })
    await expect(callUnary(openClient(door.address), generateText, { prompt: 'x' })).rejects.toMatchObject({
      code: StatusCode.INVALID_ARGUMENT,
      reason: 'INVALID_REQUEST',
    })
  })

  it('survives an error that cannot be encoded', async () => {
    const thrown = new GatewayError(ErrorReason.CIRCUIT_OPEN, 'x', { retryAfterMs: Number.NaN })
    const door = await openDoor({ generateText: async () => Promise.reject(thrown) })
    await expect(callUnary(openClient(door.address), generateText, { prompt: 'x' })).rejects.toMatchObject({
      code: StatusCode.INTERNAL,
      reason: 'INTERNAL',
    })
  })

  it('hides what an unexpected error says', async () => {
    const door = await openDoor({ generateText: async () => Promise.reject(new Error('secret')) })
    const error = await callUnary(openClient(door.address), generateText, { prompt: 'x' }).catch((caught) => caught)
    expect(error).toMatchObject({ code: StatusCode.INTERNAL, reason: 'INTERNAL' })
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  it('answers a handler that gives something else than its message', async () => {
    const door = await openDoor({
      generateText: async () => undefined,
    })
    await expect(callUnary(openClient(door.address), generateText, { prompt: 'x' })).rejects.toMatchObject({
      code: StatusCode.INTERNAL,
      reason: 'INTERNAL',
    })
  })

  it('ends a stream with the error that comes after messages, and delivers those', async () => {
    const door = await openDoor({
      generateTextStream: async function* () {
        yield [textDelta('a', 1)]
        throw new GatewayError(ErrorReason.STREAM_TRUNCATED, 'cut')
      },
    })
    const { messages, error } = await readAll(openStream(openClient(door.address), generateTextStream, { prompt: 'x' }))
    expect(messages).toMatchObject([{ sequence: 1n }])
    expect(error).toMatchObject({ code: StatusCode.UNAVAILABLE, reason: 'STREAM_TRUNCATED', retryInfo: true })
  })

  it('answers every method of the contract that has no handler', async () => {
    const door = await openDoor({})
    const session = openSession(door.address)
    for (const { name } of LLMService.methods) {
      const path = `/${LLMService.typeName}/${name}`
      const { error } = await rawCall(session, { path })
      expect(error).toMatchObject({ code: StatusCode.UNIMPLEMENTED, reason: 'METHOD_NOT_AVAILABLE' })
      expect(error.errorInfos[0]?.metadata).toEqual({ method: path })
    }
  })

  it('answers paths that are no method', async () => {
    const door = await openDoor(echo)
    const session = openSession(door.address)
    for (const path of [
      '/',
      '/x.Y/Z',
      '//',
      '/%00',
      '/switchyard.v1.LLMService/GenerateText?x=1',
      `/${'x'.repeat(5000)}`,
    ]) {
      const { error } = await rawCall(session, { path })
      expect(error).toMatchObject({ code: StatusCode.UNIMPLEMENTED, reason: 'METHOD_NOT_AVAILABLE' })
    }
  })

  it('says so when the port is taken', async () => {
    const door = await openDoor(echo)
    await expect(openDoor(echo, { address: door.address })).rejects.toThrow(/EADDRINUSE/)
  })
})
