import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { parseJson } from '../../../src/server/web/endpoints/json-body.ts'

const read = (text: string) => parseJson(new TextEncoder().encode(text))

it.each([
  ['a text', '{"prompt":"a\\ud800b"}'],
  ['a text in a list', '["\\uDC00\\uD800"]'],
  ['a name', '{"\\udc00":1}'],
])('half of a surrogate pair in %s is refused, for it is no Unicode', (_where, json) => {
  expect(() => read(json)).toThrow(expect.objectContaining({ reason: ErrorReason.INVALID_REQUEST }))
})

it('pairs, and texts that only look like halves, are taken', () => {
  expect(read('{"\\ud83d\\ude00":["\\ud83d\\ude00","\\\\ud800"]}')).toEqual({ '😀': ['😀', '\\ud800'] })
})
