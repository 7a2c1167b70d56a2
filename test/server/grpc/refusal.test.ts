import { describe, expect, it } from 'vitest'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { createHealth } from '../../../src/server/health.ts'
import { echo, frame, openDoor, openSession, rawCall } from './fixture.ts'

const refusal = () => new GatewayError(ErrorReason.OVERLOADED, 'too much', { metadata: { limit: 'heap' } })

describe('a door that takes no new calls', () => {
  it('says so although the body never comes', async () => {
    const door = await openDoor(echo, { refusal })
    const { error } = await rawCall(openSession(door.address), { chunks: [], open: true })
    expect(error).toMatchObject({ code: 8, reason: 'OVERLOADED', retryInfo: true })
    expect(door.reported).toEqual(['OVERLOADED'])
  })

  it('does so after it has asked who calls, and before anything else', async () => {
    const authenticate = () => {
      throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'no key')
    }
    const door = await openDoor(echo, { refusal, authenticate })
    expect((await rawCall(openSession(door.address))).error.reason).toBe('UNAUTHENTICATED')
    const open = await openDoor(echo, { refusal })
    const late = await rawCall(openSession(open.address), { headers: { 'grpc-timeout': '0m' } })
    expect(late.error.reason).toBe('OVERLOADED')
  })

  it('takes those of the services that are not refused, and health checks in any case', async () => {
    const services = [{ desc: LLMService, handlers: echo }, createHealth([]).service]
    const asked: string[] = []
    const door = await openDoor(echo, { services, refusal: ({ typeName }) => void asked.push(typeName) })
    const session = openSession(door.address)
    expect((await rawCall(session)).grpcStatus).toBe(0)
    const check = await rawCall(session, { path: `/${Health.typeName}/Check`, chunks: [frame(new Uint8Array())] })
    expect(check.grpcStatus).toBe(0)
    expect(asked).toEqual([LLMService.typeName])
  })
})
