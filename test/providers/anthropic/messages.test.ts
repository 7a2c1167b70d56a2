import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { conversationOf } from '../../../src/providers/anthropic/messages.ts'
import { warningsOf } from '../../../src/providers/anthropic/warnings.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'

type Message = NonNullable<NonNullable<CallChoices['request']>['messages']>[number]
type Part = NonNullable<Message['parts']>[number]

const callOf = (...messages: Message[]) => targetedCall({ request: { messages }, provider: 'played/eu' })
const conversation = (...messages: Message[]) => conversationOf(callOf(...messages))
const contentOf = (role: Role, ...parts: Part[]) => conversation({ role, parts }).messages[0]?.content

const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json))
const text = (value: string): Part => ({ content: { case: 'text', value } })
const toolCall = (id: string, json: string): Part => ({
  content: { case: 'toolCall', value: { id, name: 'f', arguments: json } },
})
const toolResult = (toolCallId: string, output: string, isError = false): Part => ({
  content: { case: 'toolResult', value: { toolCallId, output, isError } },
})
const reasoning = (value: string, state?: unknown, provider = 'played'): Part => ({
  content: { case: 'reasoning', value: { text: value } },
  ...(state === undefined ? {} : { providerState: { provider, data: bytes(state) } }),
})
const file = (mediaType: string, filename = ''): Part => ({
  content: { case: 'file', value: { source: { case: 'data', value: bytes('a') }, mediaType, filename } },
})
const fileAt = (url: string, mediaType = ''): Part => ({
  content: { case: 'file', value: { source: { case: 'url', value: url }, mediaType } },
})

const refused = (field: string) =>
  expect.objectContaining({ reasonName: 'NOT_SUPPORTED_BY_PROVIDER', metadata: { provider: 'played/eu', field } })

describe('conversationOf', () => {
  it('sets instructions apart, wherever they stand', () => {
    const call = callOf({ role: Role.SYSTEM, parts: [text('Be brief.')] }, userMessage('hello'), {
      role: Role.SYSTEM,
      parts: [text('Be kind.')],
    })
    expect(conversationOf(call)).toEqual({
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.' },
      ],
      messages: [{ role: 'user', content: 'hello' }],
    })
    expect([...warningsOf(call, '2026-10-21')]).toEqual([
      'messages[2] was moved: instructions go to Anthropic ahead of the conversation.',
    ])
  })

  it('makes one turn of messages of one speaker, the results of tools first', () => {
    const { messages } = conversation(
      userMessage('weather?'),
      { role: Role.ASSISTANT, parts: [toolCall('a', '{"x":1}'), toolCall('b', '')] },
      { role: Role.TOOL, parts: [toolResult('a', 'sun')] },
      { role: Role.TOOL, parts: [toolResult('b', 'broken', true), toolResult('c', '')] },
      userMessage('and?'),
    )
    expect(messages).toEqual([
      { role: 'user', content: 'weather?' },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'a', name: 'f', input: { x: 1 } },
          { type: 'tool_use', id: 'b', name: 'f', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a', content: 'sun' },
          { type: 'tool_result', tool_use_id: 'b', content: 'broken', is_error: true },
          { type: 'tool_result', tool_use_id: 'c' },
          { type: 'text', text: 'and?' },
        ],
      },
    ])
  })

  it.each(['{"x":', '[1]', '"x"', 'null'])('refuses arguments that are no JSON object: %s', (json) => {
    expect(() => contentOf(Role.ASSISTANT, toolCall('a', json))).toThrow(
      refused('messages[0].parts[0].tool_call.arguments'),
    )
  })

  it('sends pictures', () => {
    const image = (source: { case: 'data'; value: Uint8Array } | { case: 'url'; value: string }): Part => ({
      content: { case: 'image', value: { source, mediaType: 'image/png', detail: 'low' } },
    })
    const parts = [
      image({ case: 'data', value: Uint8Array.of(1) }),
      image({ case: 'url', value: 'https://x.test/a.png' }),
    ]
    expect(contentOf(Role.USER, ...parts)).toEqual([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQ==' } },
      { type: 'image', source: { type: 'url', url: 'https://x.test/a.png' } },
    ])
    expect([...warningsOf(callOf({ role: Role.USER, parts }), '2026-10-21')]).toEqual([
      'messages[0].parts[0].image.detail was not sent: Anthropic does not have it.',
    ])
  })

  it('sends files', () => {
    expect(
      contentOf(
        Role.USER,
        file('application/pdf', 'a.pdf'),
        file('text/csv'),
        fileAt('https://x.test/a'),
        fileAt('https://x.test/b', 'application/pdf'),
      ),
    ).toEqual([
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'ImEi' },
        title: 'a.pdf',
      },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '"a"' } },
      { type: 'document', source: { type: 'url', url: 'https://x.test/a' } },
      { type: 'document', source: { type: 'url', url: 'https://x.test/b' } },
    ])
  })

  it.each<[string, Role, Part, string]>([
    ['sound', Role.USER, { content: { case: 'audio', value: { mediaType: 'audio/wav' } } }, 'audio'],
    ['a file of another type', Role.USER, file('application/zip'), 'file'],
    ['an address of a file of another type', Role.USER, fileAt('https://x.test/a', 'text/plain'), 'file'],
    ['a tool call of a user', Role.USER, toolCall('a', '{}'), 'tool_call'],
    ['a file of the model', Role.ASSISTANT, file('text/plain'), 'file'],
    ['a file among instructions', Role.SYSTEM, file('text/plain'), 'file'],
    ['a text of a tool', Role.TOOL, text('x'), 'text'],
  ])('refuses %s', (_, role, part, kind) => {
    expect(() => contentOf(role, part)).toThrow(refused(`messages[0].parts[0].${kind}`))
  })

  it('gives back reasoning with what proves it, and none of other providers', () => {
    expect(
      contentOf(
        Role.ASSISTANT,
        reasoning('hm', { type: 'thinking', signature: 'sig', extra: 1 }),
        reasoning('', { type: 'redacted_thinking', data: 'xyz' }),
        reasoning('', { type: 'thinking', signature: 'hidden' }),
        reasoning('theirs', { type: 'thinking', signature: 'sig' }, 'other'),
        reasoning('unsigned'),
        reasoning('odd', { type: 'tool_use', signature: 'sig' }),
        text('Hi'),
      ),
    ).toEqual([
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'redacted_thinking', data: 'xyz' },
      { type: 'thinking', thinking: '', signature: 'hidden' },
      { type: 'text', text: 'Hi' },
    ])
  })

  it('refuses state that is not what it gave', () => {
    const part: Part = {
      content: { case: 'reasoning', value: {} },
      providerState: { provider: 'played', data: Uint8Array.of(123) },
    }
    expect(() => contentOf(Role.ASSISTANT, part)).toThrow(
      expect.objectContaining({
        violations: [expect.objectContaining({ field: 'messages[0].parts[0].provider_state' })],
      }),
    )
  })

  it('leaves out texts and turns without content, which the vendor refuses', () => {
    const { messages } = conversation(
      userMessage('one'),
      { role: Role.ASSISTANT, parts: [text(''), reasoning('unsigned')] },
      userMessage('two'),
    )
    expect(messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ],
      },
    ])
  })
})
