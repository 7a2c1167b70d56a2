import { describe, expect, it } from 'vitest'
import { GeminiReader } from '../../../src/providers/gemini/reader.ts'
import { geminiChunk } from '../../support/gemini-wire.ts'
import { type Json, readEvents, readerContext } from '../../support/read-events.ts'

const eventOf = (parts: Json[], finish?: string) => ({
  event: '',
  data: JSON.stringify(geminiChunk(parts, finish === undefined ? {} : { finish })),
})

/** A stream that brings each part by itself. */
const stream = (...parts: Json[]) =>
  readEvents(new GeminiReader('call-1', readerContext), (reader) => {
    for (const part of parts) reader.event(eventOf([part]))
    reader.event(eventOf([], 'STOP'))
  })

describe('arguments in pieces', () => {
  const piece = (jsonPath: string, value: Json, willContinue = true) => ({
    functionCall: { partialArgs: [{ jsonPath, ...value }], willContinue },
  })

  it('are put together', () => {
    const { contents } = stream(
      { functionCall: { name: 'f', willContinue: true }, thoughtSignature: 'S' },
      piece('$.city', { stringValue: 'New ', willContinue: true }),
      piece('$.city', { stringValue: 'York' }),
      piece("$.list[0]['a key']", { numberValue: 1 }),
      piece('$.list[1]', { boolValue: false }),
      piece('$.__proto__.polluted', { nullValue: 'NULL_VALUE' }),
      { functionCall: {} },
      { functionCall: { name: 'g' } },
    )
    expect(contents).toEqual([
      {
        toolCall: {
          id: 'call_call-1_0',
          name: 'f',
          arguments: '{"city":"New York","list":[{"a key":1},false],"__proto__":{"polluted":null}}',
        },
      },
      { toolCall: { id: 'call_call-1_1', name: 'g', arguments: '{}' } },
    ])
    expect({}).not.toHaveProperty('polluted')
  })

  it.each(['city', '$', '$.a[99999999]', `$${'.a'.repeat(100)}`, '$.a.'])('are refused without a place: %s', (path) => {
    const { functionCall } = piece(path, { stringValue: 'x' })
    expect(() => stream({ functionCall: { name: 'f', ...functionCall } })).toThrow(
      expect.objectContaining({ reasonName: 'UPSTREAM_MALFORMED' }),
    )
  })

  it('are not completed when the answer is cut', () => {
    const { events } = readEvents(new GeminiReader('call-1', readerContext), (reader) => {
      reader.event(eventOf([{ functionCall: { name: 'f', willContinue: true } }]))
    })
    expect(events.map((one) => one.case)).toEqual(['partStarted'])
  })
})
