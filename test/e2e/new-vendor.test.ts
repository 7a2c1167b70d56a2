import { describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { adapters } from '../../src/providers/registry.ts'
import { acme } from '../support/acme.ts'
import { openApp } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type UpstreamExchange } from '../support/upstream.ts'

async function playAcme(exchange: UpstreamExchange): Promise<void> {
  if (exchange.path === '/models') return exchange.sendJson(200, { models: [{ id: 'acme-1', window: 5000 }] })
  if (exchange.path === '/place') return exchange.sendJson(200, { places: exchange.json.inputs.map(() => [0.5, 1]) })
  const done = { done: true, read: 3, written: 2 }
  if (!exchange.json.streaming) return exchange.sendJson(200, { words: ['Ho', ' ho'], ...done })
  exchange.startEvents()
  for (const piece of [{ word: 'Ho' }, { word: ' ho' }, done]) await exchange.sendEvent(piece)
  exchange.end()
}

describe('a vendor with an interface of its own', () => {
  it('is one file and one line: it has everything that the others have', async () => {
    const upstream = await openUpstream(playAcme)
    const provider = { name: 'acme', adapter: 'acme', base_url: upstream.url, api_key_env: 'ACME_API_KEY' }
    const environment = { ACME_API_KEY: 'acme-key' }
    const app = await openApp({ providers: [provider] }, { environment, adapters: [...adapters, acme] })
    const { admin, llm } = clientsOf(app)

    expect(await llm.generateText({ prompt: 'Hello' })).toMatchObject({
      text: 'Ho ho',
      info: { provider: 'acme', model: 'acme-1', finishReason: FinishReason.STOP, usage: { inputTokens: 3n } },
    })
    const streamed = await readAll(llm.generateTextStream({ prompt: 'Hello' }))
    expect(streamed.at(-1)?.event).toMatchObject({ case: 'finished', value: { info: { usage: { outputTokens: 2n } } } })
    expect(await llm.embed({ model: 'acme-1', inputs: ['a', 'b'] })).toMatchObject({
      embeddings: [{ values: [0.5, 1] }, { values: [0.5, 1] }],
    })
    expect(await llm.testModel({ model: 'acme-1' })).toMatchObject({ success: true, provider: 'acme' })
    expect(await admin.syncModels({})).toMatchObject({ providers: [{ listed: true, models: [{ name: 'acme-1' }] }] })
    expect((await llm.getModel({ name: 'acme-1' })).model?.capabilities).toMatchObject({ contextWindow: 5000n })

    await app.ended(4)
    expect(app.rows().map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual(Array(4).fill('acme succeeded'))
    expect(upstream.requests.every(({ headers }) => headers['x-acme-key'] === 'acme-key')).toBe(true)
  })

  it('appears by itself when its key is in the environment', async () => {
    const app = await openApp({}, { environment: { ACME_API_KEY: 'acme-key' }, adapters: [...adapters, acme] })
    expect((await clientsOf(app).llm.listModels({})).models).toMatchObject([{ name: 'acme-1', providers: ['acme'] }])
  })
})

describe('a vendor that speaks Chat Completions', () => {
  it('is configuration only', async () => {
    const upstream = await openUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
    const provider = { name: 'newcomer', adapter: 'openai_compatible', base_url: upstream.url, models: ['new-1'] }
    const { llm } = clientsOf(await openApp({ providers: [provider] }))
    expect(await llm.generateText({ prompt: 'Hello' })).toMatchObject({ text: 'Hi', info: { provider: 'newcomer' } })
    expect((await errorOf(llm.embed({ model: 'unheard-of', inputs: ['x'] }))).reasons).toEqual(['MODEL_NOT_FOUND'])
  })
})
