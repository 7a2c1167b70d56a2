import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { mistral, ollama, openrouter, vllm } from '../../../src/providers/compatible/definitions.ts'
import type { Account, AdapterDefinition } from '../../../src/providers/definition.ts'
import { openaiCompatible } from '../../../src/providers/openai/definition.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { accountAt } from '../../support/account.ts'
import { targetedCall } from '../../support/call.ts'
import { type ProviderAnswer, readAnswer } from '../../support/provider-answer.ts'
import { type Expected, foldChat, type Json, jsonEvents } from '../../support/recorded-answer.ts'
import { cutAtRandom, type Recording, readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

interface Vendor {
  readonly name: string
  readonly definition: AdapterDefinition
  readonly compatibility?: Account['compatibility']
  /** Whose traffic it is. */
  readonly from: (recording: Recording) => boolean
  readonly atLeast: number
}

const isLocal = ({ host }: Recording) => host === 'localhost'

const vendors: readonly Vendor[] = [
  { name: 'Mistral', definition: mistral, from: ({ host }) => /mistral/.test(host), atLeast: 40 },
  { name: 'OpenRouter', definition: openrouter, from: ({ host }) => host === 'openrouter.ai', atLeast: 30 },
  { name: 'Ollama', definition: ollama, from: (one) => isLocal(one) && /ollama/.test(one.p), atLeast: 1 },
  { name: 'vLLM', definition: vllm, from: (one) => isLocal(one) && !/ollama|groq/.test(one.p + one.path), atLeast: 8 },
  {
    name: 'Groq',
    definition: openaiCompatible,
    compatibility: { reasoningHistory: true, efforts: ['none', 'low', 'medium', 'high'] },
    from: ({ host }) => /groq/.test(host),
    atLeast: 40,
  },
  {
    name: 'DeepSeek',
    definition: openaiCompatible,
    compatibility: { reasoningHistory: true },
    from: ({ host }) => /deepseek/.test(host),
    atLeast: 5,
  },
]

const FINISH: Record<string, FinishReason> = {
  stop: FinishReason.STOP,
  length: FinishReason.LENGTH,
  tool_calls: FinishReason.TOOL_CALLS,
  content_filter: FinishReason.CONTENT_FILTER,
}

function finishOf({ finish = '', tools }: Expected): FinishReason {
  const reason = FINISH[finish] ?? FinishReason.OTHER
  return reason === FinishReason.STOP && tools.length > 0 ? FinishReason.TOOL_CALLS : reason
}

/** All blocks of reasoning in a recorded answer, and where its reasoning stands. */
function recordedReasoning(chunks: readonly Json[]) {
  const messages: Json[] = chunks.flatMap(({ choices }) => choices?.[0]?.delta ?? choices?.[0]?.message ?? [])
  const details: Json[] = messages.flatMap(({ reasoning_details: list }) => list ?? [])
  const fields = ['reasoning_content', 'reasoning'].filter((field) => messages.some((message) => message[field]))
  const isThinking = ({ content }: Json) => Array.isArray(content) && content.some(({ type }) => type === 'thinking')
  return { details, field: fields[0] ?? (messages.some(isThinking) ? 'thinking' : undefined) }
}

const joined = (list: readonly Json[], field: string) => list.map((block) => block[field] ?? '').join('')

function expectState({ parts }: ProviderAnswer, chunks: readonly Json[]): void {
  const { details, field } = recordedReasoning(chunks)
  const [part] = parts.filter(({ content }) => content.case === 'reasoning')
  const state = part?.providerState && JSON.parse(Buffer.from(part.providerState.data).toString())
  if (details.length === 0) expect(state).toEqual(field && { reasoning: field })
  else expectBlocks(state.reasoning_details, details)
}

function expectBlocks(blocks: readonly Json[], details: readonly Json[]): void {
  for (const piece of ['text', 'summary', 'signature', 'data']) {
    expect(joined(blocks, piece)).toBe(joined(details, piece))
  }
}

const recordings = readRecordings().filter(({ path }) => /\/chat\/completions$/.test(path))

describe.skipIf(recordings.length === 0).each(vendors)('recorded traffic of $name', (vendor) => {
  const own = recordings.filter(vendor.from)
  let upstream: Upstream
  let provider: Provider

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    const { compatibility = {} } = vendor
    const limits = { maxEventBytes: 1 << 20 }
    provider = await vendor.definition.create(accountAt(`${upstream.url}/v1`, { limits, compatibility }))
  })

  afterAll(async () => {
    await provider.close()
    await upstream.close()
  })

  it('is there', () => {
    expect(own.length).toBeGreaterThanOrEqual(vendor.atLeast)
  })

  it.each(own.map((recording, at) => ({ recording, at, title: `${recording.p.slice(-70)} ${recording.i}` })))(
    'is read by its own definition: $title',
    async ({ recording, at }) => {
      const { body, ct, hdr, status, stream } = recording
      upstream.play(async (exchange) => {
        exchange.response.writeHead(status, { ...hdr, 'content-type': ct })
        for (const piece of cutAtRandom(Buffer.from(body), at, Math.max(400, body.length / 40)))
          await exchange.sendBytes(piece)
        exchange.end()
      })
      const answer = await readAnswer(provider.open(targetedCall({ streaming: stream })))
      if (status !== 200) return expect(answer.error?.metadata).toMatchObject({ http_status: String(status) })
      const chunks = stream ? jsonEvents(body) : [JSON.parse(body)]
      const expected = foldChat(chunks)
      if (expected.failed) return expect(answer.error).toBeDefined()
      expect(answer.error).toBeUndefined()
      expect(answer).toMatchObject({ text: expected.text, reasoning: expected.reasoning })
      expect(answer.toolCalls).toMatchObject(expected.tools.map(({ id, ...call }) => (id ? { id, ...call } : call)))
      expect(answer.ending).toMatchObject({ finishReason: finishOf(expected), rawFinishReason: expected.finish })
      expect(answer.ending?.usage?.inputTokens).toBe(expected.usage && BigInt(expected.usage.input))
      expectState(answer, chunks)
    },
  )
})
