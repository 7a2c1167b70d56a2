import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, invalidField } from '../../../src/core/errors.ts'
import { errorBody, errorObject } from '../../../src/server/openai/errors.ts'

const paramOf = (field: string) => `the ${field}`
const { INVALID_REQUEST, NOT_SUPPORTED_BY_PROVIDER, RATE_LIMITED, BUDGET_EXCEEDED } = ErrorReason

describe('an error for OpenAI’s clients', () => {
  it('names the parameter as its caller wrote it', () => {
    expect(errorObject(invalidField('name', 'is bad'), paramOf)).toEqual({
      message: 'the name: is bad',
      type: 'invalid_request_error',
      param: 'the name',
      code: 'invalid_request',
      reason: 'INVALID_REQUEST',
    })
  })

  it.each([
    [{ field: 'messages[0]' }, 'the messages[0]'],
    [{ upstream_param: 'temperature' }, 'temperature'],
    [{}, null],
  ])('names what a provider did not take: %j', (metadata, param) => {
    const error = new GatewayError(NOT_SUPPORTED_BY_PROVIDER, 'No.', { metadata })
    expect(errorObject(error, paramOf).param).toBe(param)
  })

  it('tells three faults of many', () => {
    const violations = ['a', 'b', 'c', 'd'].map((field) => ({ field, description: 'is bad' }))
    const { message } = errorObject(new GatewayError(INVALID_REQUEST, 'Bad.', { violations }), paramOf)
    expect(message).toBe('the a: is bad; the b: is bad; the c: is bad')
  })

  it.each([
    [RATE_LIMITED, 'true'],
    [BUDGET_EXCEEDED, 'false'],
  ] as const)('says whether another try makes sense: %s', (reason, should) => {
    expect(errorBody(new GatewayError(reason, 'No.'), paramOf).header).toEqual([['x-should-retry', should]])
  })
})
