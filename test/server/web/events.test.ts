import { expect, it } from 'vitest'
import { event } from '../../../src/server/web/endpoints/events.ts'

/** What Python's `str.splitlines` takes for one, but for control characters, which JSON cannot hold. */
const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/

it('an event is one line for each field, whatever its data is and whoever splits it', () => {
  const value = { text: 'a\r\n\ndata: b\u0085c\u2028d\u2029😀' }
  const text = event(value, 'name', '1')
  const lines = text.split(LINE_END)
  expect(lines).toEqual(['id: 1', 'event: name', expect.stringMatching(/^data: /), '', ''])
  expect(JSON.parse(lines[2]?.slice('data: '.length) ?? '')).toEqual(value)
})
