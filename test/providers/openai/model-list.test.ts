import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOpenAIProvider } from '../../../src/providers/openai/adapter.ts'
import { COMPATIBLE } from '../../../src/providers/openai/kinds.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { accountAt } from '../../support/account.ts'
import { errorBody } from '../../support/openai-wire.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

let upstream: Upstream
let provider: Provider

beforeEach(async () => {
  upstream = await startUpstream(() => {})
  provider = await createOpenAIProvider(accountAt(`${upstream.url}/v1`), COMPATIBLE)
})

afterEach(async () => {
  await provider.close()
  await upstream.close()
})

function list(json: unknown, status = 200) {
  upstream.play((exchange) => exchange.sendJson(status, json))
  return provider.listModels?.(new AbortController().signal)
}

describe('listModels', () => {
  it('asks with the key, by GET', async () => {
    await list({ data: [] })
    expect(await upstream.request(0)).toMatchObject({
      method: 'GET',
      path: '/v1/models',
      headers: { authorization: 'Bearer test-key-1234567890' },
    })
  })

  it('tells what each server tells of a model', async () => {
    const data = [
      { id: 'gpt-5-mini', object: 'model', owned_by: 'openai' },
      { id: 'openai/gpt-5', context_length: 400_000, top_provider: { max_completion_tokens: 128_000 } },
      { id: 'Qwen/Qwen3-8B', max_model_len: 40_960 },
      { id: 'llama-3.3-70b', context_window: 131_072, max_completion_tokens: 32_768 },
      { id: 'mistral-small-latest', max_context_length: 131_072, top_provider: null },
    ]
    expect(await list({ object: 'list', data })).toEqual([
      { name: 'gpt-5-mini' },
      { name: 'openai/gpt-5', contextWindow: 400_000n, maxOutputTokens: 128_000n },
      { name: 'Qwen/Qwen3-8B', contextWindow: 40_960n },
      { name: 'llama-3.3-70b', contextWindow: 131_072n, maxOutputTokens: 32_768n },
      { name: 'mistral-small-latest', contextWindow: 131_072n },
    ])
  })

  it('leaves out what has no name, and sizes that cannot be', async () => {
    const sizes = [-1, 0, 1.5, '4096', 2 ** 60, null]
    const data = [null, 7, {}, { id: '' }, ...sizes.map((size) => ({ id: 'a', context_length: size }))]
    expect(await list({ data })).toEqual(sizes.map(() => ({ name: 'a' })))
  })

  it.each([{}, { data: null }, { data: 'x' }])('is malformed when there is no list: %j', async (json) => {
    await expect(list(json)).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })

  it('fails as every call does', async () => {
    await expect(list(errorBody('invalid_api_key', 'invalid_request_error'), 401)).rejects.toMatchObject({
      reasonName: 'UPSTREAM_AUTH',
    })
  })
})
