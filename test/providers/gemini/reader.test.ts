import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { GeminiReader } from '../../../src/providers/gemini/reader.ts'
import { geminiChunk } from '../../support/gemini-wire.ts'
import { type Json, readEvents, readerContext } from '../../support/read-events.ts'

const newReader = () => new GeminiReader('call-1', readerContext)
const event = (chunk: Json | string) => ({ event: '', data: typeof chunk === 'string' ? chunk : JSON.stringify(chunk) })

const streamOf = (...chunks: Json[]) =>
  readEvents(newReader(), (reader) => {
    for (const chunk of chunks) reader.event(event(chunk))
  })

/** A stream that brings each part by itself. */
const stream = (...parts: Json[]) =>
  streamOf(...parts.map((part) => geminiChunk([part])), geminiChunk([], { finish: 'STOP' }))

const whole = (json: unknown) => readEvents(newReader(), (reader) => reader.whole(json))

const signaturesOf = ({ parts }: ReturnType<typeof stream>) =>
  parts.map(({ providerState }) => providerState && JSON.parse(Buffer.from(providerState.data).toString()))

const THOUGHT = { text: 'Hm', thought: true }

describe('GeminiReader', () => {
  it('joins pieces of one kind and keeps the order of the parts', () => {
    const call = { functionCall: { id: 'c1', name: 'f', args: { a: 1 } } }
    const parts = [THOUGHT, { text: '.', thought: true }, { text: 'Hel' }, { text: 'lo' }, call, { text: 'Bye' }]
    const { contents } = stream(...parts)
    expect(contents).toEqual([
      { reasoning: { text: 'Hm.' } },
      { text: 'Hello' },
      { toolCall: { id: 'c1', name: 'f', arguments: '{"a":1}' } },
      { text: 'Bye' },
    ])
    expect(whole(geminiChunk(parts, { finish: 'STOP' })).parts).toEqual(stream(...parts).parts)
  })

  it('ends every part once, before the end', () => {
    const { events } = stream({ text: 'a' }, THOUGHT)
    expect(events.map((one) => one.case)).toEqual([
      'partStarted',
      'partDelta',
      'partEnded',
      'partStarted',
      'partDelta',
      'partEnded',
      'ended',
    ])
  })

  it('makes ids for calls without one', () => {
    expect(stream({ functionCall: { name: 'f' } }, { functionCall: { name: 'g', args: {} } }).contents).toEqual([
      { toolCall: { id: 'call_call-1_0', name: 'f', arguments: '{}' } },
      { toolCall: { id: 'call_call-1_1', name: 'g', arguments: '{}' } },
    ])
  })

  it('gives pictures, sound and other data as parts', () => {
    const data = { data: 'AQID' }
    const bytes = Buffer.from([1, 2, 3])
    const { contents } = stream(
      { inlineData: { mimeType: 'image/png', ...data } },
      { inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', ...data } },
      { inlineData: { mimeType: 'application/pdf', ...data } },
    )
    const source = { case: 'data', value: bytes }
    expect(contents).toEqual([
      { image: { source, mediaType: 'image/png' } },
      { audio: { data: bytes, mediaType: 'audio/L16;codec=pcm;rate=24000' } },
      { file: { source, mediaType: 'application/pdf', filename: '' } },
    ])
  })

  it('passes over what it does not know', () => {
    const parts = [
      { text: 'a' },
      { executableCode: { code: '1' }, thoughtSignature: 'S' },
      { codeExecutionResult: {} },
      { toolCall: {} },
      null as never,
      { inlineData: {} },
      { text: 'b' },
    ]
    expect(whole(geminiChunk(parts, { finish: 'STOP' })).contents).toEqual([{ text: 'a' }, { text: 'b' }])
  })

  it('hears the first of several candidates only', () => {
    const second = { candidates: [{ index: 1, content: { parts: [{ text: 'no' }] } }] }
    expect(streamOf(second, geminiChunk([{ text: 'yes' }], { finish: 'STOP' })).contents).toEqual([{ text: 'yes' }])
  })
})

describe('a thought signature', () => {
  const signature = { thoughtSignature: 'S' }
  const state = { thoughtSignature: 'S' }

  it('comes as the state of its part', () => {
    const data = { inlineData: { mimeType: 'image/png', data: 'AQ==' } }
    const parts = [
      { ...THOUGHT, ...signature },
      { functionCall: { name: 'f' }, ...signature },
      { ...data, ...signature },
    ]
    expect(signaturesOf(stream(...parts))).toEqual([state, state, state])
  })

  it('ends its text, also when it comes alone, so that no two of them meet', () => {
    const read = stream({ text: 'a' }, { text: '', ...signature }, { text: 'b', ...signature }, { text: 'c' })
    expect(read.contents).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }])
    expect(signaturesOf(read)).toEqual([state, state, undefined])
  })

  it.each([{ text: '', ...signature }, signature])('of nothing is reasoning without text: %j', (part) => {
    const read = stream({ functionCall: { name: 'f' } }, part)
    expect(read.contents[1]).toEqual({ reasoning: { text: '' } })
    expect(signaturesOf(read)).toEqual([undefined, state])
  })
})

describe('the end', () => {
  it.each([
    ['STOP', FinishReason.STOP],
    ['MAX_TOKENS', FinishReason.LENGTH],
    ['SAFETY', FinishReason.CONTENT_FILTER],
    ['MALFORMED_FUNCTION_CALL', FinishReason.ERROR],
    ['constructor', FinishReason.OTHER],
  ])('knows the finish reason %s', (finish, finishReason) => {
    expect(whole(geminiChunk([{ text: 'x' }], { finish })).ending).toMatchObject({
      finishReason,
      rawFinishReason: finish,
    })
  })

  it('says that tools are called, unless the vendor ran them itself', () => {
    const call = { functionCall: { name: 'f' } }
    expect(stream(call).ending).toMatchObject({ finishReason: FinishReason.TOOL_CALLS, rawFinishReason: 'STOP' })
    const answered = { functionResponse: { name: 'f', response: {} } }
    expect(stream(call, answered).ending).toMatchObject({ finishReason: FinishReason.STOP })
  })

  it.each([true, false])('is the filter of a prompt that was blocked (streamed: %s)', (streamed) => {
    const chunk = { promptFeedback: { blockReason: 'OTHER' }, usageMetadata: { promptTokenCount: 4 } }
    const { ending, contents } = streamed ? streamOf(chunk) : whole(chunk)
    expect(contents).toEqual([])
    expect(ending).toMatchObject({
      finishReason: FinishReason.CONTENT_FILTER,
      rawFinishReason: 'OTHER',
      usage: { inputTokens: 4n, outputTokens: 0n },
    })
  })

  it('may be followed by more, until the bytes end', () => {
    const reader = newReader()
    expect(reader.progress).toBe('reading')
    reader.event(event(geminiChunk([{ text: 'a' }], { finish: 'STOP' })))
    expect(reader.progress).toBe('finishing')
    reader.event(event(geminiChunk([{ text: 'b' }], { finish: 'MAX_TOKENS', usage: { promptTokenCount: 1 } })))
    expect(reader.progress).toBe('finishing')
    reader.end()
    expect(reader.progress).toBe('finished')
    const { ending } = readEvents(reader, () => {})
    expect(ending).toMatchObject({ rawFinishReason: 'MAX_TOKENS', usage: { inputTokens: 1n } })
  })

  it('is not there without a finish reason, and the usage is told', () => {
    const { ending, events } = streamOf(geminiChunk([{ text: 'a' }], { usage: { promptTokenCount: 1 } }))
    expect(ending).toBeUndefined()
    expect(events.at(-1)).toMatchObject({ case: 'usage', value: { inputTokens: 1n } })
  })

  it.each([{}, [], { candidates: [] }, { usageMetadata: {} }, [null]])(
    'is malformed when it is no answer: %j',
    (json) => {
      expect(() => whole(json)).toThrow(expect.objectContaining({ reasonName: 'UPSTREAM_MALFORMED' }))
    },
  )

  it('is read of an array of chunks', () => {
    const chunks = [geminiChunk([{ text: 'Hel' }]), geminiChunk([{ text: 'lo' }], { finish: 'STOP' })]
    expect(whole(chunks)).toMatchObject({ contents: [{ text: 'Hello' }], ending: { rawFinishReason: 'STOP' } })
  })
})

describe('usage', () => {
  const usageOf = (usage: Json) => whole(geminiChunk([], { finish: 'STOP', usage })).ending?.usage

  it('counts what tools put into the prompt and what the model thought', () => {
    const usage = {
      promptTokenCount: 10,
      toolUsePromptTokenCount: 5,
      cachedContentTokenCount: 4,
      candidatesTokenCount: 3,
      thoughtsTokenCount: 7,
    }
    expect(usageOf(usage)).toMatchObject({
      inputTokens: 15n,
      outputTokens: 10n,
      cacheReadInputTokens: 4n,
      cacheWriteInputTokens: 0n,
      reasoningOutputTokens: 7n,
    })
  })

  it('is the last that was counted', () => {
    const { ending } = streamOf(
      geminiChunk([], { usage: { promptTokenCount: 1, candidatesTokenCount: 1 } }),
      geminiChunk([], { usage: { promptTokenCount: 1, candidatesTokenCount: 2 } }),
      geminiChunk([], { usage: { trafficType: 'ON_DEMAND' }, finish: 'STOP' }),
    )
    expect(ending?.usage).toMatchObject({ outputTokens: 2n })
  })

  it.each([
    { promptTokenCount: -1 },
    { promptTokenCount: 1e15 },
    { promptTokenCount: 'many' },
    { promptTokenCount: 1, thoughtsTokenCount: {} },
    {},
  ])('that cannot be is taken as missing: %j', (usage) => {
    expect(usageOf(usage)).toBeUndefined()
  })
})
