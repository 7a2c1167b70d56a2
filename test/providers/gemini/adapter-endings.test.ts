import { describe, expect, it } from 'vitest'
import { ACCOUNT_KEY } from '../../support/account.ts'
import { geminiChunk, geminiError, geminiTokens } from '../../support/gemini-wire.ts'
import type { UpstreamHandler } from '../../support/upstream.ts'
import { usePlayedGemini } from './played-gemini.ts'

const played = usePlayedGemini()
const stream = (handler: UpstreamHandler) => played.ask(handler, { streaming: true })

const hello = geminiChunk([{ text: 'Hel' }])
const last = geminiChunk([{ text: 'lo' }], { finish: 'STOP', usage: geminiTokens() })

describe('an answer that is cut', () => {
  it.each(['reset', 'hangUp'] as const)('is truncated when the connection goes within the stream (%s)', async (way) => {
    const { error, ending } = await stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(hello)
      exchange[way]()
    })
    expect(error).toMatchObject({ reasonName: 'STREAM_TRUNCATED' })
    expect(ending).toBeUndefined()
  })

  it('is truncated when the connection goes within a whole answer', async () => {
    const { error } = await played.ask(({ response, reset }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"candidates":[', () => reset())
    })
    expect(error).toMatchObject({ reasonName: 'STREAM_TRUNCATED' })
  })

  it.each([
    ['the stream ends well but without a finish reason', ''],
    ['the last event is cut in two', `data: ${JSON.stringify(last).slice(0, -9)}`],
    ['[DONE] comes without a finish reason', 'data: [DONE]\n\n'],
  ])('has no ending when %s', async (_, tail) => {
    const { text, ending, error } = await stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(hello)
      if (tail) await exchange.sendBytes(tail)
      exchange.end()
    })
    expect({ text, ending, error }).toEqual({ text: 'Hel', ending: undefined, error: undefined })
  })

  it('has no ending when a whole answer has none', async () => {
    const { text, ending } = await played.ask((exchange) => exchange.sendJson(200, hello))
    expect({ text, ending }).toEqual({ text: 'Hel', ending: undefined })
  })
})

describe('an answer that is complete', () => {
  it('ends though the upstream keeps the connection open', async () => {
    const { text, ending } = await stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(hello)
      await exchange.sendEvent(last)
    })
    expect(text).toBe('Hello')
    expect(ending).toMatchObject({ rawFinishReason: 'STOP', usage: { inputTokens: 3n, outputTokens: 5n } })
    await (await played.upstream.request(0)).closed
  })

  it('has the usage that follows the finish reason', async () => {
    const { ending } = await stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(geminiChunk([{ text: 'Hi' }], { finish: 'STOP' }))
      await exchange.sendEvent(geminiChunk([], { usage: geminiTokens() }))
      exchange.end()
    })
    expect(ending).toMatchObject({ usage: { inputTokens: 3n, outputTokens: 5n } })
  })

  it('is read though a stream came as one array', async () => {
    const { text, ending } = await stream((exchange) => exchange.sendJson(200, [hello, last]))
    expect(text).toBe('Hello')
    expect(ending).toMatchObject({ rawFinishReason: 'STOP' })
  })
})

describe('an error', () => {
  const quota = { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId: 'RequestsPerDay' }] }
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' }
  const badKey = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }

  it.each([
    [400, 'INVALID_ARGUMENT', [], { reasonName: 'UPSTREAM_REJECTED' }],
    [400, 'INVALID_ARGUMENT', [badKey], { reasonName: 'UPSTREAM_AUTH' }],
    [400, 'FAILED_PRECONDITION', [], { reasonName: 'UPSTREAM_PRECONDITION' }],
    [403, 'PERMISSION_DENIED', [], { reasonName: 'UPSTREAM_FORBIDDEN' }],
    [404, 'NOT_FOUND', [], { reasonName: 'MODEL_NOT_FOUND' }],
    [429, 'RESOURCE_EXHAUSTED', [retry], { reasonName: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 34_400 }],
    [429, 'RESOURCE_EXHAUSTED', [quota, retry], { reasonName: 'UPSTREAM_QUOTA', retryAfterMs: undefined }],
    [500, 'INTERNAL', [], { reasonName: 'UPSTREAM_UNAVAILABLE' }],
    [503, 'UNAVAILABLE', [], { reasonName: 'UPSTREAM_UNAVAILABLE' }],
    [504, 'DEADLINE_EXCEEDED', [], { reasonName: 'UPSTREAM_UNAVAILABLE' }],
  ])('of status %s %s %j is told by its reason', async (status, word, details, expected) => {
    for (const streaming of [false, true]) {
      const body = geminiError(status, word, details)
      // Vertex AI answers streams by an array, errors too.
      const said = streaming ? [body] : body
      const { error } = await played.ask((exchange) => exchange.sendJson(status, said), { streaming })
      expect(error).toMatchObject(expected)
      expect(error?.metadata).toMatchObject({ http_status: String(status), provider: 'played', model: 'model-1' })
      expect(`${error?.message}${JSON.stringify(error)}`).not.toContain('secret words')
    }
  })

  it('within a stream is told by its reason', async () => {
    const { error } = await stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(hello)
      await exchange.sendEvent(geminiError(503, 'UNAVAILABLE'))
      exchange.end()
    })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE' })
  })

  it('within a whole answer is told by its reason', async () => {
    const { error } = await played.ask((exchange) => exchange.sendJson(200, geminiError(429, 'RESOURCE_EXHAUSTED')))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED' })
  })

  it('never repeats the key', async () => {
    const body = { error: { code: ACCOUNT_KEY, message: `bad key ${ACCOUNT_KEY}`, status: ACCOUNT_KEY } }
    const { error } = await played.ask((exchange) => exchange.sendJson(400, body))
    expect(`${error?.stack}${JSON.stringify(error)}${error?.cause}`).not.toContain(ACCOUNT_KEY)
  })

  it.each([
    ['text/html', '<html>secret words</html>'],
    ['application/json', '"secret words"'],
    ['text/event-stream', 'data: secret words\n\n'],
  ])('is what is not the protocol: %s', async (type, body) => {
    const { error } = await stream((exchange) => exchange.sendText(200, type, body))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    expect(`${error?.message}${error?.cause}`).not.toContain('secret words')
  })
})
