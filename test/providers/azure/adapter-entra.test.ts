import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAzureProvider } from '../../../src/providers/azure/adapter.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { accountAt } from '../../support/account.ts'
import { targetedCall } from '../../support/call.ts'
import { clientSecret, type Entra, entraAuthentication, refuse, startEntra } from '../../support/entra.ts'
import { playChat } from '../../support/openai-wire.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamExchange } from '../../support/upstream.ts'

const answer = { texts: ['Hello'] }
const providers: Provider[] = []
let entra: Entra
let upstream: Upstream

beforeEach(async () => {
  entra = await startEntra()
  upstream = await startUpstream((exchange) => playChat(exchange, answer))
})

afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
  await entra.close()
})

async function connect(name = 'played', apiVersion?: string): Promise<Provider> {
  const azure = { apiVersion, authentication: entraAuthentication(entra.cloud) }
  const account = accountAt(upstream.url, { name, api: () => 'chat', apiKey: undefined, options: { azure } })
  const provider = await createAzureProvider(account, entra.requests)
  providers.push(provider)
  return provider
}

/** Azure as it is when only some tokens are good. */
function accepting(token: string) {
  return async (exchange: UpstreamExchange) => {
    if (exchange.headers.authorization === `Bearer ${token}`) await playChat(exchange, answer)
    else
      exchange.sendJson(401, { error: { code: '401', message: `Access denied for ${exchange.headers.authorization}` } })
  }
}

const authorizations = () => upstream.requests.map(({ headers }) => headers.authorization)

describe('an account with Entra ID', () => {
  it.each([undefined, '2024-10-21'])('sends a token and no key (version %s)', async (apiVersion) => {
    const provider = await connect('played', apiVersion)
    expect((await readAnswer(provider.open(targetedCall()))).text).toBe('Hello')
    const { headers } = await upstream.request(0)
    expect(headers.authorization).toBe('Bearer entra-token-1')
    expect(headers).not.toHaveProperty('api-key')
  })

  it('asks for one token for 20 calls at a time, in two regions', async () => {
    const regions = [await connect('azure/eastus'), await connect('azure/westeurope')]
    const calls = Array.from({ length: 20 }, (_, at) => readAnswer((regions[at % 2] as Provider).open(targetedCall())))
    expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(Array(20).fill('Hello'))
    expect(entra.tokenRequests).toHaveLength(1)
    expect(new Set(authorizations())).toEqual(new Set(['Bearer entra-token-1']))
  })

  it.each([true, false])(
    'fetches another token when one is refused, and tries again (streaming: %s)',
    async (streaming) => {
      upstream.play(accepting('entra-token-2'))
      const provider = await connect()
      const { text, error } = await readAnswer(provider.open(targetedCall({ streaming })))
      expect({ text, error }).toEqual({ text: 'Hello', error: undefined })
      expect(authorizations()).toEqual(['Bearer entra-token-1', 'Bearer entra-token-2'])
      await readAnswer(provider.open(targetedCall()))
      expect(entra.tokenRequests).toHaveLength(2)
    },
  )

  it('fetches one token for all calls whose token was refused', async () => {
    const provider = await connect()
    await readAnswer(provider.open(targetedCall()))
    upstream.play(accepting('entra-token-2'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => readAnswer(provider.open(targetedCall()))))
    expect(answers.map(({ text }) => text)).toEqual(Array(8).fill('Hello'))
    expect(entra.tokenRequests).toHaveLength(2)
  })

  it('fails when the other token is refused too, and shows neither', async () => {
    upstream.play(accepting('none'))
    const { error } = await readAnswer((await connect()).open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { http_status: '401', provider: 'played' } })
    expect(upstream.requests).toHaveLength(2)
    expect(inspect(error, { depth: 10 })).not.toContain('entra-token')
  })

  it('tries a token that comes again no second time', async () => {
    entra.answer = (exchange) =>
      exchange.sendJson(200, { token_type: 'Bearer', expires_in: 3600, access_token: 'always-the-same' })
    upstream.play(accepting('none'))
    const { error } = await readAnswer((await connect()).open(targetedCall()))
    expect(error?.reasonName).toBe('UPSTREAM_AUTH')
    expect(upstream.requests).toHaveLength(1)
  })

  it('says who was asked when no token can be had, and asks Azure nothing', async () => {
    entra.answer = (exchange) => refuse(exchange, 'invalid_client', 7000222)
    const { error } = await readAnswer((await connect()).open(targetedCall({ model: 'my-deployment' })))
    expect(error).toMatchObject({
      reasonName: 'UPSTREAM_AUTH',
      policy: { fallback: true },
      metadata: { provider: 'played', model: 'my-deployment', entra_error: 'AADSTS7000222' },
    })
    expect(upstream.requests).toEqual([])
  })

  it('lets a cancelled call go while its token is awaited, and gives the token to the next', async () => {
    const held = Promise.withResolvers<void>()
    entra.answer = async (exchange) => {
      await held.promise
      exchange.sendJson(200, { token_type: 'Bearer', expires_in: 3600, access_token: 'held' })
    }
    const provider = await connect()
    const controller = new AbortController()
    const cancelled = readAnswer(provider.open(targetedCall({ signal: controller.signal })))
    await vi.waitUntil(() => entra.tokenRequests.length === 1)
    controller.abort(new Error('the caller left'))
    expect((await cancelled).error?.cause).toMatchObject({ message: 'the caller left' })
    held.resolve()
    await readAnswer(provider.open(targetedCall()))
    expect(authorizations()).toEqual(['Bearer held'])
    expect(entra.tokenRequests).toHaveLength(1)
  })
})

describe('another tenant', () => {
  it('has tokens of its own', async () => {
    const authentication = entraAuthentication(entra.cloud, clientSecret('tenant-2'))
    const options = { azure: { apiVersion: undefined, authentication } }
    const other = await createAzureProvider(accountAt(upstream.url, { options, api: () => 'chat' }), entra.requests)
    providers.push(other)
    await readAnswer((await connect()).open(targetedCall()))
    await readAnswer(other.open(targetedCall()))
    expect(authorizations()).toEqual(['Bearer entra-token-1', 'Bearer entra-token-2'])
    expect(entra.upstream.requests.map(({ path }) => path.split('/')[1])).toContain('tenant-2')
  })
})
