import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { ResponsesReader } from '../../../src/providers/openai/responses-reader.ts'
import { type Json, readEvents, readerContext } from '../../support/read-events.ts'

const responsesReader = () => new ResponsesReader(readerContext)

const responsesStream = (...events: Json[]) =>
  readEvents(responsesReader(), (reader) => {
    for (const event of events) reader.event({ event: String(event.type), data: JSON.stringify(event) })
    const response = { status: 'completed', output: [] }
    reader.event({ event: '', data: JSON.stringify({ type: 'response.completed', response }) })
  })

const responsesWhole = (response: Json) => readEvents(responsesReader(), (reader) => reader.whole(response))

describe('ResponsesReader', () => {
  const item = (type: string, fields: Json, output_index = 0) => ({
    type: 'response.output_item.done',
    output_index,
    item: { type, ...fields },
  })

  it('keeps the paragraphs of a summary apart, streamed or whole', () => {
    const summary = [{ text: 'One.' }, { text: 'Two.' }]
    const streamed = responsesStream(
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'One.' },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 1, delta: 'Two' },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 1, delta: '.' },
      item('reasoning', { summary }),
    )
    const whole = responsesWhole({ status: 'completed', output: [{ type: 'reasoning', summary }] })
    expect(streamed.contents).toEqual([{ reasoning: { text: 'One.\n\nTwo.' } }])
    expect(whole.contents).toEqual(streamed.contents)
  })

  it('carries an encrypted reasoning item for its provider, and nothing for one that is of no use', () => {
    const reasoning = { id: 'rs_1', summary: [], encrypted_content: 'abc' }
    const { parts } = responsesStream(item('reasoning', reasoning), item('reasoning', { id: 'rs_2', summary: [] }, 1))
    expect(parts).toHaveLength(1)
    expect(parts[0]?.providerState?.provider).toBe('played')
    expect(JSON.parse(Buffer.from(parts[0]?.providerState?.data ?? []).toString())).toEqual({
      type: 'reasoning',
      ...reasoning,
    })
  })

  it('carries the phase of a message', () => {
    const content = [{ type: 'output_text', text: 'Hi' }]
    const { parts } = responsesStream(item('message', { phase: 'commentary', content }))
    expect(Buffer.from(parts[0]?.providerState?.data ?? []).toString()).toBe('{"phase":"commentary"}')
  })

  it('reads items of a server that sends no deltas', () => {
    const { contents, ending } = responsesStream(
      item('message', { content: [{ type: 'output_text', text: 'Hi' }] }),
      item('function_call', { call_id: 'c', name: 'f', arguments: '{}' }, 1),
      item('web_search_call', {}, 2),
    )
    expect(contents).toEqual([{ text: 'Hi' }, { toolCall: { id: 'c', name: 'f', arguments: '{}' } }])
    expect(ending).toMatchObject({ finishReason: FinishReason.TOOL_CALLS, rawFinishReason: 'completed' })
  })

  it('tells items of different kinds apart though the server does not say where they belong', () => {
    const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: '' }
    const { contents } = responsesStream(
      { type: 'response.reasoning_summary_text.delta', delta: 'Hm' },
      { type: 'response.output_item.done', item: { type: 'reasoning', summary: [{ text: 'Hm' }] } },
      { type: 'response.output_text.delta', delta: 'Hi' },
      { type: 'response.output_item.added', item: call },
      { type: 'response.function_call_arguments.delta', delta: '{}' },
      { type: 'response.output_text.delta', delta: '!' },
    )
    expect(contents).toEqual([
      { reasoning: { text: 'Hm' } },
      { text: 'Hi!' },
      { toolCall: { id: 'c', name: 'f', arguments: '{}' } },
    ])
  })

  it('writes nothing twice', () => {
    const { contents } = responsesStream(
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { type: 'function_call', call_id: 'c', name: 'f', arguments: '' },
      },
      { type: 'response.function_call_arguments.delta', output_index: 0, delta: '{"a"' },
      { type: 'response.function_call_arguments.delta', output_index: 0, delta: ':1}' },
      { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"a":1}' },
      item('function_call', { call_id: 'c', name: 'f', arguments: '{"a":1}' }),
      { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'Hi' },
      { type: 'response.output_text.done', output_index: 1, content_index: 0, text: 'Hi' },
      item('message', { content: [{ type: 'output_text', text: 'Hi' }] }, 1),
    )
    expect(contents).toEqual([{ toolCall: { id: 'c', name: 'f', arguments: '{"a":1}' } }, { text: 'Hi' }])
  })

  it('gives a picture that a tool made as a part, with what lets it go back', () => {
    const fields = { id: 'ig_1', output_format: 'webp', result: 'AQID', status: 'completed' }
    const streamed = responsesStream(item('image_generation_call', fields))
    const whole = responsesWhole({ status: 'completed', output: [{ type: 'image_generation_call', ...fields }] })
    expect(streamed.parts).toEqual(whole.parts)
    expect(streamed.contents).toEqual([
      { image: { source: { case: 'data', value: Uint8Array.of(1, 2, 3) }, mediaType: 'image/webp' } },
    ])
    expect(JSON.parse(Buffer.from(streamed.parts[0]?.providerState?.data ?? []).toString())).toEqual({
      type: 'image_generation_call',
      id: 'ig_1',
      output_format: 'webp',
      status: 'completed',
    })
  })

  it('gives nothing for a picture that is not there', () => {
    expect(responsesStream(item('image_generation_call', { result: null })).contents).toEqual([])
  })

  it('takes a refusal as text that ends with REFUSAL', () => {
    const { contents, ending } = responsesStream({
      type: 'response.refusal.delta',
      output_index: 0,
      content_index: 0,
      delta: 'No.',
    })
    expect(contents).toEqual([{ text: 'No.' }])
    expect(ending?.finishReason).toBe(FinishReason.REFUSAL)
  })

  it.each([
    ['max_output_tokens', FinishReason.LENGTH],
    ['content_filter', FinishReason.CONTENT_FILTER],
    ['max_messages', FinishReason.OTHER],
  ])('knows what %s makes incomplete', (reason, finishReason) => {
    const { ending } = responsesWhole({ status: 'incomplete', incomplete_details: { reason }, output: [] })
    expect(ending).toMatchObject({ finishReason, rawFinishReason: reason })
  })

  it.each([
    [{ type: 'error', code: 'insufficient_quota', message: 'x' }, 'UPSTREAM_QUOTA'],
    [{ type: 'error', error: { type: 'rate_limit_error' } }, 'UPSTREAM_RATE_LIMITED'],
    [
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } },
      'UPSTREAM_UNAVAILABLE',
    ],
    [{ type: 'response.failed', response: { status: 'failed', error: { code: 'invalid_prompt' } } }, 'CONTENT_FILTER'],
    [
      { type: 'response.failed', response: { status: 'failed', error: { code: 'invalid_image_url' } } },
      'UPSTREAM_REJECTED',
    ],
  ])('throws the error that %j tells', (event, reasonName) => {
    expect(() => responsesStream(event)).toThrow(expect.objectContaining({ reasonName }))
  })

  it.each(['queued', 'in_progress', undefined])('refuses a response with the status %s', (status) => {
    expect(() => responsesWhole({ status, output: [] })).toThrow(
      expect.objectContaining({ reasonName: 'UPSTREAM_MALFORMED' }),
    )
  })
})
