import { fromJson, toBinary, toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { createValidate } from '../../../src/rpc/validate.ts'
import { chatQuestion } from '../../../src/server/openai/chat/request.ts'
import { anyChat, brokenChat } from './any-chat.ts'

const validate = createValidate()
const user = { role: 'user', content: 'Hi' }

function requestOf(body: object) {
  return toJson(GenerateChatRequestSchema, chatQuestion(body, '').request, { useProtoFieldName: true })
}

function errorOf(body: unknown): GatewayError {
  try {
    chatQuestion(body, '')
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('The request was read.')
}

const paramOf = (body: unknown) => errorOf(body).violations[0]?.field

describe('a request of Chat Completions', () => {
  it('becomes a conversation', () => {
    const request = requestOf({
      model: 'm',
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          name: 'ann',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID', detail: 'low' } },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
            { type: 'input_audio', input_audio: { data: 'AQID', format: 'mp3' } },
            { type: 'file', file: { file_data: 'data:application/pdf;base64,AQID', filename: 'a.pdf' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'Hm.',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } }],
        },
        {
          role: 'tool',
          tool_call_id: 'c1',
          content: [
            { type: 'text', text: 'a ' },
            { type: 'text', text: 'cat' },
          ],
        },
        { role: 'assistant', content: '', refusal: 'No.' },
      ],
    })
    expect(request).toEqual({
      messages: [
        { role: 'ROLE_SYSTEM', parts: [{ text: 'Be brief.' }] },
        {
          role: 'ROLE_USER',
          name: 'ann',
          parts: [
            { text: 'What is this?' },
            { image: { data: 'AQID', media_type: 'image/png', detail: 'low' } },
            { image: { url: 'https://example.com/a.png' } },
            { audio: { data: 'AQID', media_type: 'audio/mpeg' } },
            { file: { data: 'AQID', media_type: 'application/pdf', filename: 'a.pdf' } },
          ],
        },
        {
          role: 'ROLE_ASSISTANT',
          parts: [{ reasoning: { text: 'Hm.' } }, { tool_call: { id: 'c1', name: 'look', arguments: '{"a":1}' } }],
        },
        { role: 'ROLE_TOOL', parts: [{ tool_result: { tool_call_id: 'c1', output: 'a cat' } }] },
        { role: 'ROLE_ASSISTANT', parts: [{ text: 'No.' }] },
      ],
      options: { model: 'm' },
    })
  })

  it('becomes options, tools and a form', () => {
    const schema = JSON.parse('{"type":"object","properties":{"__proto__":{"a":1}}}')
    const { messages: _, ...rest } = requestOf({
      messages: [user],
      max_tokens: 7,
      temperature: 0,
      top_p: 0.5,
      frequency_penalty: 1,
      presence_penalty: -1,
      stop: 'end',
      seed: 3,
      reasoning_effort: 'xhigh',
      metadata: { team: 'search', userId: '7' },
      tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: schema, strict: true } }],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
      response_format: { type: 'json_schema', json_schema: { name: 's', schema } },
      switchyard: { tier: 'TIER_FAST', temperature: 2, preferred_providers: ['a'] },
      user: 'u',
      store: false,
      n: 1,
      logit_bias: {},
      service_tier: 'auto',
    }) as Record<string, unknown>
    expect(rest).toEqual({
      options: {
        max_output_tokens: '7',
        temperature: 0,
        top_p: 0.5,
        frequency_penalty: 1,
        presence_penalty: -1,
        stop: ['end'],
        seed: '3',
        reasoning_effort: 'REASONING_EFFORT_MAX',
        labels: { team: 'search' },
        tier: 'TIER_FAST',
        preferred_providers: ['a'],
      },
      tools: [{ name: 'f', description: 'd', parameters_schema: JSON.stringify(schema), strict: true }],
      tool_choice: { mode: 'MODE_NAMED', name: 'f', parallel: false },
      response_format: { json_schema: { name: 's', schema: JSON.stringify(schema), strict: false } },
    })
  })

  it.each(['auto', '', null, undefined])('leaves the choice of a model to the service: %j', (model) => {
    expect(chatQuestion({ messages: [user], model }, '').request.options?.model).toBe(undefined)
  })

  it('tells which metadata it left out', () => {
    expect(chatQuestion({ messages: [user], metadata: { UPPER: 'x' } }, '').warnings).toHaveLength(1)
    expect(chatQuestion({ messages: [user], metadata: { lower: 'x' } }, '').warnings).toEqual([])
  })

  const assistant = (more: object) => ({ messages: [{ role: 'assistant', content: 'x', ...more }] })
  const within = (content: unknown) => ({ messages: [{ role: 'user', content }] })
  const image = (url: unknown) => within([{ type: 'image_url', image_url: { url } }])
  it.each([
    ['an array', []],
    ['text', 'x'],
    ['null', null],
  ])('must be an object: %s', (_, body) => {
    expect(errorOf(body).reason).toBe(ErrorReason.INVALID_REQUEST)
  })

  it.each<[string, unknown]>([
    ['messages', {}],
    ['messages', { messages: 'x' }],
    ['messages[0]', { messages: ['x'] }],
    ['messages[0].role', { messages: [{ content: 'x' }] }],
    ['messages[0].role', { messages: [{ role: 'function', content: 'x' }] }],
    ['messages[0].content', within(7)],
    ['messages[0].content', within([])],
    ['messages[0].content[0].type', within([{ type: 'video' }])],
    ['messages[0].content[0].image_url.url', image('http://example.com/a.png')],
    ['messages[0].content[0].image_url.url', image('data:image/png;base64,*')],
    ['messages[0].content[0].file.file_id', within([{ type: 'file', file: { file_id: 'f' } }])],
    ['messages[0].colour', { messages: [{ ...user, colour: 'red' }] }],
    ['messages[0].tool_call_id', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].content', { messages: [{ role: 'assistant' }] }],
    ['messages[0].provider_state', { messages: [{ role: 'assistant', content: 'x', provider_state: 'AQID' }] }],
    ['temperature', { messages: [user], temperature: '1' }],
    ['max_completion_tokens', { messages: [user], max_completion_tokens: 1.5 }],
    ['max_tokens', { messages: [user], max_completion_tokens: 1, max_tokens: 2 }],
    ['n', { messages: [user], n: 2 }],
    ['logprobs', { messages: [user], logprobs: true }],
    ['store', { messages: [user], store: true }],
    ['service_tier', { messages: [user], service_tier: 'priority' }],
    ['audio', { messages: [user], audio: { voice: 'ash' } }],
    ['functions', { messages: [user], functions: [] }],
    ['tools[0].type', { messages: [user], tools: [{ type: 'custom', custom: { name: 'x' } }] }],
    ['tools[0].function.name', { messages: [user], tools: [{ type: 'function', function: {} }] }],
    ['tool_choice', { messages: [user], tool_choice: 'any' }],
    ['response_format.type', { messages: [user], response_format: { type: 'xml' } }],
    ['reasoning_effort', { messages: [user], reasoning_effort: 'extreme' }],
    ['stream_options.more', { messages: [user], stream_options: { more: 1 } }],
    ['switchyard.colour', { messages: [user], switchyard: { colour: 1 } }],
    ['switchyard.tier', { messages: [user], switchyard: { tier: 'TIER_GOLD' } }],
    [
      'metadata',
      { messages: [user], metadata: Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`a${at}`, ''])) },
    ],
    ['messages', { messages: Array(10_001).fill({}) }],
    ['stop', { messages: [user], stop: Array(10_001).fill('') }],
    [
      'messages[0].provider_state',
      assistant({ provider_state: Buffer.from('1a00'.repeat(2000), 'hex').toString('base64') }),
    ],
    ['messages[0].provider_state', assistant({ provider_state: 'AQ=ID' })],
    ['metadata.a', { messages: [user], metadata: { a: 1 } }],
    ['colour', { messages: [user], colour: 'red' }],
    ['constructor', { messages: [user], constructor: 'red' }],
    ['__proto__', JSON.parse('{"messages":[{"role":"user","content":"x"}],"__proto__":{"n":2}}')],
  ])('names the parameter at fault: %s', (param, body) => {
    expect([paramOf(body), errorOf(body).reason]).toEqual([param, ErrorReason.INVALID_REQUEST])
  })

  it('is not read by what objects inherit', () => {
    const body = JSON.parse('{"__proto__":{"messages":[{"role":"user","content":"x"}]}}')
    expect(paramOf(body)).toBe('messages')
  })

  it('repeats no name that may be a piece of a prompt', () => {
    expect(errorOf({ messages: [user], 'my secret': 1 }).message).not.toContain('secret')
  })

  it('is refused when a schema is nested beyond reason', () => {
    let parameters: object = {}
    for (let depth = 0; depth < 5000; depth++) parameters = { a: parameters }
    const tools = [{ type: 'function', function: { name: 'f', parameters } }]
    expect(paramOf({ messages: [user], tools })).toBe('tools[0].function.parameters')
    expect(paramOf({ messages: [user], switchyard: { provider_options: parameters } })).toBe('switchyard')
  })

  it('of any good form becomes a message that the contract takes', () => {
    fc.assert(
      fc.property(anyChat, (body) => {
        const { request } = chatQuestion(body, '')
        validate(GenerateChatRequestSchema, request)
        expect(request.messages).toHaveLength(body.messages.length)
        // It can be written down, and read back as the same.
        const json = toJson(GenerateChatRequestSchema, request)
        const again = fromJson(GenerateChatRequestSchema, json)
        expect(toBinary(GenerateChatRequestSchema, again)).toEqual(toBinary(GenerateChatRequestSchema, request))
      }),
      { numRuns: 200 },
    )
  })

  it('of any other form is refused as what it is, or taken', () => {
    fc.assert(
      fc.property(fc.oneof(brokenChat, fc.jsonValue()), (body) => {
        try {
          validate(GenerateChatRequestSchema, chatQuestion(body, '').request)
        } catch (error) {
          expect(error).toMatchObject({ reason: ErrorReason.INVALID_REQUEST })
        }
      }),
      { numRuns: 500 },
    )
  })
})
