import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { ChatReader } from '../../../src/providers/openai/chat-reader.ts'
import { type Json, readEvents, readerContext } from '../../support/read-events.ts'

const chatReader = () => new ChatReader('call-1', readerContext)

const chatStream = (...deltas: Json[]) =>
  readEvents(chatReader(), (reader) => {
    for (const delta of deltas) reader.event({ event: '', data: JSON.stringify({ choices: [{ index: 0, delta }] }) })
    reader.event({ event: '', data: JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) })
  })

const chatWhole = (message: Json | undefined, finish = 'stop') =>
  readEvents(chatReader(), (reader) =>
    reader.whole({ choices: [{ index: 0, ...(message && { message }), finish_reason: finish }] }),
  )

describe('ChatReader', () => {
  it('keeps text, reasoning and tool calls apart and in the order of their beginning', () => {
    const { contents } = chatStream(
      { role: 'assistant', content: '' },
      { reasoning_content: 'Hm' },
      { content: 'Let me ' },
      { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 1, id: 'b', function: { name: 'g', arguments: '{' } }] },
      {
        tool_calls: [
          { index: 0, function: { arguments: '{}' } },
          { index: 1, function: { arguments: '}' } },
        ],
      },
      { content: 'see' },
    )
    expect(contents).toEqual([
      { reasoning: { text: 'Hm' } },
      { text: 'Let me see' },
      { toolCall: { id: 'a', name: 'f', arguments: '{}' } },
      { toolCall: { id: 'b', name: 'g', arguments: '{}' } },
    ])
  })

  it('ends every part once, before the end', () => {
    const { events } = chatStream({ content: 'a', reasoning: 'b' })
    expect(events.map((event) => event.case).slice(-3)).toEqual(['partEnded', 'partEnded', 'ended'])
  })

  it('hears new calls of a server that gives them all the index 0 or none', () => {
    const calls = (index: number | undefined) =>
      ['a', 'b'].map((id) => ({ tool_calls: [{ index, id, function: { name: 'f', arguments: '{}' } }] }))
    for (const index of [0, undefined]) {
      expect(chatStream(...calls(index)).contents).toEqual(
        ['a', 'b'].map((id) => ({ toolCall: { id, name: 'f', arguments: '{}' } })),
      )
    }
  })

  it('makes ids for calls without one, and text of arguments that are none', () => {
    const message = { tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }, { function: { name: 'g' } }] }
    expect(chatWhole(message).contents).toEqual([
      { toolCall: { id: 'call_call-1_0', name: 'f', arguments: '{"a":1}' } },
      { toolCall: { id: 'call_call-1_1', name: 'g', arguments: '' } },
    ])
  })

  it('reads the old form of a tool call', () => {
    expect(
      chatWhole({ content: null, function_call: { name: 'f', arguments: '{}' } }, 'function_call').ending?.finishReason,
    ).toBe(FinishReason.TOOL_CALLS)
  })

  it('reads content in pieces', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
      { type: 'text', text: 'Hi' },
      { type: 'reference' },
      null,
    ]
    expect(chatWhole({ content }).contents).toEqual([{ reasoning: { text: 'Hm' } }, { text: 'Hi' }])
  })

  it('takes a refusal as text that ends with REFUSAL', () => {
    const { contents, ending } = chatStream({ refusal: 'I cannot' }, { refusal: ' do that' })
    expect(contents).toEqual([{ text: 'I cannot do that' }])
    expect(ending).toMatchObject({ finishReason: FinishReason.REFUSAL, rawFinishReason: 'stop' })
  })

  it.each([
    ['stop', FinishReason.STOP],
    ['length', FinishReason.LENGTH],
    ['model_length', FinishReason.LENGTH],
    ['tool_calls', FinishReason.TOOL_CALLS],
    ['content_filter', FinishReason.CONTENT_FILTER],
    ['error', FinishReason.ERROR],
    ['constructor', FinishReason.OTHER],
  ])('knows the finish reason %s', (raw, finishReason) => {
    expect(chatWhole({ content: 'x' }, raw).ending).toMatchObject({ finishReason, rawFinishReason: raw })
  })

  it('reads an answer that the filter left without a message', () => {
    expect(chatWhole(undefined, 'content_filter')).toMatchObject({
      contents: [],
      ending: { finishReason: FinishReason.CONTENT_FILTER },
    })
  })

  it('says that tools are called though the server says stop', () => {
    const { ending } = chatStream({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] })
    expect(ending).toMatchObject({ finishReason: FinishReason.TOOL_CALLS, rawFinishReason: 'stop' })
  })

  it('takes the last usage, wherever it stands, and adds reasoning that the total shows to be apart', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 22,
      completion_tokens_details: { reasoning_tokens: 7 },
    }
    const { ending } = readEvents(chatReader(), (reader) => {
      reader.event({
        event: '',
        data: JSON.stringify({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }),
      })
      reader.event({
        event: '',
        data: JSON.stringify({ model: 'm-2', choices: [{ finish_reason: 'stop' }], x_groq: { usage } }),
      })
    })
    expect(ending).toMatchObject({
      model: 'm-2',
      usage: { inputTokens: 10n, outputTokens: 12n, reasoningOutputTokens: 7n },
    })
  })

  it('is finishing with the finish reason and finished with the usage', () => {
    const reader = chatReader()
    expect(reader.progress).toBe('reading')
    reader.event({ event: '', data: '{"choices":[{"finish_reason":"stop"}]}' })
    expect(reader.progress).toBe('finishing')
    reader.event({ event: '', data: '{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}' })
    expect(reader.progress).toBe('finished')
  })

  it('hears the first of several choices only', () => {
    const { contents } = readEvents(chatReader(), (reader) => {
      reader.event({ event: '', data: '{"choices":[{"index":1,"delta":{"content":"no"}}]}' })
      reader.event({ event: '', data: '{"choices":[{"index":0,"delta":{"content":"yes"}}]}' })
    })
    expect(contents).toEqual([{ text: 'yes' }])
  })
})
