import { afterEach, describe, expect, it, vi } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import { gemini } from '../../../src/providers/gemini/definition.ts'
import { ACCOUNT_KEY, accountAt } from '../../support/account.ts'
import { targetedCall, userMessage } from '../../support/call.ts'
import { playGeminiStream } from '../../support/gemini-wire.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { PLAYED, usePlayedGemini } from './played-gemini.ts'

const played = usePlayedGemini()

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('createGeminiProvider', () => {
  it('is what the definition creates', async () => {
    const provider = await gemini.create(accountAt(played.upstream.url))
    expect(await readAnswer(provider.open(targetedCall()))).toMatchObject({ text: 'Hello' })
    await provider.close()
  })

  it('gives the same answer whole and streamed', async () => {
    const provider = await played.connect()
    const whole = await readAnswer(provider.open(targetedCall()))
    const streamed = await readAnswer(provider.open(targetedCall({ streaming: true })))
    expect(whole).toMatchObject({
      text: 'Hello',
      error: undefined,
      ending: { finishReason: FinishReason.STOP, model: 'model-1-001', usage: { inputTokens: 7n, outputTokens: 2n } },
    })
    expect(streamed.parts).toEqual(whole.parts)
    expect(streamed.ending).toEqual(whole.ending)
  })

  it('asks for the model by the address, with the body alike', async () => {
    const provider = await played.connect()
    for (const streaming of [false, true]) await readAnswer(provider.open(targetedCall({ streaming })))
    await readAnswer(provider.open(targetedCall({ model: 'tunedModels/mine' })))
    expect(played.upstream.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1beta/models/model-1:generateContent',
      'POST /v1beta/models/model-1:streamGenerateContent?alt=sse',
      'POST /v1beta/tunedModels/mine:generateContent',
    ])
    expect(played.upstream.requests.map(({ json }) => json)).toEqual(
      Array(3).fill({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] }),
    )
  })

  it('speaks the version that is configured', async () => {
    const provider = await played.connect({ options: { gemini: { apiVersion: 'v1' } } })
    await readAnswer(provider.open(targetedCall()))
    expect((await played.upstream.request(0)).path).toBe('/v1/models/model-1:generateContent')
  })

  it('begins to give a stream before its end', async () => {
    const first = Promise.withResolvers<void>()
    played.upstream.play((exchange) =>
      playGeminiStream(exchange, PLAYED, (index) => (index === 0 ? undefined : first.promise)),
    )
    const provider = await played.connect()
    const events = provider.open(targetedCall({ streaming: true }))[Symbol.asyncIterator]()
    expect((await events.next()).value.at(-1)).toMatchObject({ value: { delta: { value: 'Hel' } } })
    first.resolve()
    expect((await events.next()).value[0]).toMatchObject({ value: { delta: { value: 'lo' } } })
    await events.return?.()
  })

  it('sends the key and the configured headers, and nothing about the machine', async () => {
    const provider = await played.connect({ headers: { 'X-Team': 'blue' } })
    await readAnswer(provider.open(targetedCall()))
    const { headers, path, body } = await played.upstream.request(0)
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-goog-api-key': ACCOUNT_KEY,
      'x-team': 'blue',
      host: `127.0.0.1:${played.upstream.port}`,
      connection: 'keep-alive',
      'content-length': String(Buffer.byteLength(body)),
    })
    expect(path).not.toContain(ACCOUNT_KEY)
  })

  it('sends no key when there is none', async () => {
    const provider = await played.connect({ apiKey: undefined })
    await readAnswer(provider.open(targetedCall()))
    expect((await played.upstream.request(0)).headers).not.toHaveProperty('x-goog-api-key')
  })

  it('refuses a key that no header can carry, without repeating it', async () => {
    await expect(played.connect({ apiKey: new Secret('secret\nkey') })).rejects.toThrow(
      /^(?!.*secret)The key or token of the provider "played"/s,
    )
  })

  it('takes nothing from the environment', async () => {
    for (const name of [
      'GOOGLE_API_KEY',
      'GOOGLE_CLOUD_PROJECT',
      'GOOGLE_CLOUD_LOCATION',
      'GOOGLE_GENAI_API_VERSION',
    ]) {
      vi.stubEnv(name, 'leaked')
    }
    vi.stubEnv('GOOGLE_GENAI_USE_VERTEXAI', 'true')
    vi.stubEnv('GOOGLE_GEMINI_BASE_URL', 'http://127.0.0.1:1/leaked')
    for (const apiKey of [undefined, new Secret('own')]) {
      const provider = await played.connect({ apiKey })
      expect((await readAnswer(provider.open(targetedCall()))).text).toBe('Hello')
    }
    const sent = played.upstream.requests.map(({ path, headers }) => JSON.stringify({ path, headers }))
    expect(sent.join()).not.toContain('leaked')
    expect(sent[0]).toContain('/v1beta/models/model-1')
  })

  it.each(['../secret', 'a?b=c', 'a#b', 'a%2e%2e'])('refuses a model that no address can hold: %s', async (model) => {
    const provider = await played.connect()
    const { error } = await readAnswer(provider.open(targetedCall({ model })))
    expect(error).toMatchObject({ reasonName: 'MODEL_NOT_FOUND', metadata: { provider: 'played', model } })
    expect(played.upstream.acceptedSockets).toBe(0)
  })

  it('reaches more models than it keeps addresses of', async () => {
    const provider = await played.connect()
    const models = Array.from({ length: 600 }, (_, index) => `model-${index}`)
    for (const model of [...models, 'model-0']) await readAnswer(provider.open(targetedCall({ model })))
    expect(played.upstream.requests.map(({ path }) => path.match(/model-\d+/)?.[0])).toEqual([...models, 'model-0'])
  })

  it('says once what it did not send', async () => {
    const provider = await played.connect()
    const call = targetedCall({ request: { messages: [{ ...userMessage('hello'), name: 'ada' }] } })
    for (let round = 0; round < 2; round += 1) await readAnswer(provider.open(call))
    expect(call.journal.warnings).toEqual([expect.stringContaining('messages[0].name was not sent: ')])
  })

  it('makes no more connections than it may', async () => {
    const provider = await played.connect({ limits: { maxConnections: 2 } })
    const answers = await Promise.all(Array.from({ length: 12 }, () => readAnswer(provider.open(targetedCall()))))
    expect(answers.map(({ text }) => text)).toEqual(Array(12).fill('Hello'))
    expect(played.upstream.acceptedSockets).toBeLessThanOrEqual(2)
  })
})

describe('a call that is given up', () => {
  const gone = () => new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller went away.')

  it.each([true, false])('closes the connection while the upstream is silent (streaming: %s)', async (streaming) => {
    played.upstream.play(() => {})
    const abort = new AbortController()
    const reason = gone()
    const provider = await played.connect()
    const answer = readAnswer(provider.open(targetedCall({ streaming, signal: abort.signal })))
    const { closed } = await played.upstream.request(0)
    abort.abort(reason)
    expect((await answer).error).toBe(reason)
    await closed
  })

  it('closes the connection within the stream', async () => {
    const abort = new AbortController()
    const reason = gone()
    played.upstream.play((exchange) =>
      playGeminiStream(exchange, PLAYED, (index) => (index === 0 ? undefined : new Promise(() => {}))),
    )
    const provider = await played.connect()
    const events = provider.open(targetedCall({ streaming: true, signal: abort.signal }))[Symbol.asyncIterator]()
    await events.next()
    abort.abort(reason)
    await expect(events.next()).rejects.toBe(reason)
    await (await played.upstream.request(0)).closed
  })

  it('sends nothing when it was given up before', async () => {
    const reason = gone()
    const provider = await played.connect()
    const { error } = await readAnswer(provider.open(targetedCall({ signal: AbortSignal.abort(reason) })))
    expect(error).toBe(reason)
    expect(played.upstream.acceptedSockets).toBe(0)
  })
})
