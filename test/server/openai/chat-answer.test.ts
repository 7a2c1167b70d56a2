import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { ChatChunks } from '../../../src/server/openai/chat/chunks.ts'
import { chatQuestion } from '../../../src/server/openai/chat/request.ts'
import { chatCompletion } from '../../../src/server/openai/chat/whole.ts'
import { answerOf, anyAnswer, valuesIn } from './any-answer.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON object of OpenAI's.
type Json = any

const wholeOf = (answer: ReturnType<typeof answerOf>): Json =>
  JSON.parse(JSON.stringify(chatCompletion(answer.whole, [])))

/** What a client puts together from chunks, as OpenAI's own does it. */
function gathered(chunks: readonly Json[]): Json {
  const message: Json = {}
  let finish: unknown
  for (const { choices } of chunks) {
    for (const { delta, finish_reason } of choices) {
      finish = finish_reason ?? finish
      const { tool_calls = [], ...texts } = delta
      for (const [name, value] of Object.entries(texts)) {
        if (name === 'role' || value === null) message[name] = value
        else message[name] = (message[name] ?? '') + value
      }
      for (const { index, ...call } of tool_calls) {
        message.tool_calls ??= []
        const known = message.tool_calls[index]
        if (known) known.function.arguments += call.function.arguments
        else message.tool_calls[index] = structuredClone(call)
      }
    }
  }
  return { message, finish_reason: finish }
}

const chunksOf = ({ messages }: ReturnType<typeof answerOf>, includeUsage = true): Json[] =>
  valuesIn(new ChatChunks({ includeUsage, warnings: [] }).batch(messages))

describe('an answer in chunks', () => {
  it('is the whole answer, put together', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const { choices, usage, switchyard } = wholeOf(answer)
        const chunks = chunksOf(answer)
        const { message, finish_reason } = gathered(chunks)
        // Whether there is no text or an empty one is not known when a stream begins.
        const whole = { ...choices[0].message, content: choices[0].message.content ?? '' }
        expect({ message, finish_reason }).toEqual({ message: whole, finish_reason: choices[0].finish_reason })
        expect(chunks.at(-1)).toMatchObject({ choices: [], usage, switchyard })
        expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
      }),
    )
  })

  it('goes back with all that its provider needs', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const sent = answer.whole.message?.parts ?? []
        fc.pre(sent.some(({ providerState }) => providerState))
        const [choice] = wholeOf(answer).choices
        expect(chatQuestion({ messages: [choice.message] }, '').request.messages[0]?.parts).toEqual(sent)
      }),
    )
  })

  it('loses what its provider needs when the caller changed it', () => {
    const state = { provider: 'p', data: new Uint8Array([1]) }
    const [choice] = wholeOf(answerOf([{ kind: 'text', pieces: ['Yes'], state, isFilled: false }])).choices
    const { request } = chatQuestion({ messages: [{ ...choice.message, content: 'No' }] }, '')
    expect(request.messages[0]?.parts).toMatchObject([{ content: { case: 'text', value: 'No' } }])
    expect(request.messages[0]?.parts[0]?.providerState).toBe(undefined)
  })

  it('has no chunk for the usage unless that was asked for', () => {
    const chunks = chunksOf(answerOf([{ kind: 'text', pieces: ['Yes'], state: undefined, isFilled: false }]), false)
    expect(chunks.every((chunk) => chunk.choices.length === 1 && !('usage' in chunk))).toBe(true)
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], switchyard: { provider: 'played' } })
  })

  it('numbers calls of tools by themselves', () => {
    const part = (kind: 'text' | 'toolCall') => ({ kind, pieces: ['x'], state: undefined, isFilled: false })
    const chunks = chunksOf(answerOf([part('text'), part('toolCall'), part('text'), part('toolCall')]))
    const indexes = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []).map(({ index }) => index)
    expect(indexes).toEqual([0, 0, 1, 1])
  })
})

describe('a whole answer', () => {
  it.each([
    [FinishReason.STOP, 'stop'],
    [FinishReason.LENGTH, 'length'],
    [FinishReason.TOOL_CALLS, 'tool_calls'],
    [FinishReason.CONTENT_FILTER, 'content_filter'],
    [FinishReason.REFUSAL, 'stop'],
    [FinishReason.PAUSE, 'length'],
    [FinishReason.ERROR, 'length'],
    [FinishReason.OTHER, 'stop'],
  ])('ends in a word that clients know: %s', (reason, word) => {
    const [choice] = wholeOf(answerOf([], reason)).choices
    expect(choice.finish_reason).toBe(word)
  })

  it('counts tokens as OpenAI does', () => {
    expect(wholeOf(answerOf([])).usage).toMatchObject({
      prompt_tokens: 3,
      completion_tokens: 5,
      total_tokens: 8,
      prompt_tokens_details: { cached_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 1 },
    })
  })
})
