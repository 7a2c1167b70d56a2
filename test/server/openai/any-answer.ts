import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import fc from 'fast-check'
import { type Part, PartSchema } from '#gen/switchyard/v1/content_pb.js'
import {
  type GenerateChatResponse,
  GenerateChatResponseSchema,
  type GenerateChatStreamResponse,
} from '#gen/switchyard/v1/generation_pb.js'
import { AnswerInfoSchema, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { messageOf } from '../../../src/server/openai/parts.ts'

const text = fc.string({ minLength: 1, maxLength: 8 })
const pieces = fc.array(text, { maxLength: 3 })
const state = fc.option(fc.record({ provider: fc.constant<string>('p'), data: fc.constant(new Uint8Array([1, 2])) }), {
  nil: undefined,
})

/** A part with the pieces in which it comes. */
const piecewise = fc.record({
  kind: fc.constantFrom('text' as const, 'reasoning' as const, 'toolCall' as const),
  pieces,
  state,
  /** Whether it begins with its first piece rather than with nothing. */
  isFilled: fc.boolean(),
})
type Piecewise = typeof piecewise extends fc.Arbitrary<infer Value> ? Value : never

/** An answer of any parts, whole and as the messages of a stream. */
export const anyAnswer = fc
  .record({
    parts: fc.array(piecewise, { maxLength: 5 }),
    finishReason: fc.constantFrom(
      FinishReason.STOP,
      FinishReason.LENGTH,
      FinishReason.REFUSAL,
      FinishReason.TOOL_CALLS,
    ),
  })
  .map(({ parts, finishReason }) => answerOf(parts, finishReason))

export function answerOf(parts: readonly Piecewise[], finishReason = FinishReason.STOP) {
  const info = create(AnswerInfoSchema, {
    responseId: '0-1',
    model: 'played-model',
    provider: 'played',
    createTime: timestampFromMs(7000),
    finishReason,
    usage: { inputTokens: 3n, outputTokens: 5n, cacheReadInputTokens: 2n, reasoningOutputTokens: 1n },
  })
  const message = messageOf(
    3,
    parts.map(({ kind, pieces, state }, index) => partOf(kind, index, pieces.join(''), state)),
  )
  const whole: GenerateChatResponse = create(GenerateChatResponseSchema, { message, info })
  const events: GenerateChatStreamResponse['event'][] = [
    {
      case: 'started',
      value: {
        $typeName: 'switchyard.v1.AnswerStarted',
        responseId: '0-1',
        model: 'played-model',
        provider: 'played',
        createTime: timestampFromMs(7000),
      },
    },
    ...parts.flatMap((part, index) => [...eventsOf(part, index)]),
    { case: 'finished', value: { $typeName: 'switchyard.v1.AnswerFinished', info } },
  ]
  const messages = events.map((event): GenerateChatStreamResponse => {
    return { $typeName: 'switchyard.v1.GenerateChatStreamResponse', sequence: 0n, event }
  })
  return { whole, messages }
}

function partOf(kind: Piecewise['kind'], index: number, value: string, providerState: Piecewise['state']): Part {
  const call = { id: `call_${index}`, name: 'look', arguments: value }
  const content = {
    text: { case: 'text' as const, value },
    reasoning: { case: 'reasoning' as const, value: { text: value } },
    toolCall: { case: 'toolCall' as const, value: call },
  }[kind]
  return create(PartSchema, providerState ? { content, providerState } : { content })
}

function* eventsOf(
  { kind, pieces, state, isFilled }: Piecewise,
  index: number,
): Generator<GenerateChatStreamResponse['event']> {
  const [first = '', ...others] = pieces
  const part = partOf(kind, index, isFilled ? first : '', undefined)
  yield { case: 'partStarted', value: { $typeName: 'switchyard.v1.PartStarted', index, part } }
  for (const value of isFilled ? others : pieces) {
    const delta = { case: kind === 'toolCall' ? ('arguments' as const) : kind, value }
    yield { case: 'partDelta', value: { $typeName: 'switchyard.v1.PartDelta', index, delta } }
  }
  const providerState = state && { $typeName: 'switchyard.v1.ProviderState' as const, ...state }
  const ended = { $typeName: 'switchyard.v1.PartEnded' as const, index }
  yield { case: 'partEnded', value: providerState ? { ...ended, providerState } : ended }
}

/** The JSON values of events, without the end mark. */
// biome-ignore lint/suspicious/noExplicitAny: the events have many forms, which tests look into.
export function valuesIn(events: string): any[] {
  return events
    .split('\n\n')
    .flatMap((event) => event.split('\n').filter((line) => line.startsWith('data: ')))
    .map((line) => JSON.parse(line.slice('data: '.length)))
}
