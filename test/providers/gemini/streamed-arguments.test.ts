import { describe, expect, it } from 'vitest'
import { StreamedArguments } from '../../../src/providers/gemini/streamed-arguments.ts'

const text = (jsonPath: string, stringValue = 'x') => ({ jsonPath, stringValue })

describe('StreamedArguments', () => {
  it('puts each piece in its place, and joins those of one text', () => {
    const streamed = new StreamedArguments()
    const pieces = [
      text('$.list[0]', 'a'),
      text('$.list[0]', 'b'),
      text("$.list[2]['a.b']"),
      { jsonPath: '$.n', numberValue: 0 },
    ]
    expect(pieces.map((piece) => streamed.add(piece))).toEqual([true, true, true, true])
    expect(JSON.parse(streamed.json())).toEqual({ list: ['ab', null, { 'a.b': 'x' }], n: 0 })
  })

  it.each(['__proto__.polluted', '__proto__.__proto__.polluted', 'length', 'constructor.prototype.polluted', 'push'])(
    'takes a list for nothing but a list: %s',
    (name) => {
      const streamed = new StreamedArguments()
      expect(streamed.add(text('$.list[0]'))).toBe(true)
      expect(streamed.add({ jsonPath: `$.list.${name}`, numberValue: 4_294_967_295 })).toBe(false)
      expect(Reflect.has({}, 'polluted') || Reflect.has([], 'polluted')).toBe(false)
      expect(streamed.json()).toBe('{"list":["x"]}')
    },
  )

  it.each(['$.__proto__.polluted', "$['__proto__']['polluted']", '$.constructor.prototype.polluted'])(
    'takes every name for a name: %s',
    (path) => {
      const streamed = new StreamedArguments()
      expect(streamed.add(text(path))).toBe(true)
      expect(Reflect.has({}, 'polluted')).toBe(false)
      expect(streamed.json()).toContain('"polluted":"x"')
    },
  )

  it('passes over a few elements of lists, and no more', () => {
    const streamed = new StreamedArguments()
    expect(streamed.add(text('$.a[60]'))).toBe(true)
    expect(streamed.add(text('$.b[60]'))).toBe(false)
    expect(new StreamedArguments().add(text('$.a[4294967294]'))).toBe(false)
  })
})
