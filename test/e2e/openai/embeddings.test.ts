import { beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startTestApp } from '../../support/app.ts'
import { apiErrorOf, openaiOf, postTo } from './played.ts'

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app.stop()
})

const model = 'mock-fast'

describe('OpenAI’s client', () => {
  it('gets the same vectors as numbers and, by default, as base64', async () => {
    const input = ['The cat sat.', 'Profit rose.']
    const client = openaiOf(app)
    const packed = await client.embeddings.create({ model, input, dimensions: 32 })
    const plain = await client.embeddings.create({ model, input, dimensions: 32, encoding_format: 'float' })
    expect(packed.data.map(({ embedding }) => embedding.length)).toEqual([32, 32])
    const rounded = plain.data.map(({ embedding }) => [...new Float32Array(embedding)])
    expect(packed.data.map(({ embedding }) => [...embedding])).toEqual(rounded)
    expect(packed).toMatchObject({
      object: 'list',
      model,
      usage: { prompt_tokens: 6 },
      switchyard: { provider: 'mock' },
    })
  })

  it('gets base64 over the wire when it asks for it', async () => {
    const body = JSON.stringify({ model, input: 'x', dimensions: 4, encoding_format: 'base64' })
    const { data } = (await (await postTo(app, '/v1/embeddings', body)).json()) as { data: { embedding: string }[] }
    expect(Buffer.from(data[0]?.embedding ?? '', 'base64')).toHaveLength(16)
  })

  it.each([
    ['input', { model, input: [[1, 2], [3]] }],
    ['input', { model, input: [1, 2] }],
    ['input', { model, input: [{}] }],
    ['input', { model }],
    ['input[1]', { model, input: ['a', ''] }],
    ['model', { input: 'a' }],
    ['dimensions', { model, input: 'a', dimensions: 0 }],
    ['dimensions', { model, input: 'a', dimensions: 9e15 }],
    ['dimensions', { model, input: 'a', dimensions: 1.5 }],
    ['encoding_format', { model, input: 'a', encoding_format: 'int8' }],
    ['colour', { model, input: 'a', colour: 'red' }],
  ])('hears which parameter is at fault: %s of %j', async (param, body) => {
    const call = openaiOf(app).embeddings.create(body as never)
    expect(await apiErrorOf(call)).toMatchObject({ status: 400, param, reason: 'INVALID_REQUEST' })
  })

  it('hears of a vendor’s failure', async () => {
    const call = openaiOf(app).embeddings.create({ model: 'mock-error-upstream-auth', input: 'a' })
    expect(await apiErrorOf(call)).toMatchObject({ status: 400, reason: 'UPSTREAM_AUTH' })
  })
})
