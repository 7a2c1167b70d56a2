import { equals, toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { CompareChatRequestSchema, GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { CreateProviderRequestSchema } from '#gen/switchyard/v1/provider_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { entriesOf, messageOf } from '../../../src/server/json/message-of.ts'
import { plainJson } from '../../../src/server/json/plain-json.ts'
import { anyChatRequest } from './any-json.ts'

const chat = GenerateChatRequestSchema
const read = (value: unknown) => messageOf(chat, entriesOf(value))

function faultOf(value: unknown, desc: Parameters<typeof messageOf>[0] = chat): string | undefined {
  try {
    messageOf(desc, entriesOf(value))
    return 'none'
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return error.violations[0]?.field ?? error.message
  }
}

/** Options beside the rest, and enums by their short names. */
function asPeopleWrite(json: Record<string, unknown>): unknown {
  const { options, ...rest } = json as { options?: Record<string, unknown> }
  const flat = { ...rest, ...options }
  const short = (value: unknown) =>
    typeof value === 'string' ? value.replace(/^TIER_|^COMPLEXITY_/, '').toLowerCase() : value
  return {
    ...flat,
    ...('tier' in flat && { tier: short(flat.tier) }),
    ...('complexity' in flat && { complexity: short(flat.complexity) }),
  }
}

describe('plain JSON', () => {
  it('is protobuf’s JSON, by either form of the names', () => {
    fc.assert(
      fc.property(anyChatRequest, fc.boolean(), fc.boolean(), (request, useProtoFieldName, alwaysEmitImplicit) => {
        const json = toJson(chat, request, { useProtoFieldName, alwaysEmitImplicit })
        expect(equals(chat, read(json), request)).toBe(true)
      }),
    )
  })

  it('means the same with its options beside the rest and enums by short names', () => {
    fc.assert(
      fc.property(anyChatRequest, fc.boolean(), (request, useProtoFieldName) => {
        const json = toJson(chat, request, { useProtoFieldName }) as Record<string, unknown>
        expect(equals(chat, read(asPeopleWrite(json)), request)).toBe(true)
      }),
    )
  })

  it('is read back from what is told', () => {
    fc.assert(
      fc.property(anyChatRequest, (request) => {
        expect(equals(chat, read(plainJson(chat, request)), request)).toBe(true)
      }),
    )
  })

  it('is read or refused as the caller’s fault, whatever it is', () => {
    const names = fc.constantFrom(
      'messages',
      'options',
      'content',
      'parts',
      'tools',
      'tier',
      'labels',
      '__proto__',
      'x',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.array(tie('tree')), fc.dictionary(names, tie('tree'))),
    }))
    fc.assert(
      fc.property(tree, (value) => void expect(faultOf(value)).toEqual(expect.any(String))),
      { numRuns: 500 },
    )
  })
})

describe('what people write', () => {
  it('has a text as content, roles in small letters, JSON instead of JSON text', () => {
    const message = read({
      system: 'Be brief.',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, parts: [{ toolCall: { id: '1', name: 'f', arguments: { a: 1 } } }] },
        { role: 'ROLE_TOOL', content: [{ tool_result: { tool_call_id: '1', output: 'ok' } }] },
      ],
      tools: [{ name: 'f', parameters_schema: { type: 'object' } }],
      tool_choice: { mode: 'auto' },
    })
    expect(toJson(chat, message, { useProtoFieldName: true })).toEqual({
      messages: [
        { role: 'ROLE_SYSTEM', parts: [{ text: 'Be brief.' }] },
        { role: 'ROLE_USER', parts: [{ text: 'Hi' }] },
        { role: 'ROLE_ASSISTANT', parts: [{ tool_call: { id: '1', name: 'f', arguments: '{"a":1}' } }] },
        { role: 'ROLE_TOOL', parts: [{ tool_result: { tool_call_id: '1', output: 'ok' } }] },
      ],
      tools: [{ name: 'f', parameters_schema: '{"type":"object"}' }],
      tool_choice: { mode: 'MODE_AUTO' },
    })
  })

  it('reaches through two messages', () => {
    const message = messageOf(CompareChatRequestSchema, entriesOf({ models: ['a'], prompt: 'Hi', temperature: 1 }))
    expect(message).toMatchObject({ models: ['a'], request: { messages: [{}], options: { temperature: 1 } } })
  })

  it('splits a provider from its key', () => {
    const body = {
      name: 'mine',
      adapter: 'openai',
      base_url: 'https://example.org',
      api_key: 'secret',
      validate_only: true,
    }
    expect(messageOf(CreateProviderRequestSchema, entriesOf(body))).toMatchObject({
      apiKey: 'secret',
      validateOnly: true,
      provider: { name: 'mine', adapter: 'openai', baseUrl: 'https://example.org' },
    })
  })
})

describe('the fault of plain JSON', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)

  it.each([
    [{ temprature: 1 }, 'temprature'],
    [{ options: { temprature: 1 } }, 'options.temprature'],
    [
      {
        messages: [
          { role: 'user', content: 'x' },
          { role: 'user', txt: 'x' },
        ],
      },
      'messages[1].txt',
    ],
    [{ messages: [{ role: 'boss', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user', content: 'x', parts: [{ text: 'y' }] }] }, 'messages[0].content'],
    [{ model: 'a', options: { model: 'b' } }, 'options.model'],
    [{ max_output_tokens: 1, maxOutputTokens: 2 }, 'options.max_output_tokens'],
    [{ prompt: 'x', messages: [] }, 'prompt'],
    [{ prompt: 7 }, 'prompt'],
    [{ system: 'x', messages: 'y' }, 'messages'],
    [{ options: 'x', model: 'a' }, 'options'],
    [{ options: 'x' }, 'options'],
    [{ temperature: 'warm' }, 'options.temperature'],
    [{ max_output_tokens: 1.5 }, 'options.max_output_tokens'],
    [{ stop: 'x' }, 'options.stop'],
    [{ tier: 'cheap' }, 'options.tier'],
    [JSON.parse('{"__proto__":{"model":"m"}}'), '__proto__'],
    [JSON.parse('{"options":{"__proto__":{"model":"m"}}}'), 'options.__proto__'],
    [{ 'My password is 1234.': 1 }, 'request'],
    [{ options: { 'My password is 1234.': 1 } }, 'options'],
    [[], 'The request body must be a JSON object.'],
    ['x', 'The request body must be a JSON object.'],
    [null, 'The request body must be a JSON object.'],
  ])('number %# names the field', (value, field) => {
    expect(faultOf(value)).toBe(field)
  })

  it('is the caller’s where it is nested deeply', () => {
    expect(() => read({ provider_options: { openai: deep } })).toThrow(
      expect.objectContaining({ reason: ErrorReason.INVALID_REQUEST }),
    )
  })
})
