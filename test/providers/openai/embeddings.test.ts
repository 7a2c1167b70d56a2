import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { MISTRAL } from '../../../src/providers/compatible/kinds.ts'
import { createOpenAIProvider } from '../../../src/providers/openai/adapter.ts'
import { COMPATIBLE, type Kind, OPENAI } from '../../../src/providers/openai/kinds.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from '../../support/account.ts'
import { type CallChoices, targetedCall } from '../../support/call.ts'
import { base64Vector, embeddingList, errorBody } from '../../support/openai-wire.ts'
import { readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

let upstream: Upstream
const providers: Provider[] = []

beforeEach(async () => {
  upstream = await startUpstream(() => {})
})

afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

async function connect(kind: Kind = OPENAI, choices: AccountChoices = {}): Promise<Provider> {
  const provider = await createOpenAIProvider(accountAt(`${upstream.url}/v1`, choices), kind)
  providers.push(provider)
  return provider
}

interface Asking extends CallChoices {
  readonly kind?: Kind
  readonly inputs?: readonly string[]
  readonly dimensions?: number
  readonly limits?: AccountChoices['limits']
}

async function embed(json: unknown, { kind, inputs = ['a', 'b'], dimensions, limits, ...choices }: Asking = {}) {
  const provider = await connect(kind, limits ? { limits } : {})
  upstream.play((exchange) => exchange.sendJson(200, json))
  return provider.embed?.(targetedCall(choices), { inputs, dimensions })
}

const vectors = [
  [0.5, -1.25],
  [2, 3],
]

describe('embed', () => {
  it('asks OpenAI for base64, and others for nothing of the kind', async () => {
    await embed(embeddingList(vectors))
    await embed(embeddingList(vectors), { kind: COMPATIBLE })
    expect(upstream.requests.map(({ path, json }) => ({ path, json }))).toEqual([
      { path: '/v1/embeddings', json: { model: 'model-1', input: ['a', 'b'], encoding_format: 'base64' } },
      { path: '/v1/embeddings', json: { model: 'model-1', input: ['a', 'b'] } },
    ])
  })

  it('bounds the length by the field that the server knows, when it is asked for', async () => {
    await embed(embeddingList(vectors), { kind: COMPATIBLE, dimensions: 2 })
    await embed(embeddingList(vectors), { kind: MISTRAL, dimensions: 2 })
    expect(upstream.requests[0]?.json).toMatchObject({ dimensions: 2 })
    expect(upstream.requests[1]?.json).toEqual({ model: 'model-1', input: ['a', 'b'], output_dimension: 2 })
  })

  it("adds the provider's own options", async () => {
    const options = { providerOptions: { played: { user: 'u' } } }
    await embed(embeddingList(vectors), { request: { options } })
    expect(upstream.requests[0]?.json).toMatchObject({ user: 'u' })
  })

  it.each([
    ['base64', vectors.map(base64Vector)],
    ['numbers, of a server that knows no base64', vectors],
  ])('reads vectors as %s', async (_, list) => {
    expect(await embed(embeddingList(list))).toMatchObject({
      vectors,
      model: 'played-model',
      usage: { inputTokens: 7n, outputTokens: 0n, estimated: false },
    })
  })

  it('keeps every bit of a number of four bytes', async () => {
    const [value] = new Float32Array([0.1])
    const ending = await embed(embeddingList([base64Vector([0.1])]), { inputs: ['a'] })
    expect(ending?.vectors).toEqual([[value]])
  })

  it('puts the vectors into the order of the texts', async () => {
    const { data, ...rest } = embeddingList(vectors)
    expect((await embed({ ...rest, data: data.toReversed() }))?.vectors).toEqual(vectors)
  })

  it('takes the order of the answer when a server counts nothing', async () => {
    const data = vectors.map((embedding) => ({ embedding }))
    expect(await embed({ data })).toMatchObject({ vectors, usage: undefined, model: undefined })
  })

  it.each<[string, unknown]>([
    ['a vector is missing', embeddingList([vectors[0]])],
    ['there is one too many', embeddingList([...vectors, [1]])],
    ['two are for one text', { data: [0, 0].map((index) => ({ index, embedding: [1] })) }],
    ['one is for no text', { data: [0, 7].map((index) => ({ index, embedding: [1] })) }],
    ['one is empty', embeddingList([[1], []])],
    ['one is no vector', embeddingList([[1], null])],
    ['one has something that is no number', embeddingList([[1], [1, 'x']])],
    ['one is cut within a number', embeddingList([[1], 'AAAA'])],
    ['there are none', { data: null }],
    ['an entry is nothing', { data: [null, null] }],
  ])('is malformed when %s', async (_, json) => {
    await expect(embed(json)).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })

  it('is refused when the vectors are larger than an answer may be', async () => {
    const limits = { maxResponseBytes: 1000 }
    await expect(embed(embeddingList([Array(1000).fill(1), [1]]), { limits })).rejects.toMatchObject({
      reasonName: 'UPSTREAM_TOO_LARGE',
    })
  })

  it('fails as every call does', async () => {
    const provider = await connect()
    upstream.play((exchange) => exchange.sendJson(404, errorBody('model_not_found', 'invalid_request_error')))
    await expect(provider.embed?.(targetedCall(), { inputs: ['a'], dimensions: undefined })).rejects.toMatchObject({
      reasonName: 'MODEL_NOT_FOUND',
      metadata: { http_status: '404' },
    })
  })

  it('closes the connection at once when it is given up, with the reason', async () => {
    const provider = await connect()
    const abort = new AbortController()
    const reason = new GatewayError(ErrorReason.CALL_CANCELLED, 'gone')
    const open = provider.embed?.(targetedCall({ signal: abort.signal }), { inputs: ['a'], dimensions: undefined })
    const { closed } = await upstream.request(0)
    abort.abort(reason)
    await expect(open).rejects.toBe(reason)
    await closed
  })
})

const recordings = readRecordings().filter(({ path, status }) => path.endsWith('/embeddings') && status === 200)

describe.skipIf(recordings.length === 0)('recorded vectors', () => {
  it('are there', () => {
    expect(recordings.length).toBeGreaterThan(20)
  })

  it.each(recordings.map((recording, at) => ({ recording, title: `${at} ${recording.host}` })))(
    'are read: $title',
    async ({ recording }) => {
      const { data, usage } = JSON.parse(recording.body)
      const inputs = data.map(() => 'text')
      const ending = await embed(JSON.parse(recording.body), { inputs, limits: { maxResponseBytes: 1 << 22 } })
      expect(ending?.vectors).toHaveLength(data.length)
      for (const vector of ending?.vectors ?? []) {
        expect(vector.length).toBeGreaterThanOrEqual(128)
        expect(vector.every((value) => Number.isFinite(value))).toBe(true)
      }
      expect(ending?.usage?.inputTokens).toBe(BigInt(usage.prompt_tokens))
    },
  )
})
