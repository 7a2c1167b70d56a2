import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { fold, textOf } from '../../src/core/collect.ts'
import { type AnswerEvent, partDelta, partEnded, partStarted } from '../../src/core/events.ts'

function folded(events: readonly AnswerEvent[]): Part[] {
  const parts: Part[] = []
  for (const event of events) fold(parts, event)
  return parts
}

describe('folding events into a message', () => {
  it('joins the deltas of each part, however the text was cut and the parts overlap', () => {
    const pieces = fc.array(fc.tuple(fc.nat(2), fc.string()), { maxLength: 40 })
    fc.assert(
      fc.property(pieces, (deltas) => {
        const starts = [0, 1, 2].map((index) => partStarted(index, { case: 'text', value: '' }))
        const parts = folded([...starts, ...deltas.map(([index, value]) => partDelta(index, { case: 'text', value }))])
        for (const index of [0, 1, 2]) {
          const expected = deltas.filter(([part]) => part === index).map(([, value]) => value)
          expect(parts[index]?.content).toEqual({ case: 'text', value: expected.join('') })
        }
      }),
    )
  })

  it('gathers a tool call’s arguments and a part’s opaque state', () => {
    const toolCall = { $typeName: 'switchyard.v1.ToolCall' as const, id: 'c1', name: 'look_up', arguments: '' }
    const [part] = folded([
      partStarted(0, { case: 'toolCall', value: toolCall }),
      partDelta(0, { case: 'arguments', value: '{"a"' }),
      partDelta(0, { case: 'arguments', value: ':1}' }),
      partEnded(0, { provider: 'openai', data: new Uint8Array([1]) }),
    ])
    expect(part?.content.value).toMatchObject({ id: 'c1', arguments: '{"a":1}' })
    expect(part?.providerState).toMatchObject({ provider: 'openai', data: new Uint8Array([1]) })
  })

  it('leaves the events as they were, since they may still be on their way to a socket', () => {
    const started = partStarted(0, { case: 'text', value: 'a' })
    folded([started, partDelta(0, { case: 'text', value: 'b' })])
    expect(started).toEqual(partStarted(0, { case: 'text', value: 'a' }))
  })

  it('ignores a delta for a part that never started', () => {
    expect(folded([partDelta(3, { case: 'text', value: 'lost' })])).toEqual([])
  })

  it('takes only text parts as the text of a message', () => {
    const reasoning = { $typeName: 'switchyard.v1.Reasoning' as const, text: 'thinking' }
    const parts = folded([
      partStarted(0, { case: 'reasoning', value: reasoning }),
      partStarted(1, { case: 'text', value: 'said' }),
    ])
    expect(textOf({ $typeName: 'switchyard.v1.Message', role: 3, parts })).toBe('said')
  })
})
