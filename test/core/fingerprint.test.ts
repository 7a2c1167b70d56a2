import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { fingerprintOf } from '../../src/core/fingerprint.ts'
import { userMessage } from '../support/call.ts'

type Init = MessageInitShape<typeof GenerateChatRequestSchema>

const asked = { messages: [userMessage('Count.')], options: { model: 'm', labels: { a: '1' } } } satisfies Init

function fingerprint(init: Init): string {
  return fingerprintOf(create(GenerateChatRequestSchema, init))
}

describe('a fingerprint', () => {
  it('is that of a request that came over the wire, too', () => {
    const request = create(GenerateChatRequestSchema, asked)
    const received = fromBinary(GenerateChatRequestSchema, toBinary(GenerateChatRequestSchema, request))
    expect(fingerprintOf(received)).toBe(fingerprintOf(request))
  })

  it('does not depend on the order in which a client writes its maps', () => {
    const maps = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string())
    fc.assert(
      fc.property(maps, fc.dictionary(fc.string(), fc.jsonValue()), (labels, fields) => {
        const options = { labels, providerOptions: { x: fields, a: { z: fields } } } as Init['options']
        const turned = { labels: turn(labels), providerOptions: { a: { z: turn(fields) }, x: turn(fields) } }
        expect(fingerprint({ ...asked, options: turned as Init['options'] })).toBe(fingerprint({ ...asked, options }))
      }),
    )
  })

  it('leaves out the context and the key, which are not what is asked', () => {
    expect(fingerprint({ ...asked, context: { traceId: 't' }, idempotencyKey: 'k' })).toBe(fingerprint(asked))
  })

  it.each<[string, Init]>([
    ['a message', { ...asked, messages: [userMessage('Count!')] }],
    ['the model', { ...asked, options: { ...asked.options, model: 'n' } }],
    ['an option', { ...asked, options: { ...asked.options, temperature: 0 } }],
    ['a label', { ...asked, options: { ...asked.options, labels: { a: '2' } } }],
    ['options of a provider', { ...asked, options: { ...asked.options, providerOptions: { p: { q: [1, 2] } } } }],
    ['a tool', { ...asked, tools: [{ name: 'look' }] }],
  ])('differs with %s', (_, other) => {
    expect(fingerprint(other)).not.toBe(fingerprint(asked))
  })

  it('keeps the order of lists', () => {
    const withStops = (stop: string[]) => fingerprint({ ...asked, options: { stop } })
    expect(withStops(['a', 'b'])).not.toBe(withStops(['b', 'a']))
  })
})

/** The same fields, written in the opposite order. */
function turn(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).reverse())
}
