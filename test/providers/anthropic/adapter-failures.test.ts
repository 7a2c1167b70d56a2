import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAnthropicProvider } from '../../../src/providers/anthropic/adapter.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { ACCOUNT_KEY, accountAt } from '../../support/account.ts'
import {
  anthropicError,
  blockEvents,
  messageEnd,
  messageStart,
  playMessageStream,
  playMessages,
  sendMessageEvents,
} from '../../support/anthropic-wire.ts'
import { targetedCall } from '../../support/call.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamHandler } from '../../support/upstream.ts'

let upstream: Upstream
let provider: Provider

beforeEach(async () => {
  upstream = await startUpstream(() => {})
  provider = await createAnthropicProvider(accountAt(upstream.url))
})

afterEach(async () => {
  await provider.close()
  await upstream.close()
})

function answerTo(handler: UpstreamHandler, streaming: boolean) {
  upstream.play(handler)
  return readAnswer(provider.open(targetedCall({ streaming })))
}

const text = blockEvents(0, { type: 'text', text: '' }, [{ type: 'text_delta', text: 'Hi' }])

describe('an answer that is cut', () => {
  it.each(['reset', 'hangUp'] as const)('is truncated when the connection goes within the stream (%s)', async (way) => {
    const { error, ending } = await answerTo(async (exchange) => {
      exchange.startEvents()
      await sendMessageEvents(exchange, [messageStart(), ...text, ...messageEnd('end_turn').slice(0, 1)])
      exchange[way]()
    }, true)
    expect(error).toMatchObject({ reasonName: 'STREAM_TRUNCATED' })
    expect(ending).toBeUndefined()
  })

  it('has no ending when the stream ends well but without message_stop', async () => {
    const {
      text: said,
      ending,
      error,
      batches,
    } = await answerTo(async (exchange) => {
      exchange.startEvents()
      await sendMessageEvents(exchange, [messageStart(), ...text, ...messageEnd('end_turn').slice(0, 1)])
      exchange.end()
    }, true)
    expect({ said, ending, error }).toEqual({ said: 'Hi', ending: undefined, error: undefined })
    expect(batches.flat().at(-1)).toMatchObject({ case: 'usage', value: { outputTokens: 5n } })
  })

  it('is malformed when it is whole but not complete', async () => {
    const { error } = await answerTo((exchange) => exchange.sendJson(200, messageStart().message), false)
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })
})

describe('a caller that leaves', () => {
  it('closes the connection at once, with the reason of the leaving', async () => {
    const second = Promise.withResolvers<void>()
    upstream.play((exchange) =>
      playMessageStream(exchange, { texts: ['Hel', 'lo'] }, (at) => (at === 1 ? second.promise : undefined)),
    )
    const caller = new AbortController()
    const reason = new Error('left')
    const events = provider.open(targetedCall({ streaming: true, signal: caller.signal }))[Symbol.asyncIterator]()
    await events.next()
    caller.abort(reason)
    const rest = (async () => {
      while (!(await events.next()).done);
    })()
    await expect(rest).rejects.toBe(reason)
    await (await upstream.request(0)).closed
    second.resolve()
  })
})

describe('a complete answer', () => {
  it('leaves the connection to the next call', async () => {
    for (let call = 0; call < 8; call += 1) {
      await answerTo((exchange) => playMessages(exchange, { texts: ['Hi'] }), true)
    }
    expect(upstream.acceptedSockets).toBeLessThanOrEqual(2)
  })
})

describe('a refusal', () => {
  it.each<[number, string, string | undefined, string | undefined, string]>([
    [400, 'invalid_request_error', undefined, undefined, 'UPSTREAM_REJECTED'],
    [400, 'invalid_request_error', undefined, 'prompt is too long: 9 tokens > 8 maximum', 'CONTEXT_LENGTH'],
    [
      400,
      'invalid_request_error',
      undefined,
      'input length and `max_tokens` exceed context limit: 9',
      'CONTEXT_LENGTH',
    ],
    [400, 'invalid_request_error', undefined, 'Your credit balance is too low to access the API', 'UPSTREAM_QUOTA'],
    [400, 'invalid_request_error', undefined, 'You have reached your specified API usage limits.', 'UPSTREAM_QUOTA'],
    [401, 'authentication_error', undefined, undefined, 'UPSTREAM_AUTH'],
    [402, 'billing_error', undefined, undefined, 'UPSTREAM_QUOTA'],
    [403, 'permission_error', undefined, undefined, 'UPSTREAM_FORBIDDEN'],
    [404, 'not_found_error', undefined, undefined, 'MODEL_NOT_FOUND'],
    [409, 'conflict_error', undefined, undefined, 'UPSTREAM_CONFLICT'],
    [413, 'request_too_large', undefined, undefined, 'UPSTREAM_REJECTED'],
    [429, 'rate_limit_error', undefined, undefined, 'UPSTREAM_RATE_LIMITED'],
    [429, 'rate_limit_error', 'ramp_limit_exceeded', undefined, 'UPSTREAM_RATE_LIMITED'],
    [429, 'rate_limit_error', 'enforced_spend_limit_reached', undefined, 'UPSTREAM_QUOTA'],
    [429, 'rate_limit_error', 'contract_spend_limit_reached', undefined, 'UPSTREAM_QUOTA'],
    [402, 'billing_error', 'linked_organization_spend_limit_reached', undefined, 'UPSTREAM_QUOTA'],
    [500, 'api_error', undefined, undefined, 'UPSTREAM_UNAVAILABLE'],
    [504, 'timeout_error', undefined, undefined, 'UPSTREAM_UNAVAILABLE'],
    [529, 'overloaded_error', undefined, undefined, 'UPSTREAM_UNAVAILABLE'],
  ])('of %d %s %s %s is %s', async (status, type, code, message, reasonName) => {
    const body = anthropicError(type, code === undefined ? null : { error_code: code }, message)
    const headers = { 'request-id': 'req_9', 'retry-after': '7' }
    const { error } = await answerTo((exchange) => exchange.sendJson(status, body, headers), true)
    expect(error).toMatchObject({
      reasonName,
      retryAfterMs: reasonName === 'UPSTREAM_QUOTA' ? undefined : 7000,
      metadata: {
        http_status: String(status),
        upstream_code: code ?? type,
        upstream_request_id: 'req_9',
        provider: 'played',
        model: 'model-1',
      },
    })
  })

  it('keeps the key and the words of the vendor out of the error', async () => {
    const body = anthropicError(ACCOUNT_KEY, { error_code: ACCOUNT_KEY }, `secret words, ${ACCOUNT_KEY}`)
    const { error } = await answerTo((exchange) => exchange.sendJson(401, body, { 'request-id': ACCOUNT_KEY }), false)
    const told = JSON.stringify([error?.message, error?.metadata, String(error?.cause), error?.stack])
    expect(told).not.toMatch(/secret words/)
    expect(told).not.toContain(ACCOUNT_KEY)
  })

  it('inside a stream ends it with its reason', async () => {
    const { text: said, error } = await answerTo(async (exchange) => {
      exchange.startEvents()
      await sendMessageEvents(exchange, [messageStart(), ...text, anthropicError('overloaded_error')])
      exchange.end()
    }, true)
    expect(said.length).toBeLessThanOrEqual(2)
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE', metadata: { upstream_code: 'overloaded_error' } })
  })
})
