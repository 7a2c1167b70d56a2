import { describe, expect, it, onTestFinished } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { AUDIENCE, startTokenIssuer } from '../support/token-issuer.ts'

const request = { prompt: 'Hello', options: { model: 'mock-instant' } }

/** A service whose issuer hands out its keys only when the test says so. */
async function open() {
  const gate = Promise.withResolvers<void>()
  const issuer = await startTokenIssuer(Date.now)
  onTestFinished(() => issuer.upstream.close())
  issuer.upstream.play(async (exchange) => {
    await gate.promise
    exchange.sendJson(200, { keys: issuer.keys })
  })
  const { name, issuer: iss, jwksUrl } = issuer.settings
  const app = await startTestApp({
    authentication: { token_issuers: [{ name, issuer: iss, audience: AUDIENCE, jwks_url: jwksUrl, role: 'caller' }] },
    drain: { delay: '0s', timeout: '2s' },
  })
  const headers = { authorization: `Bearer ${await issuer.sign()}` }
  return { app, issuer, headers, release: gate.resolve }
}

describe.each(doors)('a token that is being checked, through %s', (door: Door) => {
  it('is checked once for a hundred calls that send it together', async () => {
    const { app, issuer, headers, release } = await open()
    const { llm } = clientsOf(app, door)
    const calls = Array.from({ length: 100 }, () => llm.generateText(request, { headers }))
    await issuer.upstream.request(0)
    release()
    expect(new Set((await Promise.all(calls)).map(({ info }) => info?.provider))).toEqual(new Set(['mock']))
    expect(issuer.upstream.requests).toHaveLength(1)
    await app.stop()
  })

  it('keeps no call that was cancelled or ran out of time meanwhile', async () => {
    const { app, issuer, headers, release } = await open()
    const { llm } = clientsOf(app, door)
    const controller = new AbortController()
    const cancelled = errorOf(llm.generateText(request, { headers, signal: controller.signal }))
    const late = errorOf(llm.generateText(request, { headers, timeoutMs: 100 }))
    await issuer.upstream.request(0)
    controller.abort()
    expect((await cancelled).code).toBe('Canceled')
    expect((await late).code).toBe('DeadlineExceeded')
    // What comes after them on the same connection shows that the service has heard that they left.
    expect((await errorOf(llm.generateText(request))).reasons).toEqual(['UNAUTHENTICATED'])
    release()
    expect((await llm.generateText(request, { headers })).info?.provider).toBe('mock')
    await app.ended(1)
    expect(app.rows()).toHaveLength(1)
    await app.stop()
  })

  it('lets its call go on while the service stops', async () => {
    const { app, issuer, headers, release } = await open()
    const call = clientsOf(app, door).llm.generateText(request, { headers })
    await issuer.upstream.request(0)
    const stopped = app.stop()
    release()
    expect((await call).info?.provider).toBe('mock')
    await stopped
  })
})
