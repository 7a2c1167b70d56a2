import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { targetedCall, userMessage } from '../../support/call.ts'
import { geminiError } from '../../support/gemini-wire.ts'
import { usePlayedGemini } from './played-gemini.ts'
import { type VertexChoices, vertexAt } from './vertex-choices.ts'

const played = usePlayedGemini()

async function embed(answer: unknown, inputs: string[], choices: VertexChoices & { dimensions?: number } = {}) {
  played.upstream.play((exchange) => exchange.sendJson(200, answer))
  const { model = 'gemini-embedding-001', dimensions, ...account } = choices
  const provider = await played.connect(account)
  return provider.embed?.(targetedCall({ model }), { inputs, dimensions })
}

const sent = async () => {
  const { path, json } = await played.upstream.request(0)
  return { path, json }
}

describe('vectors', () => {
  it('come in the order of the texts, each asked for by itself', async () => {
    const answer = { embeddings: [{ values: [1, 2] }, { values: [3, 4] }], usageMetadata: { promptTokenCount: 5 } }
    expect(await embed(answer, ['a', 'b'], { dimensions: 2 })).toMatchObject({
      vectors: [
        [1, 2],
        [3, 4],
      ],
      usage: { inputTokens: 5n, outputTokens: 0n },
    })
    const asked = (text: string) => ({
      model: 'models/gemini-embedding-001',
      content: { parts: [{ text }] },
      outputDimensionality: 2,
    })
    expect(await sent()).toEqual({
      path: '/v1beta/models/gemini-embedding-001:batchEmbedContents',
      json: { requests: [asked('a'), asked('b')] },
    })
  })

  it('leave their length to the model, and their count to those who can', async () => {
    expect(await embed({ embeddings: [{ values: [1] }] }, ['a'])).toMatchObject({ vectors: [[1]], usage: undefined })
    expect((await sent()).json.requests[0]).not.toHaveProperty('outputDimensionality')
  })

  it('come from the older models of Vertex AI as predictions', async () => {
    const predicted = (values: number[]) => ({ embeddings: { values, statistics: { token_count: 2 } } })
    const answer = { predictions: [predicted([1]), predicted([2])] }
    expect(await embed(answer, ['a', 'b'], { ...vertexAt(), dimensions: 1 })).toMatchObject({
      vectors: [[1], [2]],
      usage: { inputTokens: 4n },
    })
    const { path, json } = await sent()
    expect(path).toMatch(/\/gemini-embedding-001:predict$/)
    expect(json).toEqual({
      instances: [{ content: 'a' }, { content: 'b' }],
      parameters: { outputDimensionality: 1 },
    })
  })

  it('come from the newer models of Vertex AI one at a time', async () => {
    const choices = { ...vertexAt(), model: 'gemini-embedding-2', dimensions: 1 }
    const answer = { embedding: { values: [1] }, usageMetadata: { promptTokenCount: 3 } }
    expect(await embed(answer, ['a'], choices)).toMatchObject({ vectors: [[1]], usage: { inputTokens: 3n } })
    const { path, json } = await sent()
    expect(path).toMatch(/\/gemini-embedding-2:embedContent$/)
    expect(json).toEqual({ content: { parts: [{ text: 'a' }] }, embedContentConfig: { outputDimensionality: 1 } })
    await expect(embed(answer, ['a', 'b'], choices)).rejects.toMatchObject({
      reasonName: 'NOT_SUPPORTED_BY_PROVIDER',
      metadata: { field: 'inputs' },
    })
  })

  it.each([
    {},
    { embeddings: [] },
    { embeddings: [{ values: [1] }, { values: [2] }] },
    { embeddings: [{ values: ['x'] }] },
    { embeddings: [null] },
    { predictions: [null] },
  ])('are malformed when they are not one for each text: %j', async (answer) => {
    await expect(embed(answer, ['a'])).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })
})

describe('a count of tokens', () => {
  const request = { messages: [{ role: Role.SYSTEM, parts: [] }, userMessage('hello')], tools: [{ name: 'f' }] }
  const contents = [{ role: 'user', parts: [{ text: 'hello' }] }]
  const tools = [{ functionDeclarations: [{ name: 'f' }] }]

  it('is of the whole request', async () => {
    played.upstream.play((exchange) => exchange.sendJson(200, { totalTokens: 12 }))
    const provider = await played.connect()
    expect(await provider.countTokens?.(targetedCall({ request }))).toEqual({ inputTokens: 12n, estimated: false })
    expect(await sent()).toEqual({
      path: '/v1beta/models/model-1:countTokens',
      json: { generateContentRequest: { model: 'models/model-1', contents, tools } },
    })
  })

  it('is asked of Vertex AI in its own form', async () => {
    played.upstream.play((exchange) => exchange.sendJson(200, { totalTokens: 12 }))
    const provider = await played.connect(vertexAt())
    await provider.countTokens?.(targetedCall({ request: { ...request, toolChoice: { mode: 1 } } }))
    expect((await sent()).json).toEqual({ contents, tools })
  })

  it.each([{}, { totalTokens: -1 }, { totalTokens: '12' }])('is malformed when it is none: %j', async (answer) => {
    played.upstream.play((exchange) => exchange.sendJson(200, answer))
    const provider = await played.connect()
    await expect(provider.countTokens?.(targetedCall())).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })

  it('fails as an answer does, and is given up as one', async () => {
    played.upstream.play((exchange) => exchange.sendJson(404, geminiError(404, 'NOT_FOUND')))
    const provider = await played.connect()
    await expect(provider.countTokens?.(targetedCall())).rejects.toMatchObject({
      reasonName: 'MODEL_NOT_FOUND',
      metadata: { provider: 'played', model: 'model-1', http_status: '404' },
    })
    played.upstream.play(() => {})
    const abort = new AbortController()
    const count = provider.countTokens?.(targetedCall({ signal: abort.signal }))
    const { closed } = await played.upstream.request(1)
    const reason = new GatewayError(ErrorReason.CALL_CANCELLED, 'gone')
    abort.abort(reason)
    await expect(count).rejects.toBe(reason)
    await closed
  })
})

describe('the list of models', () => {
  const { signal } = new AbortController()
  const list = async (choices = {}) => (await played.connect(choices)).listModels?.(signal)

  it('has all pages, and of them what writes or embeds', async () => {
    const supportedGenerationMethods = ['generateContent', 'countTokens']
    const pages = [
      {
        models: [
          { name: 'models/a', inputTokenLimit: 1000, outputTokenLimit: 24, supportedGenerationMethods },
          { name: 'models/film', supportedGenerationMethods: ['predictLongRunning'] },
        ],
        nextPageToken: 'next/page',
      },
      { models: [{ name: 'models/b', supportedGenerationMethods: ['embedContent'] }, null, {}] },
    ]
    played.upstream.play((exchange) => exchange.sendJson(200, pages[played.upstream.requests.length - 1]))
    expect(await list()).toEqual([
      { name: 'a', contextWindow: 1024n, maxOutputTokens: 24n },
      { name: 'b', contextWindow: undefined, maxOutputTokens: undefined },
    ])
    expect(played.upstream.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1beta/models?pageSize=100',
      'GET /v1beta/models?pageSize=100&pageToken=next%2Fpage',
    ])
  })

  it('ends though the pages do not', async () => {
    played.upstream.play((exchange) => exchange.sendJson(200, { models: [{ name: 'a' }], nextPageToken: 'more' }))
    expect(await list()).toHaveLength(20)
  })

  it('is that of the publisher at Vertex AI', async () => {
    const publisherModels = [{ name: 'publishers/google/models/gemini-2.5-flash' }]
    played.upstream.play((exchange) => exchange.sendJson(200, { publisherModels }))
    expect(await list(vertexAt())).toEqual([expect.objectContaining({ name: 'gemini-2.5-flash' })])
    expect((await played.upstream.request(0)).path).toBe('/v1beta1/publishers/google/models?pageSize=100')
  })

  it('is empty where there are no models', async () => {
    played.upstream.play((exchange) => exchange.sendJson(200, {}))
    expect(await list()).toEqual([])
  })

  it.each([[[]], { models: 7 }, { publisherModels: 'x' }])('is malformed when it is none: %j', async (answer) => {
    played.upstream.play((exchange) => exchange.sendJson(200, answer))
    await expect(list()).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })

  it('fails as an answer does', async () => {
    played.upstream.play((exchange) => exchange.sendJson(403, geminiError(403, 'PERMISSION_DENIED')))
    await expect(list()).rejects.toMatchObject({ reasonName: 'UPSTREAM_FORBIDDEN' })
  })
})
