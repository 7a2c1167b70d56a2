import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { toGeminiRequest } from '../../src/providers/gemini/request.ts'
import { targetedCall } from '../support/call.ts'
import { geminiProvider } from '../support/gemini-wire.ts'
import { openAIProvider } from '../support/openai-provider.ts'
import { chatCompletion, chatDelta, chatUsageChunk, errorBody, playChat } from '../support/openai-wire.ts'
import { usePlayedProvider } from '../support/played-provider.ts'
import { readAnswer } from '../support/provider-answer.ts'
import { eventText, openUpstream } from '../support/upstream.ts'

const ANSWER = { texts: ['Hel', 'lo'], inputTokens: 7, outputTokens: 2 }

describe('a server that does strange things', () => {
  const played = usePlayedProvider()

  it.each([true, false])('is told that nobody asked it to compress (streaming: %s)', async (streaming) => {
    const body = gzipSync(streaming ? eventText(chatDelta({ content: 'Hi' })) : JSON.stringify(chatCompletion(ANSWER)))
    const type = streaming ? 'text/event-stream' : 'application/json'
    const ask = streaming ? played.stream : played.unary
    const { error } = await ask(({ response }) => {
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' })
      response.end(body)
    })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED', message: expect.stringContaining('compressed') })
    expect(played.upstream.requests[0]?.headers['accept-encoding']).toBeUndefined()
  })

  it('may say that it processes, and hint, before it answers', async () => {
    const { text, error } = await played.stream(async (exchange) => {
      exchange.response.writeProcessing()
      exchange.response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      await playChat(exchange, ANSWER)
    })
    expect(error).toBeUndefined()
    expect(text).toBe('Hello')
  })

  it('may add trailers to its chunks, and send them byte by byte', async () => {
    const { text, error } = await played.unary(async ({ response, sendBytes }) => {
      response.writeHead(200, { 'content-type': 'application/json', trailer: 'x-sum' })
      for (const byte of Buffer.from(JSON.stringify(chatCompletion(ANSWER)))) await sendBytes(Uint8Array.of(byte))
      response.addTrailers({ 'x-sum': '1' })
      response.end()
    })
    expect(error).toBeUndefined()
    expect(text).toBe('Hello')
  })

  it.each([200, 429])('may begin its JSON with a byte order mark (status %s)', async (status) => {
    const json = status === 200 ? chatCompletion(ANSWER) : errorBody('insufficient_quota', 'x')
    const { text, error } = await played.unary((exchange) =>
      exchange.sendText(status, 'application/json', `\uFEFF${JSON.stringify(json)}`),
    )
    expect(status === 200 ? text : error?.reasonName).toBe(status === 200 ? 'Hello' : 'UPSTREAM_QUOTA')
  })

  it('may count from the first chunk on: the count behind the end is the one that is told', async () => {
    const early = { ...chatDelta({ content: 'Hi' }), usage: { prompt_tokens: 7, completion_tokens: 0 } }
    const { ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(early)
      await exchange.sendEvent(chatDelta({}, 'stop'))
      await exchange.sendEvent(chatUsageChunk({ inputTokens: 7, outputTokens: 2 }))
      await exchange.sendEvent('[DONE]')
      exchange.end()
    })
    expect(ending?.usage).toMatchObject({ inputTokens: 7n, outputTokens: 2n })
  })

  it('may answer 200 with an error to a question for vectors', async () => {
    played.upstream.play((exchange) => exchange.sendJson(200, errorBody('rate_limit_exceeded', 'requests')))
    const asked = played.provider.embed?.(targetedCall(), { inputs: ['a'], dimensions: undefined })
    await expect(asked).rejects.toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED' })
  })
})

describe('a request that waits for a connection', () => {
  it('is forgotten with an abort: it never reaches the server, and costs no connection', async () => {
    const upstream = await openUpstream(() => {})
    const provider = await openAIProvider(upstream.url, { limits: { maxConnections: 1 } })
    const first = readAnswer(provider.open(targetedCall()))
    const held = await upstream.request(0)
    const abandoned = [1, 2, 3].map(() => abandon(provider))
    for (const { error } of await Promise.all(abandoned)) expect(error).toMatchObject({ reasonName: 'CALL_CANCELLED' })
    const last = readAnswer(provider.open(targetedCall()))
    await playChat(held, ANSWER)
    await playChat(await upstream.request(1), ANSWER)
    expect((await Promise.all([first, last])).map(({ text }) => text)).toEqual(['Hello', 'Hello'])
    expect(upstream.acceptedSockets).toBe(1)
    expect(upstream.requests).toHaveLength(2)
    await provider.close()
  })

  function abandon(provider: Awaited<ReturnType<typeof openAIProvider>>) {
    const controller = new AbortController()
    const answer = readAnswer(provider.open(targetedCall({ signal: controller.signal })))
    setImmediate(() => controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'gone')))
    return answer
  }
})

describe('a name of a model', () => {
  it.each(['.\t./.\t./v1beta/x', 'a\nb', 'a b', '../x', 'a?b', 'a#b', 'a%2fb', 'a\\b', '\u0000'])(
    'never becomes another address: %j',
    async (model) => {
      const upstream = await openUpstream(() => {})
      const provider = await geminiProvider(upstream.url)
      const { error } = await readAnswer(provider.open(targetedCall({ model })))
      expect(error).toMatchObject({ reasonName: 'MODEL_NOT_FOUND' })
      expect(upstream.requests).toEqual([])
      await provider.close()
    },
  )
})

describe('a conversation of many pictures', () => {
  it('is warned of once for what is left out of all', () => {
    const source = { case: 'url' as const, value: 'https://example.org/a.png' }
    const picture = { content: { case: 'image' as const, value: { source, detail: 'low' } } }
    const messages = Array.from({ length: 1000 }, () => ({ role: Role.USER, parts: Array(10).fill(picture) }))
    const { warnings } = toGeminiRequest(targetedCall({ request: { messages } }))
    expect(warnings).toEqual(['messages[0].parts[0].image.detail was not sent: Gemini does not have it.'])
  })
})
