import { MessageReader } from '../../../src/providers/anthropic/reader.ts'
import { GeminiReader } from '../../../src/providers/gemini/reader.ts'
import { ChatReader } from '../../../src/providers/openai/chat-reader.ts'
import { ResponsesReader } from '../../../src/providers/openai/responses-reader.ts'
import type { AnswerReader } from '../../../src/providers/wire/answer-reader.ts'
import { blockEvents, messageEnd, messageStart, wholeMessage } from '../anthropic-wire.ts'
import { geminiChunk, geminiTokens } from '../gemini-wire.ts'
import { chatDelta, chatUsageChunk, responseObject } from '../openai-wire.ts'
import { readerContext } from '../read-events.ts'
import { CANARY } from './sound-answer.ts'

type Json = Record<string, unknown>

/** An interface with answers that hold everything it has. */
export interface ValidAnswers {
  readonly name: string
  reader(): AnswerReader
  /** The events of a stream; the name of each is its `type`, if it has one. */
  readonly stream: readonly Json[]
  readonly whole: Json
}

const PICTURE = 'data:image/png;base64,AQID'

const toolCall = (index: number, fields: Json) => chatDelta({ tool_calls: [{ index, ...fields }] })

const chatMessage = {
  content: [
    { type: 'thinking', thinking: [{ type: 'text', text: CANARY }] },
    { type: 'text', text: CANARY },
  ],
  reasoning_content: CANARY,
  reasoning_details: [{ type: 'reasoning.text', index: 0, text: CANARY, signature: 's' }],
  refusal: CANARY,
  images: [{ image_url: { url: PICTURE } }],
  audio: { id: 'audio_1', data: 'AQID', transcript: CANARY },
  tool_calls: [{ index: 0, id: 'call_1', function: { name: 'f', arguments: { city: CANARY } } }],
}

const chat: ValidAnswers = {
  name: 'Chat Completions',
  reader: () => new ChatReader('call-1', readerContext, { reasoningHistory: true, audioType: 'audio/wav' }),
  stream: [
    chatDelta({ role: 'assistant', content: '' }),
    chatDelta({ reasoning_content: CANARY, reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'a' }] }),
    chatDelta({ reasoning: CANARY, reasoning_details: [{ type: 'reasoning.text', index: 0, summary: 'b' }] }),
    chatDelta(chatMessage),
    toolCall(0, { id: 'call_1', function: { name: 'f', arguments: '' } }),
    toolCall(1, { id: 'call_2', function: { name: 'g', arguments: '{"a"' } }),
    toolCall(1, { function: { arguments: ':1}' } }),
    chatDelta({ function_call: { name: 'h', arguments: '{}' } }, 'tool_calls'),
    chatUsageChunk({}),
  ],
  whole: { ...chatUsageChunk({}), choices: [{ index: 0, message: chatMessage, finish_reason: 'stop' }] },
}

const reasoningItem = {
  type: 'reasoning',
  summary: [{ text: CANARY }],
  content: [{ text: 'b' }],
  encrypted_content: 'e',
}
const messageItem = {
  type: 'message',
  phase: 'final',
  content: [
    { type: 'output_text', text: CANARY },
    { type: 'refusal', refusal: CANARY },
  ],
}
const callItem = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' }
const pictureItem = { type: 'image_generation_call', output_format: 'png', result: 'AQID' }
const response = { ...responseObject({ texts: [] }), output: [reasoningItem, messageItem, callItem, pictureItem] }

const itemDone = (output_index: number, item: Json) => ({ type: 'response.output_item.done', output_index, item })

const responses: ValidAnswers = {
  name: 'Responses',
  reader: () => new ResponsesReader(readerContext),
  stream: [
    { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: CANARY },
    { type: 'response.reasoning_text.delta', output_index: 0, content_index: 1, delta: CANARY },
    itemDone(0, reasoningItem),
    { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: CANARY },
    { type: 'response.refusal.delta', output_index: 1, content_index: 1, delta: CANARY },
    itemDone(1, messageItem),
    { type: 'response.output_item.added', output_index: 2, item: callItem },
    { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{}' },
    itemDone(2, callItem),
    itemDone(3, pictureItem),
    { type: 'response.completed', response },
  ],
  whole: response,
}

const blocks: Json[] = [
  { type: 'thinking', thinking: CANARY, signature: 'abc' },
  { type: 'redacted_thinking', data: 'abc' },
  { type: 'text', text: CANARY },
  { type: 'tool_use', id: 'call_1', name: 'f', input: { city: CANARY } },
  { type: 'tool_use', id: 'call_2', name: 'g', input: {} },
]

const messages: ValidAnswers = {
  name: 'Messages',
  reader: () => new MessageReader(readerContext),
  stream: [
    messageStart(),
    ...blockEvents(0, { type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking: CANARY },
      { type: 'signature_delta', signature: 'abc' },
    ]),
    ...blockEvents(1, { type: 'redacted_thinking', data: 'abc' }),
    { type: 'ping' },
    ...blockEvents(2, { type: 'text', text: '' }, [{ type: 'text_delta', text: CANARY }]),
    ...blockEvents(3, { type: 'tool_use', id: 'call_1', name: 'f', input: {} }, [
      { type: 'input_json_delta', partial_json: '{"a"' },
      { type: 'input_json_delta', partial_json: ':1}' },
    ]),
    ...messageEnd('tool_use'),
  ],
  whole: wholeMessage(blocks),
}

const functionCall = (fields: Json) => ({ functionCall: fields })
const piece = (jsonPath: string, fields: Json) => ({ jsonPath, ...fields })

const geminiParts: Json[] = [
  { text: CANARY, thought: true },
  { text: CANARY, thoughtSignature: 'abc' },
  { inlineData: { mimeType: 'image/png', data: 'AQID' } },
  functionCall({ name: 'f', args: { city: CANARY } }),
  functionCall({ id: 'call_2', name: 'g', args: {} }),
]

const gemini: ValidAnswers = {
  name: 'Gemini',
  reader: () => new GeminiReader('call-1', readerContext),
  stream: [
    ...geminiParts.map((part) => geminiChunk([part], { usage: { promptTokenCount: 3 } })),
    geminiChunk([functionCall({ name: 'h', willContinue: true })]),
    geminiChunk([
      functionCall({
        partialArgs: [piece('$.list[0]', { stringValue: CANARY }), piece('$.list[1].a', { numberValue: 1 })],
        willContinue: true,
      }),
    ]),
    geminiChunk([functionCall({ partialArgs: [piece('$.list[0]', { stringValue: 'more' })] })]),
    geminiChunk([{ text: '', thoughtSignature: 'abc' }], { finish: 'STOP', usage: geminiTokens() }),
  ],
  whole: geminiChunk(geminiParts, { finish: 'STOP', usage: geminiTokens() }),
}

export const validAnswers: readonly ValidAnswers[] = [chat, responses, messages, gemini]
