import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { createFoundryAnthropicProvider } from '../../../src/providers/azure/foundry-adapter.ts'
import type { AzureAuthentication, VendorOptions } from '../../../src/providers/options.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { accountAt } from '../../support/account.ts'
import { AZURE_KEY } from '../../support/azure-provider.ts'
import { targetedCall } from '../../support/call.ts'
import { type Entra, entraAuthentication, startEntra } from '../../support/entra.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamExchange } from '../../support/upstream.ts'

const BEARER: AzureAuthentication = { kind: 'bearer_token', token: new Secret('bearer-0123456789') }
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 5 },
}
const providers: Provider[] = []
let upstream: Upstream
let entra: Entra

beforeEach(async () => {
  entra = await startEntra()
  upstream = await startUpstream((exchange) =>
    exchange.path.endsWith('/count_tokens')
      ? exchange.sendJson(200, { input_tokens: 12 })
      : exchange.sendJson(200, MESSAGE),
  )
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
  await entra.close()
})

async function connect(authentication: AzureAuthentication, base = '', options: VendorOptions = {}): Promise<Provider> {
  const azure = { apiVersion: undefined, authentication }
  const account = accountAt(upstream.url + base, { apiKey: undefined, options: { ...options, azure } })
  const provider = await createFoundryAnthropicProvider(account, entra.requests)
  providers.push(provider)
  return provider
}

/** The request that a call becomes. */
async function sent(authentication: AzureAuthentication, base?: string, options?: VendorOptions) {
  const provider = await connect(authentication, base, options)
  const { text, error } = await readAnswer(provider.open(targetedCall({ model: 'my-claude' })))
  expect({ text, error }).toEqual({ text: 'Hello', error: undefined })
  return upstream.request(upstream.requests.length - 1)
}

describe('Claude on Foundry', () => {
  it.each(['', '/anthropic', '/anthropic/', '/anthropic/v1'])('is reached by the base URL "…%s"', async (base) => {
    const { path, json } = await sent(AZURE_KEY, base)
    expect({ path, model: json.model }).toEqual({ path: '/anthropic/v1/messages', model: 'my-claude' })
  })

  it('is sent the key as Foundry wants it, and nothing about the machine', async () => {
    const { headers } = await sent(AZURE_KEY)
    expect(headers).toMatchObject({ 'x-api-key': 'azure-key-0123456789', 'anthropic-version': '2026-10-21' })
    expect(headers).not.toHaveProperty('authorization')
    expect(headers).not.toHaveProperty('api-key')
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([])
  })

  it('is sent a token that somebody else renews', async () => {
    const { headers } = await sent(BEARER)
    expect(headers.authorization).toBe('Bearer bearer-0123456789')
    expect(headers).not.toHaveProperty('x-api-key')
  })

  it('is sent a token of Entra ID, and another one when it is refused', async () => {
    upstream.play((exchange: UpstreamExchange) => {
      if (exchange.headers.authorization === 'Bearer entra-token-2') exchange.sendJson(200, MESSAGE)
      else exchange.sendJson(401, { type: 'error', error: { type: 'authentication_error', message: 'expired' } })
    })
    const { headers } = await sent(entraAuthentication(entra.cloud))
    expect(headers.authorization).toBe('Bearer entra-token-2')
    expect(headers).not.toHaveProperty('x-api-key')
    expect(upstream.requests).toHaveLength(2)
  })

  it('speaks the configured version', async () => {
    const { headers } = await sent(AZURE_KEY, '', { anthropic: { version: '2023-06-01' } })
    expect(headers['anthropic-version']).toBe('2023-06-01')
  })

  it('counts tokens, and has neither a list of models nor vectors', async () => {
    const provider = await connect(AZURE_KEY)
    expect(await provider.countTokens?.(targetedCall())).toMatchObject({ inputTokens: 12n })
    expect((await upstream.request(0)).path).toBe('/anthropic/v1/messages/count_tokens')
    expect(provider).not.toHaveProperty('listModels')
    expect(provider).not.toHaveProperty('embed')
  })

  it('takes nothing from the environment', async () => {
    for (const [name, value] of Object.entries({
      ANTHROPIC_FOUNDRY_RESOURCE: 'leaked',
      ANTHROPIC_FOUNDRY_API_KEY: 'leaked',
      ANTHROPIC_FOUNDRY_BASE_URL: 'http://127.0.0.1:1/leaked',
      ANTHROPIC_API_KEY: 'leaked',
      ANTHROPIC_AUTH_TOKEN: 'leaked',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1/leaked',
      ANTHROPIC_CUSTOM_HEADERS: 'x-leaked: leaked',
    })) {
      vi.stubEnv(name, value)
    }
    const { path, headers } = await sent(AZURE_KEY)
    expect(path + JSON.stringify(headers)).not.toContain('leaked')
  })

  it('keeps the key out of errors that repeat it', async () => {
    upstream.play((exchange) =>
      exchange.sendJson(401, { error: { type: 'azure-key-0123456789', message: 'azure-key-0123456789' } }),
    )
    const { error } = await readAnswer((await connect(AZURE_KEY)).open(targetedCall()))
    expect(error?.reasonName).toBe('UPSTREAM_AUTH')
    expect(JSON.stringify([error, error?.message, String(error?.cause)])).not.toContain('azure-key')
  })
})
