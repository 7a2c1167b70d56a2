import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { MessageReader } from '../../../src/providers/anthropic/reader.ts'
import { blockEvents, messageEnd, messageStart, wholeMessage } from '../../support/anthropic-wire.ts'
import { type Json, readEvents, readerContext } from '../../support/read-events.ts'

const stream = (...events: Json[]) =>
  readEvents(new MessageReader(readerContext), (reader) => {
    for (const event of events) reader.event({ event: String(event.type), data: JSON.stringify(event) })
  })

const whole = (message: Json) => readEvents(new MessageReader(readerContext), (reader) => reader.whole(message))

const textDelta = (text: string) => ({ type: 'text_delta', text })
const jsonDelta = (partial_json: string) => ({ type: 'input_json_delta', partial_json })
const toolUse = { type: 'tool_use', id: 't', name: 'f', input: {} }

/** What the state of each part says. */
const states = (parts: ReturnType<typeof stream>['parts']) =>
  parts.map(({ providerState }) => {
    if (!providerState) return undefined
    return { provider: providerState.provider, ...JSON.parse(Buffer.from(providerState.data).toString()) }
  })

describe('MessageReader', () => {
  it('reads texts, thinking and tool calls, streamed and whole alike', () => {
    const streamed = stream(
      messageStart(),
      { type: 'ping' },
      ...blockEvents(0, { type: 'thinking', thinking: '', signature: '' }, [
        { type: 'thinking_delta', thinking: 'Let ' },
        { type: 'thinking_delta', thinking: 'me see' },
        { type: 'signature_delta', signature: 'sig' },
      ]),
      ...blockEvents(1, { type: 'redacted_thinking', data: 'xyz' }),
      ...blockEvents(2, { type: 'text', text: '' }, [textDelta('Hel'), textDelta('lo')]),
      ...blockEvents(3, toolUse, [jsonDelta(''), jsonDelta('{"a":'), jsonDelta('1}')]),
      ...messageEnd('tool_use'),
    )
    expect(streamed.contents).toEqual([
      { reasoning: { text: 'Let me see' } },
      { reasoning: { text: '' } },
      { text: 'Hello' },
      { toolCall: { id: 't', name: 'f', arguments: '{"a":1}' } },
    ])
    expect(states(streamed.parts)).toEqual([
      { provider: 'played', type: 'thinking', signature: 'sig' },
      { provider: 'played', type: 'redacted_thinking', data: 'xyz' },
      undefined,
      undefined,
    ])
    const content = [
      { type: 'thinking', thinking: 'Let me see', signature: 'sig' },
      { type: 'redacted_thinking', data: 'xyz' },
      { type: 'text', text: 'Hello', citations: null },
      { ...toolUse, input: { a: 1 } },
    ]
    const { events } = whole(wholeMessage(content, { stop_reason: 'tool_use' }))
    expect(events).toEqual(streamed.events)
  })

  it('reads a call without arguments, streamed and whole alike', () => {
    const streamed = stream(messageStart(), ...blockEvents(0, toolUse, [jsonDelta('')]), ...messageEnd('tool_use'))
    expect(streamed.contents).toEqual([{ toolCall: { id: 't', name: 'f', arguments: '{}' } }])
    expect(whole(wholeMessage([toolUse], { stop_reason: 'tool_use' })).events).toEqual(streamed.events)
  })

  it('reads what stands in the beginning of a block', () => {
    const { contents } = stream(
      messageStart(),
      ...blockEvents(0, { type: 'text', text: 'Hel' }, [textDelta('lo')]),
      ...blockEvents(1, { ...toolUse, input: { a: 1 } }),
      ...messageEnd('tool_use'),
    )
    expect(contents).toEqual([{ text: 'Hello' }, { toolCall: { id: 't', name: 'f', arguments: '{"a":1}' } }])
  })

  it('carries the signature of thinking whose text the vendor keeps to itself', () => {
    const { contents, parts } = stream(
      messageStart(),
      ...blockEvents(0, { type: 'thinking', thinking: '', signature: '' }, [
        { type: 'signature_delta', signature: 'sig' },
      ]),
      ...messageEnd('end_turn'),
    )
    expect(contents).toEqual([{ reasoning: { text: '' } }])
    expect(states(parts)).toEqual([{ provider: 'played', type: 'thinking', signature: 'sig' }])
  })

  it("passes over what the vendor's own tools did, citations and events of later days", () => {
    const { contents, ending } = stream(
      messageStart(),
      ...blockEvents(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, [jsonDelta('{"q":1}')]),
      ...blockEvents(1, { type: 'web_search_tool_result', content: [{ type: 'web_search_result' }] }),
      ...blockEvents(2, { type: 'text', text: '' }, [
        textDelta('Hi'),
        { type: 'citations_delta', citation: { cited_text: 'x' } },
        { type: 'later_delta', text: 'x' },
      ]),
      { type: 'later_event', index: 2, delta: textDelta('x') },
      { type: 'content_block_delta', index: 9, delta: textDelta('x') },
      ...messageEnd('end_turn'),
    )
    expect(contents).toEqual([{ text: 'Hi' }])
    expect(ending?.finishReason).toBe(FinishReason.STOP)
  })

  it.each([
    ['end_turn', FinishReason.STOP],
    ['stop_sequence', FinishReason.STOP],
    ['max_tokens', FinishReason.LENGTH],
    ['model_context_window_exceeded', FinishReason.LENGTH],
    ['tool_use', FinishReason.TOOL_CALLS],
    ['refusal', FinishReason.REFUSAL],
    ['pause_turn', FinishReason.PAUSE],
    ['compaction', FinishReason.OTHER],
    ['__proto__', FinishReason.OTHER],
  ])('ends with %s as %s', (raw, finishReason) => {
    const streamed = stream(messageStart({ model: 'm' }), ...messageEnd(raw))
    expect(streamed.ending).toMatchObject({ finishReason, rawFinishReason: raw, model: 'm' })
    expect(whole(wholeMessage([], { stop_reason: raw, model: 'm' })).ending).toEqual(streamed.ending)
  })

  it('adds cached tokens to the input, and takes the last count of each kind', () => {
    const first = { input_tokens: 10, cache_read_input_tokens: 20, cache_creation_input_tokens: 5, output_tokens: 1 }
    const last = {
      input_tokens: 11,
      cache_read_input_tokens: null,
      output_tokens: 40,
      output_tokens_details: { thinking_tokens: 30 },
    }
    expect(stream(messageStart({ usage: first }), ...messageEnd('end_turn', last)).ending?.usage).toMatchObject({
      inputTokens: 36n,
      cacheReadInputTokens: 20n,
      cacheWriteInputTokens: 5n,
      outputTokens: 40n,
      reasoningOutputTokens: 30n,
    })
  })

  it.each([undefined, null, {}, { input_tokens: -1, output_tokens: 2 }, { input_tokens: 'x', output_tokens: 2 }])(
    'tells no usage of %j',
    (usage) => {
      expect(whole(wholeMessage([], { usage })).ending).toMatchObject({ usage: undefined })
    },
  )

  it('has no ending before message_stop, but tells the usage when the last count had come', () => {
    const text = blockEvents(0, { type: 'text', text: '' }, [textDelta('Hi')])
    const early = stream(messageStart(), ...text)
    expect(early.ending).toBeUndefined()
    expect(early.events.filter((event) => event.case === 'usage')).toEqual([])
    const late = stream(messageStart(), ...text, ...messageEnd('end_turn').slice(0, 1))
    expect(late.ending).toBeUndefined()
    expect(late.events.at(-1)).toMatchObject({ case: 'usage', value: { inputTokens: 3n, outputTokens: 5n } })
  })

  it.each([
    [{ type: 'overloaded_error', message: 'secret' }, 'UPSTREAM_UNAVAILABLE'],
    [{ type: 'api_error', message: 'secret' }, 'UPSTREAM_UNAVAILABLE'],
    [{ type: 'rate_limit_error' }, 'UPSTREAM_RATE_LIMITED'],
    [{ type: 'invalid_request_error', message: 'prompt is too long: 9 tokens > 8 maximum' }, 'CONTEXT_LENGTH'],
    [{ type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } }, 'UPSTREAM_QUOTA'],
  ])('throws the error %j inside a stream as %s', (error, reasonName) => {
    const read = () => stream(messageStart(), { type: 'error', error })
    expect(read).toThrow(expect.objectContaining({ reasonName }))
    expect(read).not.toThrow(/secret/)
  })

  it('throws the error that comes with the status of a success', () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'x' } }
    expect(() => whole(error)).toThrow(expect.objectContaining({ reasonName: 'UPSTREAM_UNAVAILABLE' }))
  })

  it.each([{}, { content: 'x', stop_reason: 'end_turn' }, { content: [], stop_reason: null }])(
    'takes %j for no message',
    (message) => {
      expect(() => whole(message)).toThrow(expect.objectContaining({ reasonName: 'UPSTREAM_MALFORMED' }))
    },
  )

  it('refuses the beginning of another message within a message, and takes its repetition', () => {
    const text = blockEvents(0, { type: 'text', text: '' }, [textDelta('Hi')])
    const other = messageStart({ id: 'msg_2' })
    expect(() => stream(messageStart(), ...text, other)).toThrow(
      expect.objectContaining({ reasonName: 'UPSTREAM_MALFORMED' }),
    )
    expect(stream(messageStart(), messageStart(), ...text, ...messageEnd('end_turn')).contents).toEqual([
      { text: 'Hi' },
    ])
  })
})
