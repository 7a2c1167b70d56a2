import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { clientOf, dial, echo, errorOf, post, readToEnd, runDoor, stopDoors, TEXT_PATH, wires } from './support.ts'

afterEach(stopDoors)

const refusal = () => new GatewayError(ErrorReason.OVERLOADED, 'too much', { metadata: { limit: 'heap' } })

describe('a door that takes no new calls', () => {
  it.each(wires)('says so over %s', async (wire) => {
    const { port, errors } = await runDoor(echo, { refusal })
    expect(await errorOf(clientOf(port, wire).generateText({}))).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['OVERLOADED'],
    })
    expect(errors).toEqual([])
  })

  it('says so although the body never comes', async () => {
    const { port } = await runDoor(echo, { refusal, limits: { bodyGraceMs: 200 } })
    const socket = await dial(port, post(TEXT_PATH, '', { 'content-length': '1000000' }))
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 429 .*OVERLOADED/s)
  })

  it('does so after it has asked who calls', async () => {
    const authenticate = () => {
      throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'no key')
    }
    const { port } = await runDoor(echo, { refusal, authenticate })
    expect(await errorOf(clientOf(port, 'connect h1').generateText({}))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
  })

  it('is asked about the service that is called', async () => {
    const asked: string[] = []
    const { port } = await runDoor(echo, { refusal: ({ typeName }) => void asked.push(typeName) })
    await clientOf(port, 'connect h1').generateText({ prompt: 'hi' })
    expect(asked).toEqual([LLMService.typeName])
  })
})
