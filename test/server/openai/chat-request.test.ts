import { fromJson, toBinary, toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { createValidate } from '../../../src/rpc/validate.ts'
import { chatQuestion } from '../../../src/server/openai/chat/request.ts'
import { anyChat, brokenChat } from './any-chat.ts'

const validate = createValidate()
const user = { role: 'user', content: 'Hi' }

function requestOf(body: object) {
  return toJson(GenerateChatRequestSchema, chatQuestion(body, '').request, { useProtoFieldName: true })
}

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
