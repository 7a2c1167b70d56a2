import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Provider } from '../../../src/providers/provider.ts'
import { targetedCall } from '../../support/call.ts'
import { openAIProvider } from '../../support/openai-provider.ts'
import { type ProviderAnswer, readAnswer } from '../../support/provider-answer.ts'
import { type Expected, foldChat, foldResponse, foldResponseStream, jsonEvents } from '../../support/recorded-answer.ts'
import { cutAtRandom, type Recording, readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

const CHAT_FINISH: Record<string, FinishReason> = {
  stop: FinishReason.STOP,
  length: FinishReason.LENGTH,
  tool_calls: FinishReason.TOOL_CALLS,
  function_call: FinishReason.TOOL_CALLS,
  content_filter: FinishReason.CONTENT_FILTER,
  completed: FinishReason.STOP,
  max_output_tokens: FinishReason.LENGTH,
}

function finishOf(expected: Expected): FinishReason {
  const reason = CHAT_FINISH[expected.finish ?? ''] ?? FinishReason.OTHER
  if (reason !== FinishReason.STOP) return reason
  if (expected.refused) return FinishReason.REFUSAL
  return expected.tools.length > 0 ? FinishReason.TOOL_CALLS : reason
}

function expectAnswer(answer: ProviderAnswer, expected: Expected): void {
  expect(answer.error).toBeUndefined()
  expect(answer.text).toBe(expected.text)
  expect(answer.reasoning).toBe(expected.reasoning)
  expect(answer.toolCalls).toEqual(expected.tools.map((tool) => ({ id: expect.any(String), ...definedOnly(tool) })))
  if (expected.finish === undefined) expect(answer.ending).toBeUndefined()
  else {
    expect(answer.ending).toMatchObject({ finishReason: finishOf(expected), rawFinishReason: expected.finish })
    expect(answer.ending?.model).toBe(expected.model)
  }
  expectUsage(answer, expected)
}

function definedOnly(tool: Expected['tools'][number]) {
  return tool.id ? tool : { name: tool.name, arguments: tool.arguments }
}

function expectUsage(answer: ProviderAnswer, { usage, finish }: Expected): void {
  if (finish === undefined) return
  if (!usage) expect(answer.ending?.usage).toBeUndefined()
  else
    expect(answer.ending?.usage).toMatchObject({
      inputTokens: BigInt(usage.input),
      outputTokens: BigInt(usage.output),
      cacheReadInputTokens: BigInt(usage.cached),
      reasoningOutputTokens: BigInt(usage.reasoning),
    })
}

/** The vendor encrypts the same reasoning anew for the terminal event. */
function readable({ content, providerState }: Part) {
  if (!providerState) return { content }
  const { encrypted_content: _, ...state } = JSON.parse(Buffer.from(providerState.data).toString())
  return { content, state }
}

const REASON_OF_STATUS: Record<number, string[]> = {
  400: ['UPSTREAM_REJECTED', 'CONTEXT_LENGTH', 'CONTENT_FILTER', 'MODEL_NOT_FOUND'],
  404: ['MODEL_NOT_FOUND'],
  429: ['UPSTREAM_RATE_LIMITED'],
}

const recordings = readRecordings()
const chat = recordings.filter(({ path }) => /\/chat\/completions$/.test(path))
const responses = recordings.filter(({ path }) => /\/responses$/.test(path))
const titleOf = (recording: Recording, at: number) => `${at} ${recording.host} ${recording.p.slice(-70)} ${recording.i}`
const cases = (list: readonly Recording[]) =>
  list.map((recording, at) => ({ recording, at, title: titleOf(recording, at) }))

describe.skipIf(recordings.length === 0)('recorded traffic', () => {
  let upstream: Upstream
  let chatProvider: Provider
  let responsesProvider: Provider

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    chatProvider = await openAIProvider(upstream.url, { limits: { maxEventBytes: 1 << 20 } })
    responsesProvider = await openAIProvider(upstream.url, {
      limits: { maxEventBytes: 1 << 20 },
      api: () => 'responses',
    })
  })

  afterAll(async () => {
    await chatProvider.close()
    await responsesProvider.close()
    await upstream.close()
  })

  function replay(provider: Provider, recording: Recording, seed: number): Promise<ProviderAnswer> {
    upstream.play(async (exchange) => {
      exchange.response.writeHead(recording.status, { ...recording.hdr, 'content-type': recording.ct })
      const longest = Math.max(400, recording.body.length / 40)
      for (const piece of cutAtRandom(Buffer.from(recording.body), seed, longest)) await exchange.sendBytes(piece)
      exchange.end()
    })
    return readAnswer(provider.open(targetedCall({ streaming: recording.stream })))
  }

  function expectFailure(answer: ProviderAnswer, status: number): void {
    expect(answer.error?.metadata).toMatchObject({ http_status: String(status) })
    expect(REASON_OF_STATUS[status]).toContain(answer.error?.reasonName)
  }

  it('is there', () => {
    expect(chat.length).toBeGreaterThan(400)
    expect(responses.length).toBeGreaterThan(180)
  })

  it.each(cases(chat))('of Chat Completions: $title', async ({ recording, at }) => {
    const answer = await replay(chatProvider, recording, at)
    if (recording.status !== 200) return expectFailure(answer, recording.status)
    const expected = foldChat(recording.stream ? jsonEvents(recording.body) : [JSON.parse(recording.body)])
    if (expected.failed) expect(answer.error).toBeDefined()
    else expectAnswer(answer, expected)
  })

  it.each(cases(chat.filter(({ stream, status }) => stream && status === 200)))(
    'of Chat Completions says the same whole as streamed: $title',
    async ({ recording, at }) => {
      const expected = foldChat(jsonEvents(recording.body))
      if (expected.failed || expected.finish === undefined) return expect(recording.stream).toBe(true)
      const { usage } = jsonEvents(recording.body).findLast((chunk) => chunk.usage) ?? {}
      const tool_calls = expected.tools.map(({ id, ...called }) => ({ id, type: 'function', function: called }))
      const message = { role: 'assistant', content: expected.text, reasoning_content: expected.reasoning, tool_calls }
      const choices = [{ index: 0, message, finish_reason: expected.finish }]
      const body = JSON.stringify({ model: expected.model, choices, usage })
      const streamed = await replay(chatProvider, recording, at)
      const whole = await replay(chatProvider, { ...recording, ct: 'application/json', stream: false, body }, at)
      expect(whole).toMatchObject({ text: streamed.text, reasoning: streamed.reasoning, toolCalls: streamed.toolCalls })
      expect(whole.ending).toEqual(
        expected.usage && !usage ? { ...streamed.ending, usage: undefined } : streamed.ending,
      )
    },
  )

  it.each(cases(responses))('of Responses: $title', async ({ recording, at }) => {
    const answer = await replay(responsesProvider, recording, at)
    if (recording.status !== 200) return expectFailure(answer, recording.status)
    const expected = recording.stream
      ? foldResponseStream(jsonEvents(recording.body))
      : foldResponse(JSON.parse(recording.body))
    if (expected.failed) expect(answer.error).toBeDefined()
    else expectAnswer(answer, expected)
  })

  it.each(cases(responses.filter(({ stream, status }) => stream && status === 200)))(
    'of Responses says the same whole as streamed: $title',
    async ({ recording, at }) => {
      const last = jsonEvents(recording.body).find(({ type }) => /^response\.(completed|incomplete)$/.test(type))
      if (!last || foldResponse(last.response).text !== foldResponseStream(jsonEvents(recording.body)).text) {
        // Shortened by hand: the two halves do not belong together.
        expect(recording.host).not.toBe('api.openai.com')
        return
      }
      const streamed = await replay(responsesProvider, recording, at)
      const body = JSON.stringify(last.response)
      const whole = await replay(responsesProvider, { ...recording, ct: 'application/json', stream: false, body }, at)
      expect(whole.parts.map(readable)).toEqual(streamed.parts.map(readable))
      expect(whole.ending).toEqual(streamed.ending)
    },
  )
})
