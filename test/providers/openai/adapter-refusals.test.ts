import { describe, expect, it } from 'vitest'
import { chatCompletion, chatDelta, errorBody } from '../../support/openai-wire.ts'
import { usePlayedProvider } from '../../support/played-provider.ts'
import { startUpstream } from '../../support/upstream.ts'

const played = usePlayedProvider()

describe('an answer that is not of the protocol', () => {
  const html = '<html>It works</html>'

  it.each([true, false])('is malformed when it is a page of HTML (streaming: %s)', async (streaming) => {
    const { error } = await (streaming ? played.stream : played.unary)((exchange) =>
      exchange.sendText(200, 'text/html', html),
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    expect(JSON.stringify([error?.message, error?.metadata, String(error?.cause)])).not.toContain('works')
    expect(String(error?.cause)).toMatch(/21 bytes, SHA-256 [0-9a-f]{64}/)
  })

  it.each(['', '{"choices":[{"mess', '[]', 'null', '{}', '{"choices":[]}'])(
    'is malformed when the JSON is %j',
    async (body) => {
      const { error } = await played.unary((exchange) => exchange.sendText(200, 'application/json', body))
      expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED', policy: { retry: 'once', fallback: true } })
    },
  )

  it('is malformed when it is empty with the status 204', async () => {
    const { error } = await played.unary(({ response }) => void response.writeHead(204).end())
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })

  it('is malformed when an event is no JSON', async () => {
    const { error } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent('{"choices":[{"delta":{"content":"secret')
      exchange.end()
    })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    expect(`${error?.message}${String(error?.cause)}`).not.toContain('secret')
  })

  it('is read all the same when a streaming request is answered with one JSON object', async () => {
    const { text, ending } = await played.stream((exchange) =>
      exchange.sendJson(200, chatCompletion({ texts: ['Hello'] })),
    )
    expect({ text, raw: ending?.rawFinishReason }).toEqual({ text: 'Hello', raw: 'stop' })
  })
})

describe('an answer that is too large', () => {
  it('is refused when one event is', async () => {
    const { error } = await played.stream(async (exchange) => {
      exchange.startEvents()
      while (!exchange.socket.destroyed) await exchange.sendBytes(`data: ${'x'.repeat(10_000)}`)
    })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_TOO_LARGE', metadata: { limit_bytes: '65536' } })
    await (await played.upstream.request(0)).closed
  })

  it.each([true, false])('is refused when the whole is (streaming: %s)', async (streaming) => {
    const { error } = await (streaming ? played.stream : played.unary)(async (exchange) => {
      exchange.response.writeHead(200, { 'content-type': streaming ? 'text/event-stream' : 'application/json' })
      while (!exchange.socket.destroyed)
        await exchange.sendBytes(`data: {"choices":[],"pad":"${'x'.repeat(10_000)}"}\n\n`)
    })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_TOO_LARGE', metadata: { limit_bytes: '1048576' } })
    await (await played.upstream.request(0)).closed
  })
})

describe('a refusal with a status', () => {
  it('keeps the key and the words of the vendor out of the error', async () => {
    const { error } = await played.unary((exchange) =>
      exchange.sendJson(
        401,
        errorBody('test-key-1234567890', 'invalid_request_error', 'Incorrect API key: test-key-1234567890'),
        {
          'x-request-id': 'test-key-1234567890',
        },
      ),
    )
    expect(error).toMatchObject({
      reasonName: 'UPSTREAM_AUTH',
      metadata: { http_status: '401', provider: 'played', model: 'model-1' },
    })
    expect(JSON.stringify([error?.message, error?.metadata, String(error?.cause)])).not.toMatch(/test-key|Incorrect/)
  })

  it('tells the request id unless it is something else', async () => {
    const reply = (id: string) => played.unary((exchange) => exchange.sendJson(500, {}, { 'x-request-id': id }))
    expect((await reply('req_1a2b')).error?.metadata).toMatchObject({ upstream_request_id: 'req_1a2b' })
    expect((await reply('a b\u0009<script>')).error?.metadata).not.toHaveProperty('upstream_request_id')
  })

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after-ms': '1500', 'retry-after': '1' }, 1500],
    [{}, undefined],
  ])('hears how long to wait: %j', async (headers, retryAfterMs) => {
    const { error } = await played.unary((exchange) =>
      exchange.sendJson(429, errorBody('rate_limit_exceeded', 'requests'), headers as Record<string, string>),
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED', retryAfterMs })
  })

  it('follows no redirect', async () => {
    const elsewhere = await startUpstream((exchange) => exchange.sendJson(200, chatCompletion({ texts: ['stolen'] })))
    const { error } = await played.unary(
      ({ response }) => void response.writeHead(307, { location: `${elsewhere.url}/v1/chat/completions` }).end(),
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_PRECONDITION', metadata: { http_status: '307' } })
    expect(elsewhere.acceptedSockets).toBe(0)
    await elsewhere.close()
  })

  it('counts though its body is cut', async () => {
    const { error } = await played.unary(({ response, reset }) => {
      response.writeHead(503, { 'content-length': '100' })
      response.write('x', () => setImmediate(reset))
    })
    expect(error?.reasonName).toMatch(/UPSTREAM_UNAVAILABLE/)
  })
})

describe('an error inside an answer', () => {
  it.each([
    [{ error: { type: 'insufficient_quota', code: 'insufficient_quota' } }, 'UPSTREAM_QUOTA'],
    [{ error: { code: 429, message: 'slow' } }, 'UPSTREAM_RATE_LIMITED'],
    [{ error: { type: 'server_error' } }, 'UPSTREAM_UNAVAILABLE'],
    [{ error: { message: 'something' } }, 'UPSTREAM_ERROR'],
    [{ error: 'something' }, 'UPSTREAM_ERROR'],
    [{ choices: [{ index: 0, delta: {}, finish_reason: 'error', error: { code: 502 } }] }, 'UPSTREAM_UNAVAILABLE'],
  ])('goes by the same table: %j', async (event, reasonName) => {
    const { error, text } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }))
      await exchange.sendEvent(event)
      exchange.end()
    })
    expect(error).toMatchObject({ reasonName, metadata: { provider: 'played' } })
    expect('Hi'.startsWith(text)).toBe(true)
    const whole = await played.unary((exchange) => exchange.sendJson(200, event))
    expect(whole.error).toMatchObject({ reasonName })
  })
})
