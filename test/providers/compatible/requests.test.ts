import { describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { MISTRAL, OLLAMA, OPENROUTER, VLLM } from '../../../src/providers/compatible/kinds.ts'
import { toChatRequest } from '../../../src/providers/openai/chat-request.ts'
import { compatibilityOf } from '../../../src/providers/openai/compatibility.ts'
import { COMPATIBLE, type Kind } from '../../../src/providers/openai/kinds.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Request = NonNullable<CallChoices['request']>
type Parts = NonNullable<NonNullable<Request['messages']>[number]['parts']>

const hello = { messages: [userMessage('hello')] }
const text = (value: string) => ({ content: { case: 'text', value } }) as const

function requestFor(kind: Kind, request: Request, streaming = false) {
  return toChatRequest(targetedCall({ request, streaming }), compatibilityOf(kind, { compatibility: {} }))
}

const bodyFor = (kind: Kind, request: Request, streaming = false) => requestFor(kind, request, streaming).body

/** Every option, tools and all: what each vendor makes of the same wishes. */
const everything: Request = {
  messages: [
    { role: Role.SYSTEM, parts: [text('be kind')] },
    { ...userMessage('hello'), name: 'ada' },
    {
      role: Role.ASSISTANT,
      parts: [{ content: { case: 'toolCall', value: { id: 'call_1', name: 'f', arguments: '{}' } } }],
    },
    { role: Role.TOOL, parts: [{ content: { case: 'toolResult', value: { toolCallId: 'call_1', output: '42' } } }] },
  ],
  tools: [{ name: 'f' }],
  toolChoice: { mode: ToolChoice_Mode.AUTO, parallel: false },
  responseFormat: { format: { case: 'jsonSchema', value: { name: 'n', schema: '{}' } } },
  options: {
    maxOutputTokens: 9n,
    temperature: 0.5,
    topP: 0.9,
    frequencyPenalty: 1,
    presencePenalty: -1,
    stop: ['END'],
    seed: 7n,
    reasoningEffort: ReasoningEffort.MAX,
  },
}

const shared = {
  model: 'model-1',
  stream: true,
  max_tokens: 9,
  temperature: 0.5,
  top_p: 0.9,
  frequency_penalty: 1,
  presence_penalty: -1,
  stop: ['END'],
  tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }],
  response_format: { type: 'json_schema', json_schema: { name: 'n', schema: {}, strict: true } },
}

function conversation(callId: string, name: Record<string, string>) {
  const call = { id: callId, type: 'function', function: { name: 'f', arguments: '{}' } }
  return [
    { role: 'system', content: 'be kind' },
    { role: 'user', ...name, content: 'hello' },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: callId, content: '42' },
  ]
}

const include_usage = { stream_options: { include_usage: true } }
const auto = { tool_choice: 'auto', parallel_tool_calls: false }

describe('a request to', () => {
  it.each<[string, Kind, Record<string, unknown>]>([
    [
      'Mistral',
      MISTRAL,
      { ...auto, random_seed: 7, reasoning_effort: 'high', messages: conversation('74196fe72', {}) },
    ],
    [
      'OpenRouter',
      OPENROUTER,
      {
        ...auto,
        ...include_usage,
        seed: 7,
        reasoning: { effort: 'max' },
        messages: conversation('call_1', { name: 'ada' }),
      },
    ],
    [
      'vLLM',
      VLLM,
      {
        ...auto,
        ...include_usage,
        seed: 7,
        reasoning_effort: 'max',
        messages: conversation('call_1', { name: 'ada' }),
      },
    ],
    ['Ollama', OLLAMA, { ...include_usage, seed: 7, reasoning_effort: 'high', messages: conversation('call_1', {}) }],
  ])('%s holds what it knows, by its own names, and nothing else', (_, kind, own) => {
    expect(bodyFor(kind, everything, true)).toEqual({ ...shared, ...own })
  })

  it.each([MISTRAL, OPENROUTER, VLLM, OLLAMA])('any of them holds nothing that is not set (%#)', (kind) => {
    expect(bodyFor(kind, hello)).toEqual({
      model: 'model-1',
      messages: [{ role: 'user', content: 'hello' }],
      stream: false,
    })
  })

  it.each<[string, Kind, string[]]>([
    ['Mistral', MISTRAL, ['messages[1].name was not sent', 'options.reasoning_effort was sent as "high"']],
    ['OpenRouter', OPENROUTER, []],
    ['vLLM', VLLM, []],
    [
      'Ollama',
      OLLAMA,
      [
        'messages[1].name was not sent',
        'options.reasoning_effort was sent as "high"',
        'tool_choice.parallel was not sent',
      ],
    ],
  ])('%s says what it leaves out or changes', (_, kind, beginnings) => {
    const { warnings } = requestFor(kind, everything)
    expect(warnings.map((warning) => warning.split(': ')[0])).toEqual(beginnings)
    expect(warnings.every((warning) => warning.endsWith('.'))).toBe(true)
  })
})

describe('the id of a tool call', () => {
  const idFor = (kind: Kind, id: string) => {
    const parts: Parts = [{ content: { case: 'toolCall', value: { id, name: 'f', arguments: '{}' } } }]
    const [message] = bodyFor(kind, { messages: [{ role: Role.ASSISTANT, parts }] }).messages as {
      tool_calls: { id: string }[]
    }[]
    return message?.tool_calls[0]?.id
  }

  it('stays as Mistral made it, and becomes one that Mistral takes when another vendor made it', () => {
    expect(idFor(MISTRAL, 'gSIMJiOkT')).toBe('gSIMJiOkT')
    expect(idFor(MISTRAL, 'toolu_01A09q90qw90lq917835lq9')).toMatch(/^[A-Za-z0-9]{9}$/)
    expect(idFor(MISTRAL, 'call_1')).not.toBe(idFor(MISTRAL, 'call_2'))
    expect(idFor(VLLM, 'call_1')).toBe('call_1')
  })
})

describe('the choice among tools', () => {
  const choice = (kind: Kind, mode: ToolChoice_Mode) =>
    bodyFor(kind, { ...hello, tools: [{ name: 'f' }], toolChoice: { mode, ...(mode === 4 ? { name: 'f' } : {}) } })

  it('is “any” for Mistral where others say “required”', () => {
    expect(choice(MISTRAL, ToolChoice_Mode.REQUIRED).tool_choice).toBe('any')
    expect(choice(VLLM, ToolChoice_Mode.REQUIRED).tool_choice).toBe('required')
    expect(choice(MISTRAL, ToolChoice_Mode.NAMED).tool_choice).toEqual({ type: 'function', function: { name: 'f' } })
  })

  it.each([ToolChoice_Mode.REQUIRED, ToolChoice_Mode.NAMED])(
    'is refused for a server that ignores it, since another answer would come (%s)',
    (mode) => {
      expect(() => choice(OLLAMA, mode)).toThrow(
        expect.objectContaining({
          reasonName: 'NOT_SUPPORTED_BY_PROVIDER',
          metadata: expect.objectContaining({ field: 'tool_choice' }),
        }),
      )
    },
  )

  it('forbids a server that ignores it the tools by not telling of them', () => {
    expect(choice(OLLAMA, ToolChoice_Mode.NONE)).not.toHaveProperty('tools')
    expect(choice(OLLAMA, ToolChoice_Mode.AUTO)).toHaveProperty('tools')
  })
})

describe('the effort of reasoning', () => {
  const effortFor = (kind: Kind, reasoningEffort: ReasoningEffort) =>
    bodyFor(kind, { ...hello, options: { reasoningEffort } }).reasoning_effort

  it.each([
    [ReasoningEffort.NONE, 'none'],
    [ReasoningEffort.MINIMAL, 'low'],
    [ReasoningEffort.LOW, 'low'],
    [ReasoningEffort.HIGH, 'high'],
    [ReasoningEffort.MAX, 'high'],
  ])('%s is brought to %s, the nearest that Ollama has', (asked, sent) => {
    expect(effortFor(OLLAMA, asked)).toBe(sent)
  })

  it('is left out for a server without, and that is said', () => {
    const compatibility = compatibilityOf(COMPATIBLE, { compatibility: { reasoningEffort: 'none' } })
    const call = targetedCall({ request: { ...hello, options: { reasoningEffort: ReasoningEffort.LOW } } })
    const { body, warnings } = toChatRequest(call, compatibility)
    expect(body).not.toHaveProperty('reasoning_effort')
    expect(warnings).toEqual([expect.stringMatching(/^options.reasoning_effort was not sent: .+\.$/)])
  })
})
