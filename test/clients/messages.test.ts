import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { MessageSchema, Role } from '#gen/switchyard/v1/content_pb.js'
import { textOf, toMessage, toolCallsOf, toTool } from '../../clients/typescript/src/messages.ts'
import { splitChat, splitText } from '../../clients/typescript/src/requests.ts'

describe('a message in short', () => {
  it('has its text as a part', () => {
    const parts = [{ content: { case: 'text', value: 'Hi' } }]
    expect(toMessage({ role: 'user', content: 'Hi' })).toEqual({ role: Role.USER, parts })
    expect(toMessage({ role: 'system', content: 'Hi', name: 'ada' })).toEqual({ role: Role.SYSTEM, parts, name: 'ada' })
  })

  it('can have parts of its own', () => {
    const image = { content: { case: 'image' as const, value: { mediaType: 'image/png' } } }
    expect(toMessage({ role: 'user', content: [image] })).toEqual({ role: Role.USER, parts: [image] })
  })

  it('of a tool answers a call', () => {
    const value = { toolCallId: 'call-1', output: 'sunny', isError: false }
    const parts = [{ content: { case: 'toolResult', value } }]
    expect(toMessage({ role: 'tool', toolCallId: 'call-1', content: 'sunny' })).toEqual({ role: Role.TOOL, parts })
  })
})

const answer = create(MessageSchema, {
  role: Role.ASSISTANT,
  parts: [
    { content: { case: 'text', value: 'It ' } },
    { content: { case: 'toolCall', value: { id: 'call-1', name: 'look' } } },
    { content: { case: 'text', value: 'rains.' } },
  ],
})

it('an answer goes back as it is', () => {
  expect(toMessage(answer)).toBe(answer)
})

it('the text of an answer is that of all its parts, and its tool calls are told', () => {
  expect(textOf(answer)).toBe('It rains.')
  expect(textOf(undefined)).toBe('')
  expect(toolCallsOf(answer)).toMatchObject([{ id: 'call-1', name: 'look' }])
})

it('a tool in short has its schema as text', () => {
  expect(toTool({ name: 'look', parameters: { type: 'object' } })).toEqual({
    name: 'look',
    parametersSchema: '{"type":"object"}',
  })
})

describe('the options of a call', () => {
  it('are parted into those of the request and those of the transport', () => {
    const { signal } = new AbortController()
    const context = { traceId: 'trace-1' }
    const { request, call } = splitText('Hi', { model: 'm', system: 'Be brief.', maxOutputTokens: 9, context, signal })
    expect(call).toEqual({ signal })
    expect(request).toEqual({
      ...{ prompt: 'Hi', system: 'Be brief.', context, idempotencyKey: '' },
      options: { model: 'm', maxOutputTokens: 9n },
    })
  })

  it('that are left out or undefined are not sent', () => {
    expect(splitText('Hi').request).toEqual({ prompt: 'Hi', options: {}, idempotencyKey: '' })
    const unset = { model: undefined, temperature: undefined } as object
    expect(splitChat([], unset).request).toEqual({ messages: [], tools: [], options: {}, idempotencyKey: '' })
  })
})
