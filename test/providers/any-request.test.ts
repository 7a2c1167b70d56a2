import { create, toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GenerateChatRequest, GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { TargetedCall } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { toCountRequest as toAnthropicCount, toMessagesRequest } from '../../src/providers/anthropic/request.ts'
import { AZURE } from '../../src/providers/azure/kinds.ts'
import { MISTRAL, OLLAMA, OPENROUTER, VLLM } from '../../src/providers/compatible/kinds.ts'
import { toCountRequest as toGeminiCount } from '../../src/providers/gemini/count-tokens.ts'
import { toGeminiRequest } from '../../src/providers/gemini/request.ts'
import { toChatRequest } from '../../src/providers/openai/chat-request.ts'
import { compatibilityOf } from '../../src/providers/openai/compatibility.ts'
import { toInputTokensRequest } from '../../src/providers/openai/input-tokens.ts'
import { COMPATIBLE, type Kind, OPENAI } from '../../src/providers/openai/kinds.ts'
import { toResponsesRequest } from '../../src/providers/openai/responses-request.ts'
import type { WireRequest } from '../../src/providers/wire/request.ts'
import { createValidate } from '../../src/rpc/validate.ts'
import { targetedCall } from '../support/call.ts'
import { ASKED, anyRequest, FOREIGN } from '../support/hostile/any-request.ts'
import { hasField } from '../support/hostile/field-path.ts'
import { expectUnpolluted } from '../support/hostile/sound-answer.ts'

const takes = (kind: Kind) => compatibilityOf(kind, { compatibility: {} })
const chat = (kind: Kind) => (call: TargetedCall) => toChatRequest(call, takes(kind))
const alone = (body: WireRequest['body']): WireRequest => ({ body, warnings: [] })

const adapters: [string, model: string, toRequest: (call: TargetedCall) => WireRequest][] = [
  ['OpenAI, Responses', 'gpt-5-mini', (call) => toResponsesRequest(call, takes(OPENAI))],
  ['OpenAI, a count', 'gpt-5-mini', (call) => alone(toInputTokensRequest(call, takes(OPENAI)))],
  ['OpenAI, Chat Completions', 'gpt-4.1', chat(OPENAI)],
  ['Azure', 'deployment', chat(AZURE)],
  ['any compatible server', 'model', chat(COMPATIBLE)],
  ['Mistral', 'mistral-small', chat(MISTRAL)],
  ['OpenRouter', 'openai/gpt-5-mini', chat(OPENROUTER)],
  ['vLLM', 'model', chat(VLLM)],
  ['Ollama', 'model', chat(OLLAMA)],
  ['Anthropic', 'claude-sonnet-5', (call) => toMessagesRequest(call, '2026-10-21')],
  ['Anthropic before', 'claude-3-7-sonnet', (call) => toMessagesRequest(call, '2023-06-01')],
  ['Anthropic, a count', 'claude-sonnet-5', (call) => alone(toAnthropicCount(call, '2026-10-21'))],
  ['Gemini', 'gemini-3.8-flash', toGeminiRequest],
  ['Gemini 2.5', 'gemini-2.5-pro', toGeminiRequest],
  ['Gemini, a count', 'gemini-2.5-flash', (call) => alone(toGeminiCount(call, false))],
  ['Vertex AI, a count', 'gemini-2.5-flash', (call) => alone(toGeminiCount(call, true))],
]

const validate = createValidate()

/** Few things can be left out, whatever the length of a conversation. */
const MOST_WARNINGS = 16

function expectSendable({ body, warnings }: WireRequest): void {
  const text = JSON.stringify(body)
  // What JSON cannot say would have become something else.
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(body, refuseNumbers)))
  expect(text).not.toContain(FOREIGN)
  expect(text).not.toContain(Buffer.from(FOREIGN).toString('base64').slice(0, -4))
  expect(warnings.length).toBeLessThan(MOST_WARNINGS)
  for (const warning of warnings) expect(warning).toMatch(/^\S+ was .*\.$/)
}

function refuseNumbers(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is no number of JSON`)
  return value
}

/** The caller is told what of the request it is about. */
function expectRefusal(error: unknown, request: GenerateChatRequest): void {
  if (!(error instanceof GatewayError)) throw error
  expect(['INVALID_REQUEST', 'NOT_SUPPORTED_BY_PROVIDER']).toContain(error.reasonName)
  const fields = [error.metadata.field, ...error.violations.map(({ field }) => field)].filter(
    (field) => field !== undefined,
  )
  expect(fields).not.toEqual([])
  for (const field of fields) expect(hasField(GenerateChatRequestSchema, request, field), field).toBe(true)
}

describe.each(adapters)('any request to %s', (_, model, toRequest) => {
  it('is sendable or refused by the name of a field, and stays as it is', () => {
    let sent = 0
    fc.assert(
      fc.property(anyRequest, fc.boolean(), (init, streaming) => {
        const request = create(GenerateChatRequestSchema, init)
        validate(GenerateChatRequestSchema, request)
        const before = toBinary(GenerateChatRequestSchema, request)
        const call = { ...targetedCall({ streaming, provider: `${ASKED}/east`, model }), request }
        try {
          expectSendable(toRequest(call))
          sent += 1
        } catch (error) {
          expectRefusal(error, request)
        }
        expect(Buffer.from(toBinary(GenerateChatRequestSchema, request)).equals(before)).toBe(true)
        expectUnpolluted()
      }),
      { numRuns: 200 },
    )
    expect(sent).toBeGreaterThan(0)
  })
})
