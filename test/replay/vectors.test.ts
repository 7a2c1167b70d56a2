import type { Client } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import type { Json } from '../support/recorded-answer.ts'
import { type Recording, readRecordings } from '../support/recordings.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { REASONS } from './expectations.ts'
import { replayProviders } from './kinds.ts'

/** Which provider replays a recording; the first that matches. */
const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/azure/, 'azure-chat'],
  [/^api\.openai/, 'openai'],
  [/mistral/, 'mistral'],
  [/^generativelanguage/, 'gemini'],
  [/^aiplatform/, 'vertex'],
  [/^api\.anthropic/, 'anthropic'],
]

const providerOf = ({ host }: Recording) => PROVIDERS.find(([pattern]) => pattern.test(host))?.[1]
const recordings = readRecordings().filter((recording) => providerOf(recording) !== undefined)
const cases = (path: RegExp) =>
  recordings
    .filter((recording) => path.test(recording.path))
    .map((recording, at) => ({ recording, title: `${at} ${recording.host} ${recording.p.slice(-60)}` }))

describe.skipIf(recordings.length === 0)('the running service says what was recorded', () => {
  let upstream: Upstream
  let app: RunningApp
  let llm: Client<typeof LLMService>

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    const retry = { max_retries: 0 }
    app = await startTestApp(
      {
        providers: replayProviders(upstream.url),
        retry,
        circuit: { failure_threshold: 10_000, account_failure_threshold: 10_000 },
      },
      { environment: { REPLAY_KEY: 'replay-key' } },
    )
    llm = llmOf(app)
  })

  afterAll(async () => {
    await app.stop()
    await upstream.close()
  })

  function play({ status, ct, hdr, body }: Recording): void {
    upstream.play((exchange) => exchange.sendText(status, ct, body, hdr))
  }

  async function expectFailure({ status }: Recording, call: Promise<unknown>): Promise<void> {
    const error = await errorOf(call)
    expect(error.reasons).toEqual([expect.stringMatching(REASONS[status] ?? /never/)])
    expect(error.metadata).toMatchObject({ http_status: String(status) })
  }

  it.each(cases(/\/embeddings$|:batchEmbedContents$/))('of vectors: $title', async ({ recording }) => {
    play(recording)
    const expected = recording.status === 200 ? vectorsOf(JSON.parse(recording.body)) : [[0]]
    const asked = llm.embed({ model: providerOf(recording) ?? '', inputs: expected.map(() => 'Hello') })
    if (recording.status !== 200) return expectFailure(recording, asked)
    const { embeddings, info } = await asked
    expect(embeddings.map(({ values }) => values)).toEqual(expected.map((vector) => [...Float32Array.from(vector)]))
    const { usage, usageMetadata } = JSON.parse(recording.body)
    const tokens = usage?.prompt_tokens ?? usageMetadata?.promptTokenCount
    if (tokens === undefined) expect(info?.usage?.estimated).toBe(true)
    else expect(info?.usage).toMatchObject({ inputTokens: BigInt(tokens), estimated: false })
  })

  it.each(cases(/count_tokens$|:countTokens$|\/input_tokens$/))('of counts: $title', async ({ recording }) => {
    play(recording)
    const request = { messages: [userMessage('Hello')], options: { model: providerOf(recording) ?? '' } }
    const asked = llm.countTokens({ request })
    if (recording.status !== 200) return expectFailure(recording, asked)
    const { input_tokens, totalTokens = input_tokens } = JSON.parse(recording.body)
    expect(await asked).toMatchObject({ inputTokens: BigInt(totalTokens), estimated: false })
  })
})

function vectorsOf({ data, embeddings }: Json): number[][] {
  if (embeddings) return embeddings.map(({ values }: Json) => values)
  return data.map(({ embedding }: Json) => (typeof embedding === 'string' ? floatsOf(embedding) : embedding))
}

function floatsOf(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64')
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
}
