import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Provider } from '../../../src/providers/provider.ts'
import { targetedCall } from '../../support/call.ts'
import { geminiProvider } from '../../support/gemini-wire.ts'
import { type ProviderAnswer, readAnswer } from '../../support/provider-answer.ts'
import { type ExpectedGemini, foldGemini, geminiChunks, joinedChunk } from '../../support/recorded-gemini.ts'
import { cutAtRandom, type Recording, readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

const all = readRecordings().filter(({ host }) => /generativelanguage|aiplatform/.test(host))
const answers = all.filter(({ path }) => /:(stream)?generateContent$/i.test(path))
const embeddings = all.filter(({ path }) => path.endsWith(':batchEmbedContents'))
const counts = all.filter(({ path }) => path.endsWith(':countTokens'))
const ok = ({ status }: Recording) => status === 200

const cases = (list: readonly Recording[]) =>
  list.map((recording, at) => ({
    recording,
    at,
    title: `${at} ${recording.host} ${recording.p.slice(-70)} ${recording.i}`,
  }))

const FINISH: Record<string, FinishReason> = { STOP: FinishReason.STOP, MAX_TOKENS: FinishReason.LENGTH }

function finishOf({ finish, tools, answeredCalls }: ExpectedGemini): FinishReason {
  const reason = FINISH[finish ?? ''] ?? FinishReason.UNSPECIFIED
  return reason === FinishReason.STOP && tools.length > answeredCalls ? FinishReason.TOOL_CALLS : reason
}

function signaturesOf({ parts }: ProviderAnswer): string[] {
  const states = parts.map(({ providerState }) => providerState).filter((state) => state !== undefined)
  return states.map(({ data }) => JSON.parse(Buffer.from(data).toString()).thoughtSignature)
}

function mediaOf({ parts }: ProviderAnswer): string[] {
  return parts.flatMap(({ content }) =>
    content.case === 'image' || content.case === 'audio' || content.case === 'file' ? [content.value.mediaType] : [],
  )
}

function expectAnswer(answer: ProviderAnswer, expected: ExpectedGemini): void {
  expect(answer.error).toBeUndefined()
  expect(answer.text).toBe(expected.text)
  expect(answer.reasoning).toBe(expected.reasoning)
  expect(answer.toolCalls.map(({ name, arguments: text }) => ({ name, args: JSON.parse(text) }))).toEqual(
    expected.tools.map(({ name, args }) => ({ name, args })),
  )
  for (const [at, { id }] of expected.tools.entries()) {
    expect(answer.toolCalls[at]?.id).toEqual(id ?? expect.stringMatching(/^call_call-1_\d+$/))
  }
  expect(mediaOf(answer)).toEqual(expected.media)
  expect(signaturesOf(answer)).toEqual(expected.signatures)
  expectEnding(answer, expected)
}

function expectEnding({ ending }: ProviderAnswer, expected: ExpectedGemini): void {
  if (expected.finish === undefined) {
    expect(ending).toBeUndefined()
    return
  }
  const { usage, model } = expected
  expect(ending).toMatchObject({ finishReason: finishOf(expected), rawFinishReason: expected.finish, model })
  expect(ending?.usage).toEqual(
    usage &&
      expect.objectContaining({
        inputTokens: BigInt(usage.input),
        outputTokens: BigInt(usage.output),
        cacheReadInputTokens: BigInt(usage.cached),
        reasoningOutputTokens: BigInt(usage.reasoning),
      }),
  )
}

describe.skipIf(all.length === 0)('recorded traffic', () => {
  let upstream: Upstream
  let provider: Provider

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    provider = await geminiProvider(upstream.url, { limits: { maxEventBytes: 1 << 20 } })
  })

  afterAll(async () => {
    await provider.close()
    await upstream.close()
  })

  function play(recording: Recording, seed: number): void {
    upstream.play(async (exchange) => {
      exchange.response.writeHead(recording.status, { ...recording.hdr, 'content-type': recording.ct })
      const longest = Math.max(400, recording.body.length / 40)
      for (const piece of cutAtRandom(Buffer.from(recording.body), seed, longest)) await exchange.sendBytes(piece)
      exchange.end()
    })
  }

  function replay(recording: Recording, seed: number): Promise<ProviderAnswer> {
    play(recording, seed)
    return readAnswer(provider.open(targetedCall({ streaming: recording.stream })))
  }

  it('is there', () => {
    expect(answers.length).toBeGreaterThan(200)
    expect(answers.length + embeddings.length + counts.length).toBe(all.length)
  })

  it.each(cases(answers))('of answers: $title', async ({ recording, at }) => {
    const answer = await replay(recording, at)
    if (ok(recording)) expectAnswer(answer, foldGemini(geminiChunks(recording)))
    else expect(answer.error).toMatchObject({ reasonName: 'MODEL_NOT_FOUND', metadata: { http_status: '404' } })
  })

  it.each(cases(answers.filter(({ stream, body }) => stream && body !== '')))(
    'of answers says the same whole as streamed: $title',
    async ({ recording, at }) => {
      const streamed = await replay(recording, at)
      const body = JSON.stringify(joinedChunk(geminiChunks(recording)))
      const whole = await replay({ ...recording, ct: 'application/json', stream: false, body }, at)
      expect(whole.parts).toEqual(streamed.parts)
      expect(whole.ending).toEqual(streamed.ending)
    },
  )

  it.each(cases(embeddings))('of vectors: $title', async ({ recording, at }) => {
    play(recording, at)
    const vectors = provider.embed?.(targetedCall(), { inputs: ['one'], dimensions: undefined })
    if (!ok(recording)) return expect(vectors).rejects.toMatchObject({ reasonName: 'MODEL_NOT_FOUND' })
    const said = JSON.parse(recording.body)
    const tokens = said.usageMetadata?.promptTokenCount
    expect(await vectors).toMatchObject({
      vectors: [said.embeddings[0].values],
      usage: tokens && { inputTokens: BigInt(tokens), outputTokens: 0n },
    })
  })

  it.each(cases(counts))('of counts: $title', async ({ recording, at }) => {
    play(recording, at)
    const count = provider.countTokens?.(targetedCall())
    if (!ok(recording)) return expect(count).rejects.toMatchObject({ reasonName: 'MODEL_NOT_FOUND' })
    expect(await count).toEqual({ inputTokens: BigInt(JSON.parse(recording.body).totalTokens), estimated: false })
  })
})
