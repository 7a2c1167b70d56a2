import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ServerSentEvent, SseParser } from '../../../src/providers/http/sse-parser.ts'

function parse(pieces: readonly (string | Uint8Array)[], maxEventBytes = 1 << 20): ServerSentEvent[] {
  const parser = new SseParser(maxEventBytes)
  const events = pieces.flatMap((piece) => parser.push(Buffer.from(piece)))
  return [...events, ...parser.end()]
}

const data = (...texts: string[]) => texts.map((text) => ({ event: '', data: text }))

describe('SseParser', () => {
  it('gives the data of each event', () => {
    expect(parse(['data: one\n\ndata: two\n\n'])).toEqual(data('one', 'two'))
  })

  it('takes LF, CRLF and CR as the end of a line', () => {
    expect(parse(['data: one\r\n\r\ndata: two\r\rdata: three\n\n'])).toEqual(data('one', 'two', 'three'))
  })

  it('takes CRLF as one end even when it is cut in the middle', () => {
    expect(parse(['data: one\r', '\ndata: more\r', '\n\r', '\n', 'data: two\r\n\r\n'])).toEqual(
      data('one\nmore', 'two'),
    )
  })

  it('joins the lines of one event', () => {
    expect(parse(['data: one\ndata:\ndata: two\n\n'])).toEqual(data('one\n\ntwo'))
  })

  it('strips one space after the colon and no more', () => {
    expect(parse(['data:one\n\ndata:  two\n\n'])).toEqual(data('one', ' two'))
  })

  it('tells the name of an event, and forgets it with the next', () => {
    expect(parse(['event: ping\ndata: one\n\ndata: two\n\n'])).toEqual([
      { event: 'ping', data: 'one' },
      { event: '', data: 'two' },
    ])
  })

  it('passes over comments, other fields and events without data', () => {
    expect(parse([': hello\nid: 1\nretry: 5\nevent: none\n\ndatabase: no\ndata: one\n\n'])).toEqual(data('one'))
  })

  it('passes over a byte order mark at the start only', () => {
    expect(parse(['\uFEFFdata: one\n\ndata: \uFEFFtwo\n\n'])).toEqual(data('one', '\uFEFFtwo'))
  })

  it('gives the last event though its blank line is missing', () => {
    expect(parse(['data: one\n\ndata: two'])).toEqual(data('one', 'two'))
    expect(parse(['data: one\n\ndata: two\n'])).toEqual(data('one', 'two'))
  })

  it('gives the same events however the bytes are cut', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
      fc.constantFrom('', '', ': comment', 'event: name', 'data', 'data:', 'other: x'),
    )
    const stream = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')))
    fc.assert(
      fc.property(stream, fc.boolean(), fc.array(fc.nat(40)), (lines, withMark, cuts) => {
        const text = (withMark ? '\uFEFF' : '') + lines.map(([content, end]) => content + end).join('')
        const bytes = Buffer.from(text)
        const pieces: Buffer[] = []
        let at = 0
        for (const cut of cuts) {
          pieces.push(bytes.subarray(at, at + cut))
          at += cut
        }
        pieces.push(bytes.subarray(at))
        expect(parse(pieces)).toEqual(parse([bytes]))
        expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(parse([bytes]))
      }),
      { numRuns: 500 },
    )
  })

  it('agrees with a reading of the whole text that is written line by line', () => {
    const line = fc.constantFrom('data: ä', 'data:b', 'data: ', '', '', 'event: e', 'event:', ': c', 'dat: x', 'data')
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(parse([`${lines.join('\n')}\n\n`])).toEqual(readPlainly([...lines, '', '']))
      }),
    )
  })

  it('refuses an event that is too large, in one line or in many', () => {
    const tooLarge = { reasonName: 'UPSTREAM_TOO_LARGE', metadata: { limit_bytes: '100' } }
    expect(() => parse([`data: ${'x'.repeat(200)}\n\n`], 100)).toThrow(expect.objectContaining(tooLarge))
    expect(() => parse(['data: ', ...Array(200).fill('x')], 100)).toThrow(expect.objectContaining(tooLarge))
    expect(() => parse(['data: 1234567890\n'.repeat(20)], 100)).toThrow(expect.objectContaining(tooLarge))
  })

  it('keeps no more of a long stream than its last line', () => {
    expect(parse(Array(1000).fill('data: 1234567890\n\n'), 100)).toHaveLength(1000)
  })
})

function readPlainly(lines: readonly string[]): ServerSentEvent[] {
  const events: ServerSentEvent[] = []
  let event = ''
  let texts: string[] = []
  for (const line of lines) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
    if (line === '') {
      if (texts.length > 0) events.push({ event, data: texts.join('\n') })
      event = ''
      texts = []
    } else if (name === 'data') texts.push(value)
    else if (name === 'event') event = value
  }
  return events
}
