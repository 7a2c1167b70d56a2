import { create, toBinary } from '@bufbuild/protobuf'
import { expect, it } from 'vitest'
import { MessageSchema } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { hasTooManyFields } from '../../src/rpc/field-count.ts'

function isTooMuch(messages: number, parts: number): boolean {
  const message = create(MessageSchema, { parts: Array.from({ length: parts }, () => ({})) })
  const request = create(GenerateChatRequestSchema, { messages: Array(messages).fill(message) })
  return hasTooManyFields(GenerateChatRequestSchema, toBinary(GenerateChatRequestSchema, request))
}

it.each([
  [100_000, 0, false],
  [100_001, 0, true],
  [200, 499, false],
  [200, 500, true],
])('%i messages of %i parts: whether they are too many fields is %s', (messages, parts, expected) => {
  expect(isTooMuch(messages, parts)).toBe(expected)
})

it('leaves what is no message to whoever reads it', () => {
  expect(hasTooManyFields(GenerateChatRequestSchema, Uint8Array.of(10, 200, 1, 255))).toBe(false)
})
