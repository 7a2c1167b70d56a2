import { toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { createValidate } from '../../../src/rpc/validate.ts'
import { ResponseEvents } from '../../../src/server/openai/responses/events.ts'
import { responsesQuestion } from '../../../src/server/openai/responses/request.ts'
import { responseObject } from '../../../src/server/openai/responses/whole.ts'
import { answerOf, anyAnswer, valuesIn } from './any-answer.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON object of OpenAI's.
type Json = any

const validate = createValidate()
const question = { echo: {}, warnings: [] }
const messagesOf = (body: object): Json => {
  const { request } = responsesQuestion(body, '')
  return (toJson(GenerateChatRequestSchema, request, { useProtoFieldName: true }) as Json).messages
}
const wholeOf = (answer: ReturnType<typeof answerOf>): Json =>
  JSON.parse(JSON.stringify(responseObject(answer.whole, question)))
const eventsOf = ({ messages }: ReturnType<typeof answerOf>) => valuesIn(new ResponseEvents(question).batch(messages))

function paramOf(body: unknown): string | undefined {
  try {
    responsesQuestion(body, '')
  } catch (error) {
    if (error instanceof GatewayError) return error.violations[0]?.field
    throw error
  }
  throw new Error('The request was read.')
}

describe('a request of Responses', () => {
  it('becomes a conversation, each turn of the model one message', () => {
    const messages = messagesOf({
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: 'Weather in Bern and Rome?' },
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Two.' }], encrypted_content: 'gAAA' },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Bern"}', status: 'completed' },
        { type: 'function_call', call_id: 'c2', name: 'weather', arguments: '{"city":"Rome"}', id: 'fc_2' },
        { type: 'function_call_output', call_id: 'c1', output: 'rain' },
        { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'sun' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Both.', annotations: [] }] },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'And this?' },
            { type: 'input_image', image_url: 'data:image/png;base64,AQID', detail: 'auto' },
            { type: 'input_file', file_url: 'https://example.com/a.pdf' },
          ],
        },
      ],
    })
    expect(messages).toEqual([
      { role: 'ROLE_SYSTEM', parts: [{ text: 'Be brief.' }] },
      { role: 'ROLE_USER', parts: [{ text: 'Weather in Bern and Rome?' }] },
      {
        role: 'ROLE_ASSISTANT',
        parts: [
          { reasoning: { text: 'Two.' } },
          { tool_call: { id: 'c1', name: 'weather', arguments: '{"city":"Bern"}' } },
          { tool_call: { id: 'c2', name: 'weather', arguments: '{"city":"Rome"}' } },
        ],
      },
      { role: 'ROLE_TOOL', parts: [{ tool_result: { tool_call_id: 'c1', output: 'rain' } }] },
      { role: 'ROLE_TOOL', parts: [{ tool_result: { tool_call_id: 'c2', output: 'sun' } }] },
      { role: 'ROLE_ASSISTANT', parts: [{ text: 'Both.' }] },
      {
        role: 'ROLE_USER',
        parts: [
          { text: 'And this?' },
          { image: { data: 'AQID', media_type: 'image/png', detail: 'auto' } },
          { file: { url: 'https://example.com/a.pdf' } },
        ],
      },
    ])
  })

  it('becomes options, tools and a form', () => {
    const { request } = responsesQuestion(
      {
        input: 'Hi',
        max_output_tokens: 9,
        reasoning: { effort: 'low', summary: 'auto' },
        tools: [{ type: 'function', name: 'f', parameters: null, strict: true }],
        tool_choice: { type: 'function', name: 'f' },
        text: { format: { type: 'json_schema', name: 's', schema: { type: 'object' }, strict: true } },
        include: ['reasoning.encrypted_content'],
        store: false,
        truncation: 'disabled',
      },
      'key',
    )
    expect(toJson(GenerateChatRequestSchema, request, { useProtoFieldName: true })).toEqual({
      messages: [{ role: 'ROLE_USER', parts: [{ text: 'Hi' }] }],
      options: { max_output_tokens: '9', reasoning_effort: 'REASONING_EFFORT_LOW' },
      tools: [{ name: 'f', strict: true }],
      tool_choice: { mode: 'MODE_NAMED', name: 'f' },
      response_format: { json_schema: { name: 's', schema: '{"type":"object"}', strict: true } },
      idempotency_key: 'key',
    })
  })

  it.each<[string, object]>([
    ['input', {}],
    ['input', { input: [] }],
    ['input[0].type', { input: [{ type: 'item_reference', id: 'x' }] }],
    ['input[0].role', { input: [{ role: 'tool', content: 'x' }] }],
    ['input[0].content[0].file_id', { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] }],
    ['input[0].call_id', { input: [{ type: 'function_call_output', output: 'x' }] }],
    ['input[0].provider_state', { input: [{ role: 'assistant', content: 'x', provider_state: 'switchyard.%' }] }],
    ['tools[0].type', { input: 'x', tools: [{ type: 'web_search' }] }],
    ['tool_choice.type', { input: 'x', tool_choice: { type: 'mcp', server_label: 'x' } }],
    ['store', { input: 'x', store: true }],
    ['background', { input: 'x', background: true }],
    ['previous_response_id', { input: 'x', previous_response_id: 'resp_1' }],
    ['conversation', { input: 'x', conversation: 'conv_1' }],
    ['truncation', { input: 'x', truncation: 'auto' }],
    ['include[1]', { input: 'x', include: ['reasoning.encrypted_content', 'message.output_text.logprobs'] }],
    ['text.format.type', { input: 'x', text: { format: { type: 'grammar' } } }],
    ['text.verbosity', { input: 'x', text: { verbosity: 'low' } }],
    ['reasoning.effort', { input: 'x', reasoning: { effort: 'extreme' } }],
    ['colour', { input: 'x', colour: 1 }],
  ])('names the parameter at fault: %s', (param, body) => {
    expect(paramOf(body)).toBe(param)
  })

  it.each<[string, (value: unknown) => object]>([
    ['user', (user) => ({ user })],
    ['reasoning', (summary) => ({ reasoning: { summary } })],
  ])('that its answer could not repeat is refused before it is paid for: %s', (param, member) => {
    const nested: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    expect(paramOf({ input: 'Hello', ...member(nested) })).toBe(param)
  })

  it('of any form is refused as what it is, or taken', () => {
    const item = fc.record(
      {
        type: fc.constantFrom('message', 'function_call', 'function_call_output', 'reasoning', 'image_generation_call'),
        role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
        content: fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        call_id: fc.string(),
        name: fc.stringMatching(/^[a-z]{1,3}$/),
        output: fc.oneof(fc.string(), fc.jsonValue()),
        summary: fc.array(fc.record({ text: fc.string() })),
        encrypted_content: fc.oneof(fc.string(), fc.constant('switchyard.CgFw')),
      },
      { requiredKeys: [] },
    )
    const body = fc.record({ input: fc.oneof(fc.string(), fc.array(item), fc.jsonValue()) })
    fc.assert(
      fc.property(body, (request) => {
        try {
          validate(GenerateChatRequestSchema, responsesQuestion(request, '').request)
        } catch (error) {
          expect(error).toMatchObject({ reason: ErrorReason.INVALID_REQUEST })
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('an answer in events', () => {
  it('ends with the whole answer, of which each event told a piece', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        fc.pre(answer.whole.info?.finishReason !== FinishReason.REFUSAL)
        const whole = wholeOf(answer)
        const events = eventsOf(answer)
        expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index))
        expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress'])
        expect(events.at(-1)).toMatchObject({ type: `response.${whole.status}` })
        expect(events.at(-1)?.response).toEqual(whole)
        const done = events.filter(({ type }) => type === 'response.output_item.done')
        expect(done.map(({ item }) => item)).toEqual(whole.output)
        expect(events.filter(({ type }) => type === 'response.output_item.added')).toHaveLength(done.length)
        for (const { item, output_index } of done) {
          const deltas = events.filter(({ type, ...of }) => type.endsWith('.delta') && of.output_index === output_index)
          const said = item.content?.[0].text ?? item.arguments ?? item.summary[0]?.text ?? ''
          expect(deltas.map(({ delta }) => delta).join('')).toBe(said)
        }
      }),
    )
  })

  it('goes back with all that its provider needs', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const sent = (answer.whole.message?.parts ?? []).filter(
          ({ content, providerState }) => content.case !== 'reasoning' || content.value.text !== '' || providerState,
        )
        fc.pre(sent.length > 0 && answer.whole.info?.finishReason !== FinishReason.REFUSAL)
        const { request } = responsesQuestion({ input: wholeOf(answer).output }, '')
        expect(request.messages).toHaveLength(1)
        expect(request.messages[0]?.parts).toEqual(sent)
      }),
    )
  })

  it('tells of a failure by the response and by an error', () => {
    const events = new ResponseEvents(question)
    events.batch(answerOf([{ kind: 'text', pieces: ['Hel'], state: undefined, isFilled: false }]).messages.slice(0, 3))
    const error = { message: 'Cut.', type: 'server_error', param: null, code: 'cut', reason: 'STREAM_TRUNCATED' }
    expect(valuesIn(events.failed(error))).toMatchObject([
      { type: 'response.failed', response: { status: 'failed', error: { code: 'cut', message: 'Cut.' } } },
      { type: 'error', code: 'cut', message: 'Cut.', error },
    ])
  })
})

describe('a response', () => {
  it.each([
    [FinishReason.STOP, 'completed', null],
    [FinishReason.TOOL_CALLS, 'completed', null],
    [FinishReason.LENGTH, 'incomplete', { reason: 'max_output_tokens' }],
    [FinishReason.CONTENT_FILTER, 'incomplete', { reason: 'content_filter' }],
  ])('says whether it is all: %s', (finishReason, status, details) => {
    expect(wholeOf(answerOf([], finishReason))).toMatchObject({ status, incomplete_details: details })
  })

  it('has a refusal as what it is', () => {
    const part = { kind: 'text' as const, pieces: ['No.'], state: undefined, isFilled: false }
    const [item] = wholeOf(answerOf([part], FinishReason.REFUSAL)).output
    expect(item.content).toEqual([{ type: 'refusal', refusal: 'No.' }])
  })
})
