import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTraceParent, parseTraceParent, parseTraceState } from '../../src/core/trace-context.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

/** As many hexadecimal digits, not all zero. */
const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((text) => /[^0]/.test(text))

describe('a traceparent', () => {
  it('tells the trace, the span and whether it is sampled', () => {
    expect(parseTraceParent(`00-${TRACE}-${SPAN}-01`, undefined)).toEqual({
      traceId: TRACE,
      spanId: SPAN,
      sampled: true,
    })
    expect(parseTraceParent(`00-${TRACE}-${SPAN}-fe`, undefined)).toMatchObject({ sampled: false })
  })

  it('of a later version may have more fields', () => {
    expect(parseTraceParent(`cc-${TRACE}-${SPAN}-01-what-comes`, undefined)).toMatchObject({ traceId: TRACE })
    expect(parseTraceParent(`cc-${TRACE}-${SPAN}-01`, undefined)).toMatchObject({ traceId: TRACE })
  })

  it.each([
    ['is empty', ''],
    ['has the version ff', `ff-${TRACE}-${SPAN}-01`],
    ['has no trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['has no span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['has more fields than its version', `00-${TRACE}-${SPAN}-01-more`],
    ['has more digits than its version', `00-${TRACE}-${SPAN}-010`],
    ['of a later version goes on without a dash', `cc-${TRACE}-${SPAN}-01.more`],
    ['is in capital letters', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['has a short trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['has a long span', `00-${TRACE}-${SPAN}0-01`],
    ['came twice', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
    ['has a space before it', ` 00-${TRACE}-${SPAN}-01`],
    ['has a line feed after it', `00-${TRACE}-${SPAN}-01\n`],
  ])('counts as absent when it %s', (_, header) => {
    expect(parseTraceParent(header, undefined)).toBeUndefined()
  })

  it('is written as it was read', () => {
    fc.assert(
      fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
        const parent = { traceId, spanId, sampled, state: undefined }
        expect(parseTraceParent(formatTraceParent(parent), undefined)).toEqual(parent)
      }),
    )
  })

  it('never throws, and never gives what may not be sent on', () => {
    const fields = fc.array(fc.oneof(hex(2), hex(16), hex(32), fc.string()), { maxLength: 6 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fields.map((parts) => parts.join('-')),
        ),
        fc.string(),
        (parent, state) => {
          const parsed = parseTraceParent(parent, state)
          if (!parsed) return
          expect(formatTraceParent(parsed)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/)
          expect(parsed.state ?? '').toMatch(/^[ -~]{0,512}$/)
        },
      ),
      { examples: [[`00-${TRACE}-${SPAN}-01`, 'a=1\r\nx: y']] },
    )
  })
})

describe('a tracestate', () => {
  it.each([
    'rojo=00f067aa0ba902b7',
    'a=1,b=2',
    'tenant@system=x',
    '0tenant@system=x',
    'a=with space in it',
    'a/b*c_d-e=1',
  ])('is kept: %s', (header) => {
    expect(parseTraceState(header)).toBe(header)
  })

  it('loses empty members and the space around the others', () => {
    expect(parseTraceState(' a=1 ,, b=2,\t')).toBe('a=1,b=2')
  })

  it.each([
    '',
    ',',
    'a',
    'a=',
    '=1',
    'A=1',
    '0a=1',
    'a=1=2',
    'a=1,a=2',
    'a=ü',
    'a=1\r\nx=2',
    'tenant@1system=x',
    `a=${'x'.repeat(257)}`,
    `a=1,${' '.repeat(600)}`,
    Array.from({ length: 33 }, (_, index) => `k${index}=1`).join(','),
  ])('is dropped as a whole: %j', (header) => {
    expect(parseTraceState(header)).toBeUndefined()
  })

  it('that was kept is kept again, unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '1', '=', ',', ' ', '@', '\n', '~') }), (header) => {
        const kept = parseTraceState(header)
        if (kept !== undefined) expect(parseTraceState(kept)).toBe(kept)
      }),
    )
  })
})
