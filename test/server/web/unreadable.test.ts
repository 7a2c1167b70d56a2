import { type DescMessage, fromJsonString } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { GatewayError } from '../../../src/core/errors.ts'
import { unreadableRequest } from '../../../src/server/web/unreadable.ts'

/** The error for a body that the parser does not take. */
function errorFor(request: DescMessage, json: string): GatewayError {
  try {
    fromJsonString(request, json)
  } catch (error) {
    return unreadableRequest((error as Error).message, request)
  }
  throw new Error('The body can be read.')
}

const chat = (message: string) => `{"messages": [{"role": "ROLE_USER"}, ${message}]}`

describe('the error for an unreadable request', () => {
  it.each([
    ['an unknown field of the request', GenerateTextRequestSchema, '{"promt": "hushed"}', 'promt'],
    ['an unknown field within it', GenerateTextRequestSchema, '{"options": {"topQ": "hushed"}}', 'options.topQ'],
    ['a key that is no identifier, in a list', GenerateChatRequestSchema, chat('{"rôle": "hushed"}'), 'messages[]'],
    ['a text for a list', GenerateChatRequestSchema, '{"messages": "hushed"}', 'messages'],
    ['a number in a list of texts', GenerateTextRequestSchema, '{"options": {"stop": ["a", 5]}}', 'options.stop'],
    ['an unknown field of an item', GenerateChatRequestSchema, chat('{"rule": "hushed"}'), 'messages[].rule'],
    ['an unknown value of an enum', GenerateChatRequestSchema, chat('{"role": "hushed"}'), 'messages[].role'],
    ['a value of the wrong type', GenerateTextRequestSchema, '{"options": {"seed": "hushed"}}', 'options.seed'],
    ['a text for a message', GenerateTextRequestSchema, '{"options": "hushed"}', 'options'],
  ])('names the field: %s', (_, request, json, field) => {
    const error = errorFor(request, json)
    expect(error.reasonName).toBe('INVALID_REQUEST')
    expect(error.violations.map((violation) => violation.field)).toEqual([field])
    expect(error.message).toContain(field)
    expect(error.message).not.toContain('hushed')
  })

  it.each([
    ['that is no JSON', '{"prompt": field hushed}'],
    ['with a key twice', '{"hushed": 1, "hushed": 2}'],
    ['with a key that is no identifier', '{"is hushed": 1}'],
    ['with a key too long for a name', `{"hushed${'x'.repeat(64)}": 1}`],
    ['with a key that looks like the parser’s words', '{"a\\" is unknown, key \\"hushed": 1}'],
  ])('repeats nothing of a body %s', (_, json) => {
    const error = errorFor(GenerateTextRequestSchema, json)
    expect(error.violations).toEqual([])
    expect(error.message).not.toContain('hushed')
  })

  it('names only the field, without its place, where the parser leaves several places open', () => {
    const error = errorFor(FileDescriptorProtoSchema, '{"messageType": [{"field": [{"typo": 1}]}]}')
    expect(error.violations).toMatchObject([{ field: 'typo' }])
  })

  it('names no field where it may be one of several', () => {
    const error = errorFor(GenerateTextRequestSchema, '{"options": {"retry": {"maxDelay": "hushed"}}}')
    expect(error.violations).toEqual([])
    expect(error.message).not.toContain('hushed')
  })
})
