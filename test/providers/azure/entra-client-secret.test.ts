import { describe, expect, it, vi } from 'vitest'
import { type Clock, systemClock } from '../../../src/core/clock.ts'
import { shareTokenSource } from '../../../src/providers/azure/token-sources.ts'
import { CLIENT_SECRET, clientSecret, refuse } from '../../support/entra.ts'
import { printed, useEntra } from '../../support/entra-sources.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const sources = useEntra()
const signal = new AbortController().signal

describe('a client secret', () => {
  it('is exchanged for a token, once for 20 calls at a time', async () => {
    const source = sources.share()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => source.token(signal)))
    expect(tokens).toEqual(Array(20).fill('entra-token-1'))
    expect(await source.token(signal)).toBe('entra-token-1')
    expect(sources.entra.tokenRequests.map((form) => Object.fromEntries(form))).toMatchObject([
      {
        client_id: 'client-1',
        client_secret: CLIENT_SECRET,
        scope: 'https://ai.azure.com/.default',
        grant_type: 'client_credentials',
      },
    ])
  })

  it('gives accounts of the same identity one source, and others their own', async () => {
    const source = sources.share()
    expect(sources.share()).toBe(source)
    expect(sources.share(clientSecret('tenant-2'))).not.toBe(source)
    expect(sources.share(clientSecret('tenant-1', 'another secret'))).not.toBe(source)
  })

  it('is forgotten with the last account that uses it', () => {
    const source = sources.share()
    sources.share()
    const last = sources.shared.pop()
    last?.release()
    last?.release()
    expect(sources.share()).toBe(source)
    for (const { release } of sources.shared.splice(0)) release()
    expect(sources.share()).not.toBe(source)
  })

  it('is exchanged anew in the background before a short-lived token ends', async () => {
    sources.entra.expiresIn = 90
    let later = 0
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + later }
    const source = sources.share(clientSecret(), clock)
    expect(await source.token(signal)).toBe('entra-token-1')
    later = 10_000
    expect(await source.token(signal)).toBe('entra-token-1')
    await vi.waitUntil(async () => (await source.token(signal)) === 'entra-token-2')
    expect(sources.entra.tokenRequests).toHaveLength(2)
  })

  it('is exchanged anew when the token has ended', async () => {
    sources.entra.expiresIn = 2
    const source = sources.share()
    expect(await source.token(signal)).toBe('entra-token-1')
    expect(await source.token(signal)).toBe('entra-token-2')
  })

  it('is exchanged anew for a token that was refused, though it had long to live', async () => {
    const source = sources.share()
    expect(await source.renew(await source.token(signal), signal)).toBe('entra-token-2')
  })

  it('fails for good when it is wrong, and another target may be tried', async () => {
    sources.entra.answer = (exchange) =>
      refuse(exchange, 'invalid_client', 7000215, `The secret ${CLIENT_SECRET} is wrong.`)
    const error = await sources.failure()
    expect(error).toMatchObject({
      reasonName: 'UPSTREAM_AUTH',
      policy: { retry: 'never', fallback: true },
      metadata: { credential: 'client_secret', entra_code: 'invalid_client', entra_error: 'AADSTS7000215' },
    })
    expect(error.message).toContain('(invalid_client, AADSTS7000215)')
    expect(printed(error)).not.toContain(CLIENT_SECRET)
  })

  it('shows in no error, even when the authority says it for a code', async () => {
    sources.entra.answer = (exchange) => refuse(exchange, CLIENT_SECRET.replaceAll('-', '_'), 1234567)
    const error = await sources.failure()
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { entra_error: 'AADSTS1234567' } })
    expect(printed(error)).not.toContain('9f8e7d6c5b4a')
  })

  it.each([
    ['is down', 503],
    ['limits the rate', 429],
  ])('can be tried again when the authority %s', async (_, status) => {
    sources.entra.answer = (exchange) => exchange.sendText(status, 'text/html', `<html>${CLIENT_SECRET}</html>`)
    const error = await sources.failure()
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE', policy: { retry: 'always', fallback: true } })
    expect(printed(error)).not.toContain(CLIENT_SECRET)
  })

  it('is exchanged as soon as the authority is up again', async () => {
    sources.entra.answer = (exchange) => exchange.sendJson(503, { error: 'server_error', error_description: 'down' })
    const source = sources.share()
    await expect(source.token(signal)).rejects.toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE' })
    sources.entra.answer = undefined
    expect(await source.token(signal)).toBe('entra-token-2')
  })

  it('is exchanged at the second try when the authority stumbles once', async () => {
    const { entra } = sources
    entra.answer = (exchange) => {
      entra.answer = undefined
      exchange.reset()
    }
    const { httpClient } = entra.requests
    const tokens = shareTokenSource(clientSecret(), entra.cloud, systemClock, httpClient ? { httpClient } : {})
    sources.shared.push(tokens)
    expect(await tokens.source.token(signal)).toBe('entra-token-2')
  })

  it('can be tried again when the authority drops the connection', async () => {
    sources.entra.answer = (exchange) => exchange.reset()
    expect(await sources.failure()).toMatchObject({
      reasonName: 'UPSTREAM_UNAVAILABLE',
      metadata: { entra_code: 'network_error' },
    })
  })

  it('can be tried again when the authority cannot be reached', async () => {
    await sources.entra.close()
    const error = await sources.failure()
    expect(error).toMatchObject({
      reasonName: 'UPSTREAM_UNAVAILABLE',
      metadata: { credential: 'client_secret', entra_code: 'endpoints_resolution_error' },
    })
  })

  it('does not wait for ever for an authority that is silent', async () => {
    sources.entra.answer = () => {}
    const clock = new FakeClock()
    const given = sources.share(clientSecret(), clock).token(signal)
    const refused = expect(given).rejects.toMatchObject({
      reasonName: 'UPSTREAM_UNAVAILABLE',
      metadata: { timeout_ms: '30000' },
    })
    await vi.waitUntil(() => sources.entra.tokenRequests.length === 1)
    await clock.advance(30_000)
    await refused
  })

  it('takes no authority from the environment', async () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', 'https://login.invalid')
    expect(await sources.share().token(signal)).toBe('entra-token-1')
  })
})
