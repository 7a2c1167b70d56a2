import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Provider } from '../../../src/providers/provider.ts'
import { azureProvider } from '../../support/azure-provider.ts'
import { targetedCall } from '../../support/call.ts'
import { chatDelta, chatUsageChunk } from '../../support/openai-wire.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamHandler } from '../../support/upstream.ts'

const SAFE = { hate: { filtered: false, severity: 'safe' }, violence: { filtered: false, severity: 'safe' } }
const PROMPT_FILTER = [{ prompt_index: 0, content_filter_results: SAFE }]

const providers: Provider[] = []
let upstream: Upstream

beforeEach(async () => {
  upstream = await startUpstream(() => {})
})

afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

async function ask(api: 'chat' | 'responses', streaming: boolean, play: UpstreamHandler, apiVersion?: string) {
  upstream.play(play)
  const provider = await azureProvider(upstream.url, { api: () => api, ...(apiVersion ? { apiVersion } : {}) })
  providers.push(provider)
  return readAnswer(provider.open(targetedCall({ streaming })))
}

function playing(...chunks: unknown[]): UpstreamHandler {
  return async (exchange) => {
    exchange.startEvents()
    for (const chunk of chunks) await exchange.sendEvent(chunk)
    exchange.end()
  }
}

describe('a stream of Azure', () => {
  it('begins with what the filter says of the prompt, in a chunk without choices', async () => {
    const filter = { id: '', model: '', object: '', created: 0, choices: [], prompt_filter_results: PROMPT_FILTER }
    const chunk = chatDelta({ content: 'Hello' }, null, 'gpt-4o-2024-08-06')
    const { text, ending } = await ask(
      'chat',
      true,
      playing(
        filter,
        chunk,
        chatDelta({}, 'stop', 'gpt-4o-2024-08-06'),
        chatUsageChunk({ model: 'gpt-4o-2024-08-06' }),
        '[DONE]',
      ),
    )
    expect(text).toBe('Hello')
    expect(ending).toMatchObject({ finishReason: FinishReason.STOP, model: 'gpt-4o-2024-08-06' })
    expect(ending?.usage?.inputTokens).toBe(3n)
  })

  it('tells filter results between the texts, in choices without a delta or with an empty one', async () => {
    const offsets = { check_offset: 0, start_offset: 0, end_offset: 5 }
    const bare = { index: 0, finish_reason: null, content_filter_results: SAFE, content_filter_offsets: offsets }
    const { text, ending } = await ask(
      'chat',
      true,
      playing(
        chatDelta({ content: 'Hel' }),
        { model: '', choices: [bare] },
        { model: '', choices: [{ ...bare, delta: {} }] },
        chatDelta({ content: 'lo' }),
        chatDelta({}, 'stop'),
        '[DONE]',
      ),
    )
    expect({ text, reason: ending?.finishReason }).toEqual({ text: 'Hello', reason: FinishReason.STOP })
  })

  it('may be cut by the filter', async () => {
    const cut = { index: 0, delta: {}, finish_reason: 'content_filter', content_filter_results: SAFE }
    const { text, ending } = await ask(
      'chat',
      true,
      playing(chatDelta({ content: 'Hel' }), { choices: [cut] }, '[DONE]'),
    )
    expect({ text, reason: ending?.finishReason }).toEqual({ text: 'Hel', reason: FinishReason.CONTENT_FILTER })
  })

  it('may be cut by the filter when it goes by Responses', async () => {
    const { text, ending } = await ask(
      'responses',
      true,
      playing(
        { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Hel' },
        {
          type: 'response.incomplete',
          response: {
            status: 'incomplete',
            model: 'gpt-5-mini-2025-08-07',
            incomplete_details: { reason: 'content_filter' },
            content_filters: [{ blocked: true, source_type: 'completion' }],
          },
        },
      ),
    )
    expect({ text, reason: ending?.finishReason }).toEqual({ text: 'Hel', reason: FinishReason.CONTENT_FILTER })
  })
})

describe('a whole answer of Azure', () => {
  it('has no message when the filter blocked it', async () => {
    const choice = { index: 0, finish_reason: 'content_filter', content_filter_results: SAFE }
    const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 }
    const { text, error, ending } = await ask('chat', false, (exchange) =>
      exchange.sendJson(200, {
        model: 'gpt-4o-2024-08-06',
        choices: [choice],
        prompt_filter_results: PROMPT_FILTER,
        usage,
      }),
    )
    expect({ text, error }).toEqual({ text: '', error: undefined })
    expect(ending).toMatchObject({ finishReason: FinishReason.CONTENT_FILTER, rawFinishReason: 'content_filter' })
    expect(ending?.usage?.outputTokens).toBe(4n)
  })

  it.each(['chat', 'responses'] as const)('is an error when it says so under the status 200 (%s)', async (api) => {
    const { error } = await ask(api, false, (exchange) =>
      exchange.sendJson(200, { error: { code: 'content_filter', message: 'secret words', status: 400 } }),
    )
    expect(error).toMatchObject({ reasonName: 'CONTENT_FILTER' })
    expect(error?.message).not.toContain('secret')
  })
})

describe('vectors of Azure', () => {
  const vectors = {
    data: [{ index: 0, embedding: [0.5, 1] }],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 2 },
  }

  it.each([
    [undefined, '/openai/v1/embeddings'],
    ['2024-10-21', '/openai/deployments/my-vectors/embeddings?api-version=2024-10-21'],
  ])('come of the deployment (version %s)', async (apiVersion, path) => {
    upstream.play((exchange) => exchange.sendJson(200, vectors))
    const provider = await azureProvider(upstream.url, apiVersion === undefined ? {} : { apiVersion })
    providers.push(provider)
    const ending = await provider.embed?.(targetedCall({ model: 'my-vectors' }), {
      inputs: ['hello'],
      dimensions: undefined,
    })
    expect(ending).toMatchObject({ vectors: [[0.5, 1]], model: 'text-embedding-3-small' })
    const request = await upstream.request(0)
    expect({ path: request.path, model: request.json.model }).toEqual({ path, model: 'my-vectors' })
  })
})
