import { create } from '@bufbuild/protobuf'
import { afterEach, describe, expect, it } from 'vitest'
import { GenerateTextResponseSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import { envelope, openSession, requestHttp2, runDoor, stopDoors, TEXT_PATH } from './support.ts'

afterEach(stopDoors)

describe('a deadline', () => {
  const handlers = {
    generateText: async (_request: unknown, { deadline }: RequestContext) =>
      create(GenerateTextResponseSchema, { text: String(deadline - Date.now()) }),
  }
  const maxCallMs = 5000

  async function grpcStatus(port: number, timeout: string): Promise<unknown> {
    const session = await openSession(port)
    const headers = { ':path': TEXT_PATH, 'content-type': 'application/grpc', te: 'trailers', 'grpc-timeout': timeout }
    const answer = await requestHttp2(session, headers, envelope(new Uint8Array()))
    session.destroy()
    return answer.trailers['grpc-status'] ?? answer.headers['grpc-status']
  }

  it.each(['0n', '0S', '0H'])('of %s by gRPC has passed already', async (timeout) => {
    const { port } = await runDoor({ generateText: () => new Promise(() => {}) })
    expect(await grpcStatus(port, timeout)).toBe('4')
  })

  it.each(['99999999H', '10S'])('of %s by gRPC is brought down to the limit', async (timeout) => {
    const { port } = await runDoor(handlers, { limits: { maxCallMs } })
    expect(await grpcStatus(port, timeout)).toBe('0')
  })

  it.each(['soon', '5', '-1S', '123456789S', '5X'])('of %j by gRPC is malformed', async (timeout) => {
    const { port } = await runDoor(handlers)
    expect(await grpcStatus(port, timeout)).toBe('3')
  })

  it.each([
    ['9999999999', 200, maxCallMs],
    [undefined, 200, maxCallMs],
    ['4000', 200, 4000],
  ])('of %j by Connect leaves what it says, within the limit', async (timeout, status, atMost) => {
    const { port } = await runDoor(handlers, { limits: { maxCallMs } })
    const headers = { 'content-type': 'application/json', ...(timeout ? { 'connect-timeout-ms': timeout } : {}) }
    const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, { method: 'POST', headers, body: '{}' })
    const left = Number(((await answer.json()) as { text: string }).text)
    expect(answer.status).toBe(status)
    expect(left).toBeLessThanOrEqual(atMost)
    expect(left).toBeGreaterThan(0)
  })

  it.each(['soon', '-5', '1.5', '99999999999'])('of %j by Connect is malformed', async (timeout) => {
    const { port } = await runDoor(handlers)
    const headers = { 'content-type': 'application/json', 'connect-timeout-ms': timeout }
    const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('google.rpc.ErrorInfo')
  })
})
