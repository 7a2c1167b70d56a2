import { create } from '@bufbuild/protobuf'
import { expect, it } from 'vitest'
import { MessageSchema, PartSchema } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { createValidate } from '../../src/rpc/validate.ts'

const validate = createValidate()

/** How many fields are told of for a conversation of empty messages, each of so many empty parts. */
function violationsOf(messages: number, parts = 0): number {
  const empty = create(MessageSchema, { parts: Array.from({ length: parts }, () => create(PartSchema)) })
  try {
    validate(GenerateChatRequestSchema, create(GenerateChatRequestSchema, { messages: Array(messages).fill(empty) }))
  } catch (error) {
    if (error instanceof GatewayError) return error.violations.length
    throw error
  }
  return 0
}

it('tells of every field that breaks a rule', () => {
  expect(violationsOf(100)).toBeGreaterThanOrEqual(100)
})

it.each([
  ['in one list', 30_000, 0],
  ['in many lists', 1000, 1000],
])('tells of one field of a message with too many values to look at, %s', (_where, messages, parts) => {
  expect(violationsOf(messages, parts)).toBe(1)
})
