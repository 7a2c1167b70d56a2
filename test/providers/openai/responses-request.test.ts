import { describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { compatibilityOf } from '../../../src/providers/openai/compatibility.ts'
import { OPENAI } from '../../../src/providers/openai/kinds.ts'
import { toResponsesRequest } from '../../../src/providers/openai/responses-request.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Request = NonNullable<CallChoices['request']>

const openAI = compatibilityOf(OPENAI, { compatibility: {} })
const hello = { messages: [userMessage('hello')] }

function requestOf(request: Request, model = 'gpt-4.1') {
  return toResponsesRequest(targetedCall({ request, model }), openAI)
}

const bodyOf = (request: Request, model?: string) => requestOf(request, model).body
const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json))

describe('toResponsesRequest', () => {
  it('sends nothing that is not set, and has nothing stored', () => {
    expect(bodyOf(hello)).toEqual({
      model: 'gpt-4.1',
      input: [{ role: 'user', content: 'hello' }],
      stream: false,
      store: false,
    })
  })

  it.each([
    ['gpt-5-mini', true],
    ['gpt-5.6', true],
    ['o4-mini', true],
    ['openai/gpt-5', true],
    ['gpt-5-chat-latest', false],
    ['gpt-4.1-mini', false],
    ['gpt-4o', false],
  ])('asks %s for encrypted reasoning: %s', (model, asked) => {
    expect(bodyOf(hello, model).include).toEqual(asked ? ['reasoning.encrypted_content'] : undefined)
  })

  it('asks any model for encrypted reasoning that the caller lets reason', () => {
    const options = { reasoningEffort: ReasoningEffort.HIGH }
    expect(bodyOf({ ...hello, options }, 'my-deployment')).toMatchObject({
      reasoning: { effort: 'high' },
      include: ['reasoning.encrypted_content'],
    })
  })

  it('sends the options that it has words for, and says which it has not', () => {
    const options = {
      maxOutputTokens: 9n,
      temperature: 1,
      topP: 1,
      stop: ['END'],
      seed: 1n,
      frequencyPenalty: 0,
      presencePenalty: 0,
    }
    const messages = [{ ...userMessage('hello'), name: 'ada' }]
    const { body, warnings } = requestOf({ messages, options })
    expect(body).toMatchObject({ max_output_tokens: 9, temperature: 1, top_p: 1 })
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['stop']))
    const unsent = [
      'options.stop',
      'options.seed',
      'options.frequency_penalty',
      'options.presence_penalty',
      'messages[0].name',
    ]
    expect(warnings).toEqual(
      unsent.map((field) =>
        expect.stringMatching(new RegExp(`^${field.replace(/[[\]]/g, '\\$&')} was not sent: .+\\.$`)),
      ),
    )
  })

  it('sends pictures and files', () => {
    const parts: NonNullable<NonNullable<Request['messages']>[number]['parts']> = [
      { content: { case: 'text', value: 'see' } },
      { content: { case: 'image', value: { source: { case: 'url', value: 'https://x.test/a.png' } } } },
      { content: { case: 'file', value: { source: { case: 'url', value: 'https://x.test/a.pdf' } } } },
      {
        content: {
          case: 'file',
          value: { source: { case: 'data', value: Uint8Array.of(1) }, mediaType: 'application/pdf', filename: 'a.pdf' },
        },
      },
    ]
    expect(bodyOf({ messages: [{ role: Role.USER, parts }] }).input).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'see' },
          { type: 'input_image', image_url: 'https://x.test/a.png', detail: 'auto' },
          { type: 'input_file', file_url: 'https://x.test/a.pdf' },
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQ==' },
        ],
      },
    ])
  })

  it('refuses sound', () => {
    const parts = [{ content: { case: 'audio', value: { data: Uint8Array.of(1), mediaType: 'audio/wav' } } }] as const
    expect(() => bodyOf({ messages: [{ role: Role.USER, parts: [...parts] }] })).toThrow(
      expect.objectContaining({
        reasonName: 'NOT_SUPPORTED_BY_PROVIDER',
        metadata: { provider: 'played', field: 'messages[0].parts[0].audio' },
      }),
    )
  })

  it('gives a turn back in its order, its own reasoning unchanged and without that of others', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'abc', extra: [1] }
    const reasoning = (provider: string) => ({
      content: { case: 'reasoning' as const, value: { text: 'hm' } },
      providerState: { provider, data: bytes(item) },
    })
    const request: Request = {
      messages: [
        {
          role: Role.ASSISTANT,
          parts: [
            reasoning('played'),
            reasoning('other'),
            { content: { case: 'reasoning', value: { text: 'plain' } } },
            {
              content: { case: 'text', value: 'I look' },
              providerState: { provider: 'played', data: bytes({ phase: 'commentary' }) },
            },
            { content: { case: 'toolCall', value: { id: 'c1', name: 'f', arguments: '{"a":1}' } } },
          ],
        },
        { role: Role.TOOL, parts: [{ content: { case: 'toolResult', value: { toolCallId: 'c1', output: '42' } } }] },
      ],
    }
    expect(bodyOf(request).input).toEqual([
      item,
      { role: 'assistant', content: 'I look', phase: 'commentary' },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: '42' },
    ])
  })

  it('gives a picture back that the vendor made, and refuses another', () => {
    const state = { type: 'image_generation_call', id: 'ig_1', status: 'completed' }
    const value = { source: { case: 'data', value: Uint8Array.of(1, 2, 3) }, mediaType: 'image/png' } as const
    const image = { content: { case: 'image', value } } as const
    const own = { ...image, providerState: { provider: 'played', data: bytes(state) } }
    expect(bodyOf({ messages: [{ role: Role.ASSISTANT, parts: [own] }] }).input).toEqual([{ ...state, result: 'AQID' }])
    expect(() => bodyOf({ messages: [{ role: Role.ASSISTANT, parts: [image] }] })).toThrow(
      expect.objectContaining({ reasonName: 'NOT_SUPPORTED_BY_PROVIDER' }),
    )
  })

  it('refuses state that is not what it gave', () => {
    const part = {
      content: { case: 'reasoning', value: {} },
      providerState: { provider: 'played', data: Uint8Array.of(123) },
    } as const
    expect(() => bodyOf({ messages: [{ role: Role.ASSISTANT, parts: [part] }] })).toThrow(
      expect.objectContaining({
        violations: [expect.objectContaining({ field: 'messages[0].parts[0].provider_state' })],
      }),
    )
  })

  it('sends tools, the choice among them and the form of the answer', () => {
    const request: Request = {
      ...hello,
      tools: [
        { name: 'f', description: 'does', parametersSchema: '{"type":"object"}' },
        { name: 'g', strict: true },
      ],
      toolChoice: { mode: ToolChoice_Mode.NAMED, name: 'f', parallel: true },
      responseFormat: { format: { case: 'jsonSchema', value: { name: 'n', schema: '{}' } } },
    }
    expect(bodyOf(request)).toMatchObject({
      tools: [
        { type: 'function', name: 'f', description: 'does', parameters: { type: 'object' }, strict: false },
        {
          type: 'function',
          name: 'g',
          parameters: { type: 'object', properties: {}, additionalProperties: false },
          strict: true,
        },
      ],
      tool_choice: { type: 'function', name: 'f' },
      parallel_tool_calls: true,
      text: { format: { type: 'json_schema', name: 'n', schema: {}, strict: true } },
    })
  })
})
