import { describe, expect, it } from 'vitest'
import { type Configuration, openApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { playResponses } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type Upstream, type UpstreamExchange } from '../support/upstream.ts'

const KEYS = { EAST_KEY: 'east-key', WEST_KEY: 'west-key' }

function azureAt(east: Upstream, west: Upstream): Configuration {
  return {
    name: 'azure',
    adapter: 'azure',
    models: [{ name: 'gpt-5-mini', upstream_name: 'my-deployment' }],
    endpoints: [
      { name: 'east', base_url: east.url, api_key_env: 'EAST_KEY' },
      { name: 'west', base_url: west.url, api_key_env: 'WEST_KEY' },
    ],
  }
}

const down = (exchange: UpstreamExchange) => exchange.sendJson(503, { error: { code: 'ServiceUnavailable' } })
const up = (exchange: UpstreamExchange) => playResponses(exchange, { texts: ['Hi', ' there'], model: 'gpt-5-mini' })

async function open(east: (exchange: UpstreamExchange) => void | Promise<void>) {
  const upstreams = [await openUpstream(east), await openUpstream(up)] as const
  const retry = { max_retries: 0 }
  const app = await openApp({ providers: [azureAt(...upstreams)], retry }, { environment: KEYS })
  return { app, upstreams, ...clientsOf(app) }
}

describe('a provider in several regions', () => {
  it('is served by the first as long as it works', async () => {
    const { llm, upstreams } = await open(up)
    const { info } = await llm.generateText({ prompt: 'Hello' })
    expect(info).toMatchObject({ provider: 'azure/east', attempts: [{ provider: 'azure/east', succeeded: true }] })
    expect(upstreams[0].requests[0]?.headers['api-key']).toBe('east-key')
    expect(upstreams[1].requests).toEqual([])
  })

  it('falls back to the next one, with its own key, and tells both attempts', async () => {
    const { app, llm, upstreams } = await open(down)
    const { text, info } = await llm.generateText({ prompt: 'Hello' })
    expect(text).toBe('Hi there')
    expect(info).toMatchObject({
      provider: 'azure/west',
      attempts: [
        { provider: 'azure/east', succeeded: false },
        { provider: 'azure/west', succeeded: true },
      ],
    })
    expect(upstreams[1].requests[0]?.headers['api-key']).toBe('west-key')
    await app.ended(1)
    expect(app.rows().map(({ provider, outcome }) => [provider, outcome])).toEqual([
      ['azure/east', 'failed'],
      ['azure/west', 'succeeded'],
    ])
  })

  it('falls back before the first piece of a stream', async () => {
    const { llm } = await open((exchange) => {
      exchange.startEvents()
      exchange.reset()
    })
    const messages = await readAll(llm.generateTextStream({ prompt: 'Hello' }))
    expect(messages[0]?.event).toMatchObject({ case: 'started', value: { provider: 'azure/west' } })
  })

  it('goes by the account’s name where a caller names the provider', async () => {
    const { llm, upstreams } = await open(up)
    const providerOptions = { azure: { service_tier: 'flex' } }
    await llm.generateChat({
      messages: [userMessage('Hello')],
      options: { preferredProviders: ['azure'], providerOptions },
    })
    expect(upstreams[0].requests[0]?.json).toMatchObject({ model: 'my-deployment', service_tier: 'flex' })
  })

  it('does not fall back with a request that is invalid everywhere', async () => {
    const { llm, upstreams } = await open((exchange) => exchange.sendJson(400, { error: { code: 'bad' } }))
    expect(await errorOf(llm.generateText({ prompt: 'Hello' }))).toMatchObject({
      reasons: ['UPSTREAM_REJECTED'],
      metadata: { provider: 'azure/east' },
    })
    expect(upstreams[1].requests).toEqual([])
  })
})
