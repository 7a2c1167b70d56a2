import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { toGeminiRequest } from '../../../src/providers/gemini/request.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Messages = NonNullable<NonNullable<CallChoices['request']>['messages']>
type Parts = NonNullable<Messages[number]['parts']>

const requestOf = (messages: Messages, model = 'gemini-2.5-flash') =>
  toGeminiRequest(targetedCall({ request: { messages }, model }))
const contentsOf = (messages: Messages, model?: string) => requestOf(messages, model).body.contents
const partsOf = (role: Role, parts: Parts) => (contentsOf([{ role, parts }]) as { parts: unknown }[])[0]?.parts

const text = (value: string) => ({ content: { case: 'text', value } }) as const
const toolCall = (id: string, name: string, json = '{}') =>
  ({ content: { case: 'toolCall', value: { id, name, arguments: json } } }) as const
const toolResult = (toolCallId: string, output: string, isError = false) =>
  ({ content: { case: 'toolResult', value: { toolCallId, output, isError } } }) as const
const signed = (json: unknown, provider = 'played') => ({
  providerState: { provider, data: new TextEncoder().encode(JSON.stringify(json)) },
})

describe('the conversation', () => {
  it('has the instructions apart and the turns in their order', () => {
    const { body, warnings } = requestOf([
      { role: Role.SYSTEM, parts: [text('be kind')] },
      { role: Role.SYSTEM, parts: [text('be brief')] },
      userMessage('hello'),
      { role: Role.ASSISTANT, parts: [text('hi')] },
      userMessage('bye'),
    ])
    expect(body).toEqual({
      systemInstruction: { parts: [{ text: 'be kind' }, { text: 'be brief' }] },
      contents: [
        { role: 'user', parts: [{ text: 'hello' }] },
        { role: 'model', parts: [{ text: 'hi' }] },
        { role: 'user', parts: [{ text: 'bye' }] },
      ],
    })
    expect(warnings).toEqual([])
  })

  it('says that an instruction within the conversation went ahead of it', () => {
    const { body, warnings } = requestOf([userMessage('hello'), { role: Role.SYSTEM, parts: [text('be kind')] }])
    expect(body.systemInstruction).toEqual({ parts: [{ text: 'be kind' }] })
    expect(warnings).toEqual(['messages[1] was sent ahead of the conversation: Gemini takes instructions there only.'])
  })

  it('holds pictures, sound and files, as data or address', () => {
    const data = Uint8Array.of(1, 2, 3)
    const parts: Parts = [
      { content: { case: 'image', value: { source: { case: 'data', value: data }, mediaType: 'image/png' } } },
      { content: { case: 'image', value: { source: { case: 'url', value: 'https://x.test/a.png' } } } },
      { content: { case: 'audio', value: { data, mediaType: 'audio/flac' } } },
      { content: { case: 'file', value: { source: { case: 'data', value: data }, mediaType: 'application/pdf' } } },
      {
        content: {
          case: 'file',
          value: { source: { case: 'url', value: 'https://x.test/a.mp4' }, mediaType: 'video/mp4' },
        },
      },
    ]
    expect(partsOf(Role.USER, parts)).toEqual([
      { inlineData: { mimeType: 'image/png', data: 'AQID' } },
      { fileData: { fileUri: 'https://x.test/a.png' } },
      { inlineData: { mimeType: 'audio/flac', data: 'AQID' } },
      { inlineData: { mimeType: 'application/pdf', data: 'AQID' } },
      { fileData: { mimeType: 'video/mp4', fileUri: 'https://x.test/a.mp4' } },
    ])
  })

  it('gives the results of tools in one turn, by the names of the tools', () => {
    expect(
      contentsOf([
        { role: Role.ASSISTANT, parts: [toolCall('c1', 'f', '{"a":1}'), toolCall('c2', 'g', '')] },
        { role: Role.TOOL, parts: [toolResult('c1', '42')] },
        { role: Role.TOOL, parts: [toolResult('c2', 'no', true)] },
      ]),
    ).toEqual([
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'c1', name: 'f', args: { a: 1 } } },
          { functionCall: { id: 'c2', name: 'g', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'c1', name: 'f', response: { output: '42' } } },
          { functionResponse: { id: 'c2', name: 'g', response: { error: 'no' } } },
        ],
      },
    ])
  })

  it.each<[string, Messages]>([
    ['messages[0].parts[0].image', [{ role: Role.SYSTEM, parts: [{ content: { case: 'image', value: {} } }] }]],
    ['messages[0].parts[0].tool_call', [{ role: Role.USER, parts: [toolCall('c', 'f')] }]],
    ['messages[0].parts[0].tool_result', [{ role: Role.ASSISTANT, parts: [toolResult('c', 'x')] }]],
    ['messages[0].parts[0].text', [{ role: Role.TOOL, parts: [text('x')] }]],
    ['messages[0].parts[0].tool_result.tool_call_id', [{ role: Role.TOOL, parts: [toolResult('unknown', 'x')] }]],
    ['messages[0].parts[0].tool_call.arguments', [{ role: Role.ASSISTANT, parts: [toolCall('c', 'f', '{"secret')] }]],
    ['messages[0].parts[0].tool_call.arguments', [{ role: Role.ASSISTANT, parts: [toolCall('c', 'f', '[1]')] }]],
  ])('refuses what has no place: %s', (field, messages) => {
    const error = { reasonName: 'NOT_SUPPORTED_BY_PROVIDER', metadata: { provider: 'played', field } }
    expect(() => contentsOf(messages)).toThrow(expect.objectContaining(error))
    expect(() => contentsOf(messages)).not.toThrow(/secret/)
  })
})

describe('the state of an earlier answer', () => {
  const state = signed({ thoughtSignature: 'S' })
  const reasoning = (value: string) => ({ content: { case: 'reasoning', value: { text: value } } }) as const

  it('goes back with the part that it came with', () => {
    const image = { source: { case: 'data', value: Uint8Array.of(1) }, mediaType: 'image/png' } as const
    const parts: Parts = [
      { ...reasoning('hm'), ...state },
      { ...text('hi'), ...state },
      { ...toolCall('c', 'f'), ...state },
      { content: { case: 'image', value: image }, ...state },
      { ...reasoning(''), ...state },
    ]
    expect(partsOf(Role.ASSISTANT, parts)).toEqual([
      { text: 'hm', thought: true, thoughtSignature: 'S' },
      { text: 'hi', thoughtSignature: 'S' },
      { functionCall: { id: 'c', name: 'f', args: {} }, thoughtSignature: 'S' },
      { inlineData: { mimeType: 'image/png', data: 'AQ==' }, thoughtSignature: 'S' },
      { text: '', thoughtSignature: 'S' },
    ])
  })

  it('of another provider is left out, and reasoning with it', () => {
    const foreign = signed({ thoughtSignature: 'S' }, 'other')
    const parts: Parts = [
      { ...reasoning('hm'), ...foreign },
      { ...text('hi'), ...foreign },
    ]
    expect(partsOf(Role.ASSISTANT, parts)).toEqual([{ text: 'hi' }])
  })

  it('leaves out a turn of which nothing is left', () => {
    expect(contentsOf([{ role: Role.ASSISTANT, parts: [reasoning('hm')] }, userMessage('hello')])).toEqual([
      { role: 'user', parts: [{ text: 'hello' }] },
    ])
  })

  it('is refused when it was changed', () => {
    const parts: Parts = [{ ...text('hi'), providerState: { provider: 'played', data: Uint8Array.of(1) } }]
    expect(() => partsOf(Role.ASSISTANT, parts)).toThrow(/messages\[0\]\.parts\[0\]\.provider_state/)
  })

  it('is made up for the first tool call of another model, where Gemini 3 insists on one', () => {
    const messages: Messages = [{ role: Role.ASSISTANT, parts: [text('x'), toolCall('a', 'f'), toolCall('b', 'f')] }]
    const signatures = (model: string) =>
      (contentsOf(messages, model) as { parts: { thoughtSignature?: string }[] }[])[0]?.parts.map(
        ({ thoughtSignature }) => thoughtSignature,
      )
    expect(signatures('gemini-3-pro-preview')).toEqual([undefined, 'skip_thought_signature_validator', undefined])
    expect(signatures('gemini-2.5-pro')).toEqual([undefined, undefined, undefined])
  })
})
