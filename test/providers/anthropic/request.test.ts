import { describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { toCountRequest, toMessagesRequest } from '../../../src/providers/anthropic/request.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Request = NonNullable<CallChoices['request']>

const hello = { messages: [userMessage('hello')] }
const MODEL = 'claude-sonnet-5'

function requestOf(request: Request, version = '2026-10-21', model = MODEL) {
  return toMessagesRequest(targetedCall({ request, model }), version)
}

const bodyOf = (request: Request, version?: string, model?: string) => requestOf(request, version, model).body

describe('toMessagesRequest', () => {
  it('sends nothing that is not set, but for what the vendor requires', () => {
    expect(requestOf(hello)).toEqual({
      body: { model: MODEL, messages: [{ role: 'user', content: 'hello' }], stream: false, max_tokens: 32000 },
      warnings: [],
    })
  })

  it.each([
    ['claude-3-opus-latest', 4096],
    ['claude-3-5-sonnet-20240620', 4096],
    ['claude-3-5-sonnet-20241022', 8192],
    ['claude-3-5-haiku-latest', 8192],
    ['claude-opus-4-1', 32000],
    ['my-deployment', 32000],
  ])('lets %s write %d tokens when the caller sets no bound', (model, tokens) => {
    expect(bodyOf(hello, undefined, model).max_tokens).toBe(tokens)
  })

  it("sends the caller's bound and no other", () => {
    expect(bodyOf({ ...hello, options: { maxOutputTokens: 9n } }).max_tokens).toBe(9)
    const providerOptions = { played: { max_tokens: 10 } }
    expect(bodyOf({ ...hello, options: { providerOptions } }).max_tokens).toBe(10)
    expect(() => bodyOf({ ...hello, options: { maxOutputTokens: 9n, providerOptions } })).toThrow(
      /provider_options\["played"\]\.max_tokens/,
    )
  })

  it('sends what is sampled by to the version that takes it', () => {
    const { body, warnings } = requestOf({ ...hello, options: { temperature: 0, topP: 0.5 } }, '2023-06-01')
    expect(body).toMatchObject({ temperature: 0, top_p: 0.5 })
    expect(warnings).toEqual([])
  })

  it('leaves out what is sampled by, and says so, where the version has it no more', () => {
    const { body, warnings } = requestOf({ ...hello, options: { temperature: 1, topP: 1 } })
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['temperature']))
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['top_p']))
    expect(warnings).toEqual([
      'options.temperature was not sent: version 2026-10-21 of Anthropic’s interface does not have it.',
      'options.top_p was not sent: version 2026-10-21 of Anthropic’s interface does not have it.',
    ])
  })

  it('sends stop texts, and says what it has no words for', () => {
    const options = { stop: ['END'], seed: 1n, frequencyPenalty: 0, presencePenalty: 0 }
    const { body, warnings } = requestOf({ messages: [{ ...userMessage('hello'), name: 'ada' }], options })
    expect(body).toEqual({ ...bodyOf(hello), stop_sequences: ['END'] })
    const unsent = ['options.frequency_penalty', 'options.presence_penalty', 'options.seed', 'messages[0].name']
    expect(warnings).toEqual(unsent.map((field) => `${field} was not sent: Anthropic does not have it.`))
  })

  it("adds the caller's own fields, a mark for the prompt cache among them", () => {
    const providerOptions = { played: { cache_control: { type: 'ephemeral' } }, other: { x: 1 } }
    expect(bodyOf({ ...hello, options: { providerOptions } })).toEqual({
      ...bodyOf(hello),
      cache_control: { type: 'ephemeral' },
    })
  })

  it('sends tools and the choice among them', () => {
    const tools = [
      { name: 'f', description: 'does', parametersSchema: '{"type":"object","x":1}', strict: true },
      { name: 'g' },
    ]
    expect(bodyOf({ ...hello, tools })).toMatchObject({
      tools: [
        { name: 'f', description: 'does', input_schema: { type: 'object', x: 1 }, strict: true },
        { name: 'g', input_schema: { type: 'object', properties: {} } },
      ],
    })
    expect(() => bodyOf({ ...hello, tools: [{ name: 'f', parametersSchema: '[' }] })).toThrow(
      /tools\[0\]\.parameters_schema/,
    )
  })

  it.each([
    [{ mode: ToolChoice_Mode.AUTO }, { type: 'auto' }],
    [{ mode: ToolChoice_Mode.NONE, parallel: false }, { type: 'none' }],
    [
      { mode: ToolChoice_Mode.REQUIRED, parallel: true },
      { type: 'any', disable_parallel_tool_use: false },
    ],
    [
      { mode: ToolChoice_Mode.NAMED, name: 'f', parallel: false },
      { type: 'tool', name: 'f', disable_parallel_tool_use: true },
    ],
    [{ parallel: false }, { type: 'auto', disable_parallel_tool_use: true }],
    [{}, undefined],
  ])('sends the choice %j as %j', (toolChoice, sent) => {
    expect(bodyOf({ ...hello, tools: [{ name: 'f' }], toolChoice }).tool_choice).toEqual(sent)
  })

  it('asks for JSON by a schema, and refuses to be asked for any JSON', () => {
    const jsonSchema = { name: 'n', schema: '{"type":"object"}', description: 'what for' }
    const { body, warnings } = requestOf({
      ...hello,
      responseFormat: { format: { case: 'jsonSchema', value: jsonSchema } },
    })
    expect(body.output_config).toEqual({ format: { type: 'json_schema', schema: { type: 'object' } } })
    expect(warnings).toEqual(['response_format.json_schema.description was not sent: Anthropic does not have it.'])
    expect(() => bodyOf({ ...hello, responseFormat: { format: { case: 'jsonObject', value: {} } } })).toThrow(
      expect.objectContaining({
        reasonName: 'NOT_SUPPORTED_BY_PROVIDER',
        metadata: { provider: 'played', field: 'response_format.json_object' },
      }),
    )
  })
})

describe('toCountRequest', () => {
  it('sends what is counted and nothing else', () => {
    const request: Request = {
      messages: [
        { role: Role.SYSTEM, parts: [{ content: { case: 'text', value: 'Be brief.' } }] },
        userMessage('hello'),
      ],
      tools: [{ name: 'f' }],
      options: { maxOutputTokens: 9n, stop: ['x'], temperature: 1 },
    }
    expect(toCountRequest(targetedCall({ request, model: MODEL }), '2023-06-01')).toEqual({
      model: MODEL,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'hello' }],
      tools: [{ name: 'f', input_schema: { type: 'object', properties: {} } }],
    })
  })
})
