import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { AzureAuthentication } from '../../../src/providers/options.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { ACCOUNT_KEY } from '../../support/account.ts'
import { AZURE_KEY, type AzureChoices, azureProvider } from '../../support/azure-provider.ts'
import { targetedCall, userMessage } from '../../support/call.ts'
import { playChat, playResponses } from '../../support/openai-wire.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

const BEARER: AzureAuthentication = { kind: 'bearer_token', token: new Secret('bearer-0123456789') }
const answer = { texts: ['Hel', 'lo'], model: 'gpt-5-mini-2025-08-07' }
const providers: Provider[] = []
let upstream: Upstream

beforeEach(async () => {
  upstream = await startUpstream((exchange) =>
    /\/responses(\?|$)/.test(exchange.path) ? playResponses(exchange, answer) : playChat(exchange, answer),
  )
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

interface Choices extends AzureChoices {
  readonly base?: string
}

async function connect({ base = '', ...choices }: Choices = {}): Promise<Provider> {
  const provider = await azureProvider(upstream.url + base, choices)
  providers.push(provider)
  return provider
}

/** The request that a call of a deployment becomes. */
async function sent(choices: Choices = {}, streaming = false) {
  const provider = await connect(choices)
  const { text } = await readAnswer(provider.open(targetedCall({ model: 'my-deployment', streaming })))
  expect(text).toBe('Hello')
  const { path, headers, json } = await upstream.request(upstream.requests.length - 1)
  return { path, headers, json }
}

describe('the interface without versions', () => {
  it.each(['', '/', '/openai', '/openai/v1', '/openai/v1/'])('is reached by the base URL "…%s"', async (base) => {
    const { path, json } = await sent({ base })
    expect(path).toBe('/openai/v1/responses')
    expect(json).toMatchObject({ model: 'my-deployment', store: false, stream: false })
  })

  it('is reached behind a gateway with a path of its own', async () => {
    expect((await sent({ base: '/models/east/openai/v1' })).path).toBe('/models/east/openai/v1/responses')
  })

  it('speaks Chat Completions to the deployments that need it', async () => {
    const { path, json } = await sent({ api: ({ model }) => (model === 'my-deployment' ? 'chat' : undefined) }, true)
    expect(path).toBe('/openai/v1/chat/completions')
    expect(json).toMatchObject({ model: 'my-deployment', stream: true, stream_options: { include_usage: true } })
  })

  it('sends the key as Azure wants it, and nothing about the machine', async () => {
    const { headers } = await sent({ headers: { 'x-team': 'blue' } })
    expect(headers).toMatchObject({ 'api-key': 'azure-key-0123456789', 'x-team': 'blue' })
    expect(headers).not.toHaveProperty('authorization')
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([])
  })

  it('sends a token that somebody else renews', async () => {
    const { headers } = await sent({ authentication: BEARER })
    expect(headers.authorization).toBe('Bearer bearer-0123456789')
    expect(headers).not.toHaveProperty('api-key')
  })

  it('sends the key of the account when nothing is said of Azure', async () => {
    expect((await sent({ options: {} })).headers['api-key']).toBe(ACCOUNT_KEY)
  })

  it('sends no credential when there is none', async () => {
    const { headers } = await sent({ options: {}, apiKey: undefined })
    expect(headers).not.toHaveProperty('api-key')
    expect(headers).not.toHaveProperty('authorization')
  })
})

describe('the interface with a dated version', () => {
  const dated = { apiVersion: '2024-10-21' }

  it('names the deployment in the address, and speaks Chat Completions', async () => {
    const { path, headers, json } = await sent(dated)
    expect(path).toBe('/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21')
    expect(headers).toMatchObject({ 'api-key': 'azure-key-0123456789', 'content-type': 'application/json' })
    expect(headers).not.toHaveProperty('authorization')
    expect(json.model).toBe('my-deployment')
  })

  it('has an address for each deployment', async () => {
    const provider = await connect({ ...dated, base: '/openai/v1' })
    for (const model of ['one', 'two words', 'one']) await readAnswer(provider.open(targetedCall({ model })))
    expect(upstream.requests.map(({ path }) => path.split('?')[0])).toEqual([
      '/openai/deployments/one/chat/completions',
      '/openai/deployments/two%20words/chat/completions',
      '/openai/deployments/one/chat/completions',
    ])
  })

  it('has one address for Responses', async () => {
    const { path, json } = await sent({ apiVersion: '2025-04-01-preview', api: () => 'responses' })
    expect(path).toBe('/openai/responses?api-version=2025-04-01-preview')
    expect(json.model).toBe('my-deployment')
  })

  it('sends a token in place of the key', async () => {
    const { headers } = await sent({ ...dated, authentication: BEARER })
    expect(headers.authorization).toBe('Bearer bearer-0123456789')
    expect(headers).not.toHaveProperty('api-key')
  })

  it.each([
    ['2024-10-21', 'max_tokens'],
    ['2025-01-01-preview', 'max_completion_tokens'],
  ])('bounds the output in the words of its version: %s', async (apiVersion, field) => {
    const provider = await connect({ apiVersion })
    const request = { messages: [userMessage('hello')], options: { maxOutputTokens: 9n } }
    await readAnswer(provider.open(targetedCall({ request })))
    expect((await upstream.request(0)).json[field]).toBe(9)
  })
})

describe('createAzureProvider', () => {
  it.each([undefined, '2024-10-21'])('takes nothing from the environment (version %s)', async (apiVersion) => {
    for (const [name, value] of Object.entries({
      OPENAI_BASE_URL: 'http://127.0.0.1:1/leaked',
      OPENAI_API_KEY: 'leaked',
      OPENAI_API_VERSION: 'leaked',
      OPENAI_CUSTOM_HEADERS: 'x-leaked: leaked',
      OPENAI_ORG_ID: 'leaked',
      OPENAI_PROJECT_ID: 'leaked',
      AZURE_OPENAI_API_KEY: 'leaked',
      AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:1/leaked',
    })) {
      vi.stubEnv(name, value)
    }
    const { path, headers } = await sent(apiVersion === undefined ? {} : { apiVersion })
    expect(path + JSON.stringify(headers)).not.toContain('leaked')
  })

  it.each([AZURE_KEY, BEARER])(
    'refuses a secret that no header can carry, without repeating it: $kind',
    async ({ kind }) => {
      const secret = new Secret('secret\nkey')
      const authentication =
        kind === 'api_key' ? { kind, key: secret } : { kind: 'bearer_token' as const, token: secret }
      await expect(connect({ authentication })).rejects.toThrow(
        /^(?!.*secret)The key or token of the provider "played"/s,
      )
    },
  )

  it.each(['http://login.test', 'login.test', ''])(
    'refuses the authority "%s", since tokens would travel in clear',
    async (host) => {
      const cloud = { scope: 'scope', authorityHost: host, disableInstanceDiscovery: true }
      const authentication: AzureAuthentication = { kind: 'entra', credential: { kind: 'default' }, cloud }
      await expect(connect({ authentication })).rejects.toThrow('must be an address that begins with https://')
    },
  )

  it('keeps regions apart, each with its own address and key', async () => {
    const west = await startUpstream((exchange) => exchange.sendJson(503, {}))
    const other: AzureAuthentication = { kind: 'api_key', key: new Secret('key-of-the-west') }
    const inWest = await azureProvider(west.url, { name: 'azure/westeurope', authentication: other })
    providers.push(inWest)
    const inEast = await connect({ name: 'azure/eastus' })
    expect([inEast.name, inWest.name]).toEqual(['azure/eastus', 'azure/westeurope'])
    expect((await readAnswer(inEast.open(targetedCall({ provider: 'azure/eastus' })))).text).toBe('Hello')
    const { error } = await readAnswer(inWest.open(targetedCall({ provider: 'azure/westeurope' })))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE', metadata: { provider: 'azure/westeurope' } })
    expect((await west.request(0)).headers['api-key']).toBe('key-of-the-west')
    expect(upstream.requests).toHaveLength(1)
    await west.close()
  })

  it('gives no list of models, since that of Azure names no deployments', async () => {
    expect(await connect()).not.toHaveProperty('listModels')
  })

  it('keeps the key out of errors that repeat it', async () => {
    upstream.play((exchange) =>
      exchange.sendJson(401, { error: { code: 'azure-key-0123456789', message: 'azure-key-0123456789' } }),
    )
    const { error } = await readAnswer((await connect()).open(targetedCall()))
    expect(error?.reasonName).toBe('UPSTREAM_AUTH')
    expect(JSON.stringify([error, error?.message, String(error?.cause)])).not.toContain('azure-key')
    expect(upstream.requests).toHaveLength(1)
  })
})
