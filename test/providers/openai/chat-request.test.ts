import { describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { toChatRequest } from '../../../src/providers/openai/chat-request.ts'
import { compatibilityOf } from '../../../src/providers/openai/compatibility.ts'
import { COMPATIBLE, OPENAI } from '../../../src/providers/openai/kinds.ts'
import type { Compatibility } from '../../../src/providers/options.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Request = NonNullable<CallChoices['request']>
type Parts = NonNullable<NonNullable<Request['messages']>[number]['parts']>

const openAI = compatibilityOf(OPENAI, { compatibility: {} })

function bodyOf(request: Request, compatibility: Compatibility = openAI, streaming = false) {
  return toChatRequest(targetedCall({ request, streaming }), compatibility).body
}

const hello = { messages: [userMessage('hello')] }

function messagesOf(role: Role, parts: Parts, name?: string) {
  return bodyOf({ messages: [{ role, parts, ...(name === undefined ? {} : { name }) }] }).messages
}

const text = (value: string) => ({ content: { case: 'text', value } }) as const

describe('toChatRequest', () => {
  it('sends nothing that is not set', () => {
    expect(bodyOf(hello)).toEqual({ model: 'model-1', messages: [{ role: 'user', content: 'hello' }], stream: false })
  })

  it('asks for the usage of a stream, unless the server does not take that', () => {
    expect(bodyOf(hello, openAI, true)).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    expect(bodyOf(hello, { ...openAI, streamOptions: false }, true)).not.toHaveProperty('stream_options')
  })

  it('sends every option', () => {
    const options = {
      maxOutputTokens: 100n,
      temperature: 0,
      topP: 0.5,
      frequencyPenalty: -1,
      presencePenalty: 1,
      stop: ['END'],
      seed: -7n,
      reasoningEffort: ReasoningEffort.MAX,
    }
    expect(bodyOf({ ...hello, options })).toMatchObject({
      max_completion_tokens: 100,
      temperature: 0,
      top_p: 0.5,
      frequency_penalty: -1,
      presence_penalty: 1,
      stop: ['END'],
      seed: -7,
      reasoning_effort: 'max',
    })
  })

  it('bounds the output by the field that the server knows', () => {
    const compatible = compatibilityOf(COMPATIBLE, { compatibility: {} })
    expect(bodyOf({ ...hello, options: { maxOutputTokens: 5n } }, compatible)).toMatchObject({ max_tokens: 5 })
  })

  it('leaves out a seed that the server does not take, and says so', () => {
    const call = targetedCall({ request: { ...hello, options: { seed: 1n } } })
    const { body, warnings } = toChatRequest(call, { ...openAI, seed: false })
    expect(body).not.toHaveProperty('seed')
    expect(warnings).toEqual(['options.seed was not sent: the provider "played" does not take it.'])
  })

  it('refuses a seed that JSON cannot carry', () => {
    expect(() => bodyOf({ ...hello, options: { seed: 2n ** 60n } })).toThrow(/options.seed/)
  })

  it('sends system, developer and names', () => {
    expect(messagesOf(Role.SYSTEM, [text('be kind')], 'boss')).toEqual([
      { role: 'system', name: 'boss', content: 'be kind' },
    ])
    const messages = [{ role: Role.SYSTEM, parts: [text('be kind')] }]
    expect(bodyOf({ messages }, { ...openAI, systemRole: 'developer' }).messages).toEqual([
      { role: 'developer', content: 'be kind' },
    ])
  })

  it('sends pictures as address or data', () => {
    const parts: Parts = [
      text('see'),
      { content: { case: 'image', value: { source: { case: 'url', value: 'https://x.test/a.png' }, detail: 'low' } } },
      {
        content: {
          case: 'image',
          value: { source: { case: 'data', value: Uint8Array.of(1, 2, 3) }, mediaType: 'image/png' },
        },
      },
    ]
    expect(messagesOf(Role.USER, parts)).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'see' },
          { type: 'image_url', image_url: { url: 'https://x.test/a.png', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
        ],
      },
    ])
  })

  it.each([
    ['audio/wav', 'wav'],
    ['audio/x-wav', 'wav'],
    ['audio/mpeg', 'mp3'],
  ])('sends sound of the type %s', (mediaType, format) => {
    expect(
      messagesOf(Role.USER, [{ content: { case: 'audio', value: { data: Uint8Array.of(1), mediaType } } }]),
    ).toEqual([{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AQ==', format } }] }])
  })

  it('sends a file as data, with a name', () => {
    const value = { source: { case: 'data', value: Uint8Array.of(1) }, mediaType: 'application/pdf' } as const
    expect(messagesOf(Role.USER, [{ content: { case: 'file', value } }])).toEqual([
      {
        role: 'user',
        content: [{ type: 'file', file: { filename: 'document.pdf', file_data: 'data:application/pdf;base64,AQ==' } }],
      },
    ])
  })

  it('sends tool calls and their results', () => {
    const request: Request = {
      messages: [
        {
          role: Role.ASSISTANT,
          parts: [
            { content: { case: 'reasoning', value: { text: 'hm' } } },
            { content: { case: 'toolCall', value: { id: 'c1', name: 'f', arguments: '{}' } } },
          ],
        },
        {
          role: Role.TOOL,
          parts: [
            { content: { case: 'toolResult', value: { toolCallId: 'c1', output: '42' } } },
            { content: { case: 'toolResult', value: { toolCallId: 'c2', output: 'no', isError: true } } },
          ],
        },
      ],
    }
    expect(bodyOf(request).messages).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '42' },
      { role: 'tool', tool_call_id: 'c2', content: 'Error: no' },
    ])
  })

  it.each<[Role, Parts[number], string]>([
    [Role.SYSTEM, { content: { case: 'image', value: { source: { case: 'url', value: 'https://x.test' } } } }, 'image'],
    [Role.USER, { content: { case: 'toolCall', value: { id: 'c' } } }, 'tool_call'],
    [Role.USER, { content: { case: 'toolResult', value: { toolCallId: 'c' } } }, 'tool_result'],
    [Role.USER, { content: { case: 'audio', value: { mediaType: 'audio/flac' } } }, 'audio'],
    [Role.USER, { content: { case: 'file', value: { source: { case: 'url', value: 'https://x.test' } } } }, 'file'],
    [Role.ASSISTANT, { content: { case: 'audio', value: { mediaType: 'audio/wav' } } }, 'audio'],
    [Role.TOOL, text('x'), 'text'],
  ])('refuses what has no place: role %s, %j', (role, part, name) => {
    const field = `messages[0].parts[0].${name}`
    const error = { reasonName: 'NOT_SUPPORTED_BY_PROVIDER', metadata: { provider: 'played', field } }
    expect(() => messagesOf(role, [part])).toThrow(expect.objectContaining(error))
  })

  it('sends tools and the choice among them', () => {
    const tools = [
      { name: 'f', description: 'does', parametersSchema: '{"type":"object"}', strict: true },
      { name: 'g' },
    ]
    const toolChoice = { mode: ToolChoice_Mode.NAMED, name: 'f', parallel: false }
    expect(bodyOf({ ...hello, tools, toolChoice })).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'f', description: 'does', parameters: { type: 'object' }, strict: true },
        },
        { type: 'function', function: { name: 'g' } },
      ],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
    })
  })

  it.each([
    [ToolChoice_Mode.AUTO, 'auto'],
    [ToolChoice_Mode.NONE, 'none'],
    [ToolChoice_Mode.REQUIRED, 'required'],
    [ToolChoice_Mode.UNSPECIFIED, undefined],
  ])('sends the choice %s as %s', (mode, choice) => {
    expect(bodyOf({ ...hello, toolChoice: { mode } }).tool_choice).toBe(choice)
  })

  it.each(['{', '[]', '7', 'null'])('refuses the schema %s', (parametersSchema) => {
    expect(() => bodyOf({ ...hello, tools: [{ name: 'f', parametersSchema }] })).toThrow(
      expect.objectContaining({
        reasonName: 'INVALID_REQUEST',
        violations: [expect.objectContaining({ field: 'tools[0].parameters_schema' })],
      }),
    )
  })

  it('asks for JSON, by a strict schema unless told otherwise', () => {
    const json = (format: NonNullable<Request['responseFormat']>['format']) =>
      bodyOf({ ...hello, responseFormat: { format: format as never } }).response_format
    expect(json({ case: 'jsonObject', value: {} })).toEqual({ type: 'json_object' })
    expect(json({ case: 'jsonSchema', value: { name: 'n', schema: '{}' } })).toEqual({
      type: 'json_schema',
      json_schema: { name: 'n', schema: {}, strict: true },
    })
    expect(json({ case: 'jsonSchema', value: { name: 'n', schema: '{}', strict: false, description: 'd' } })).toEqual({
      type: 'json_schema',
      json_schema: { name: 'n', description: 'd', schema: {}, strict: false },
    })
  })

  it('asks a server without schemas for any JSON object, and says so', () => {
    const responseFormat = { format: { case: 'jsonSchema', value: { name: 'n', schema: '{}' } } } as const
    const { body, warnings } = toChatRequest(targetedCall({ request: { ...hello, responseFormat } }), {
      ...openAI,
      jsonSchema: false,
    })
    expect(body.response_format).toEqual({ type: 'json_object' })
    expect(warnings).toEqual([expect.stringMatching(/^response_format.json_schema was not sent: .*\.$/)])
  })

  it("adds the provider's own options, and those of no other", () => {
    const providerOptions = { played: { service_tier: 'flex' }, other: { x: 1 } }
    expect(bodyOf({ ...hello, options: { providerOptions } })).toEqual({ ...bodyOf(hello), service_tier: 'flex' })
  })

  it.each(['model', 'messages', 'stream'])("refuses a provider's option that would change %s", (key) => {
    const field = `options.provider_options["played"].${key}`
    expect(() => bodyOf({ ...hello, options: { providerOptions: { played: { [key]: 'x' } } } })).toThrow(
      expect.objectContaining({ reasonName: 'INVALID_REQUEST', violations: [expect.objectContaining({ field })] }),
    )
  })
})
