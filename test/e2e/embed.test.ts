import { describe, expect, it, onTestFinished } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { clientsOf, doors, errorOf } from '../support/clients.ts'
import { startUpstream } from '../support/upstream.ts'

describe.each(doors)('by %s', (door) => {
  it('texts become vectors, which are paid and recorded like any call', async () => {
    const app = await openApp()
    const { llm } = clientsOf(app, door)
    const inputs = ['The cat sat.', 'A cat sat down.', 'Profit rose in March.']
    const { embeddings, info } = await llm.embed({ model: 'mock-fast', inputs, dimensions: 32 })
    expect(embeddings.map(({ values }) => values.length)).toEqual([32, 32, 32])
    const [cat, otherCat, profit] = embeddings.map(({ values }) => values)
    expect(product(cat, otherCat)).toBeGreaterThan(product(cat, profit))
    expect(info).toMatchObject({ provider: 'mock', model: 'mock-fast', usage: { inputTokens: 12n, outputTokens: 0n } })
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ call_id: info?.responseId, outcome: 'succeeded', input_tokens: 12 }])
    expect(app.rows()[0]?.cost_nanos).toBe(Number(info?.cost?.total?.amountNanos))
  })
})

describe('Embed', () => {
  it('names every bad field', async () => {
    const { llm } = clientsOf(await openApp())
    const error = await errorOf(llm.embed({ model: 'mock-fast', inputs: ['a', ''], dimensions: 0 }))
    expect(error).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'] })
    expect(error.fields).toEqual(['inputs[1]', 'dimensions'])
    expect((await errorOf(llm.embed({ model: 'mock-fast' }))).fields).toEqual(['inputs'])
  })

  it('fails with the same errors as every call', async () => {
    const { llm } = clientsOf(await openApp())
    const failing = llm.embed({ model: 'mock-error-upstream-auth', inputs: ['a'] })
    expect(await errorOf(failing)).toMatchObject({ code: 'FailedPrecondition', reasons: ['UPSTREAM_AUTH'] })
    expect((await errorOf(llm.embed({ model: 'none', inputs: ['a'] }))).reasons).toEqual(['MODEL_NOT_FOUND'])
  })
})

describe('CountTokens', () => {
  it('counts a conversation without answering it', async () => {
    const app = await openApp()
    const { llm } = clientsOf(app)
    const messages = [{ role: 2, parts: [{ content: { case: 'text' as const, value: 'Twelve chars' } }] }]
    const count = await llm.countTokens({ request: { messages, options: { model: 'mock-fast' } } })
    expect(count).toMatchObject({ inputTokens: 3n, estimated: false })
    expect(app.rows()).toEqual([])
  })

  it('names every bad field of the conversation', async () => {
    const { llm } = clientsOf(await openApp())
    expect((await errorOf(llm.countTokens({}))).fields).toEqual(['request'])
    expect((await errorOf(llm.countTokens({ request: {} }))).fields).toEqual(['request.messages'])
  })
})

describe('SyncModels', () => {
  it('is answered although the configuration is replaced meanwhile', async () => {
    const gate = Promise.withResolvers<void>()
    const upstream = await startUpstream((exchange) =>
      gate.promise.then(() => exchange.sendJson(200, { object: 'list', data: [{ id: 'played-model' }] })),
    )
    onTestFinished(() => upstream.close())
    const configuration = { providers: [playedProvider(upstream.url)] }
    const app = await openApp(configuration)
    const synced = clientsOf(app).admin.syncModels({})
    await upstream.request(0)
    await app.reload(configuration)
    gate.resolve()
    expect((await synced).providers).toMatchObject([
      { provider: 'played', errorMessage: '', models: [{ name: 'played-model' }] },
    ])
  })

  it('tells of a provider without a list that it has none', async () => {
    const { admin } = clientsOf(await openApp())
    expect(await admin.syncModels({})).toMatchObject({ providers: [{ provider: 'mock', listed: false, models: [] }] })
  })

  it('refuses a provider that is not configured', async () => {
    const { admin } = clientsOf(await openApp())
    const error = await errorOf(admin.syncModels({ provider: 'nobody' }))
    expect(error).toMatchObject({ code: 'InvalidArgument', fields: ['provider'] })
  })
})

function product(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}
