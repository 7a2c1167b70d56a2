import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { missingChromium, type OpenedSite, openSite } from '../support/chromium.ts'
import { playChat, playChatStream } from '../support/openai-wire.ts'
import { Gate } from '../support/streams.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import type { PageCalls, Protocol } from './browser/page.ts'

const protocols: readonly Protocol[] = ['Connect', 'gRPC-Web']

/** In the page. */
declare const calls: PageCalls

let site: OpenedSite
let upstream: Upstream
let app: RunningApp

const open = () => site.open()

describe.skipIf(missingChromium)(`a page in a browser${missingChromium}`, () => {
  beforeAll(async () => {
    upstream = await startUpstream((exchange) => playChat(exchange, { texts: ['One', ' two'] }))
    const mock = { name: 'mock', adapter: 'mock', models: ['mock-fast'] }
    app = await startTestApp({ providers: [playedProvider(upstream.url), mock] })
    site = await openSite(new URL('browser/page.ts', import.meta.url))
  })

  afterAll(async () => {
    await site.close()
    await app.stop()
    await upstream.close()
  })

  const baseUrl = () => `http://${app.webAddress}`
  const start = (page: Page, protocol: Protocol) =>
    page.evaluate(([chosen, url]) => calls.startStream(chosen, url), [protocol, baseUrl()] as const)
  const arrivedAtLeast = (page: Page, count: number) =>
    page.waitForFunction((wanted) => calls.arrived.length >= wanted, count)

  describe.each(protocols)('by %s', (protocol) => {
    const ask = (page: Page, model: string, url = baseUrl()) =>
      page.evaluate((given) => calls.ask(...given), [protocol, url, model] as const)

    it('gets an answer', async () => {
      expect(await ask(await open(), 'm')).toBe('One two 5')
    })

    it('sees an error with its details', async () => {
      const page = await open()
      expect(await ask(page, 'nothing')).toEqual({ code: 'NotFound', reasons: ['MODEL_NOT_FOUND'] })
      const error = { code: 'FailedPrecondition', reasons: ['UPSTREAM_AUTH'] }
      expect(await ask(page, 'mock-error-upstream-auth')).toEqual(error)
    })

    it('gets a stream token by token', async () => {
      const gate = new Gate()
      const texts = ['One', ' two', ' three', ' four']
      upstream.play((exchange) => playChatStream(exchange, { texts }, gate.wait))
      const page = await open()
      await start(page, protocol)
      for (let count = 1; count < texts.length; count++) {
        gate.open()
        await arrivedAtLeast(page, count + 1)
        // The upstream has said no more than this, and all of it has arrived.
        expect(await page.evaluate(() => calls.arrived)).toEqual(['started', ...texts.slice(0, count)])
        expect(await page.evaluate(() => calls.ended)).toBeUndefined()
      }
      gate.open()
      await page.waitForFunction(() => calls.ended !== undefined)
      expect(await page.evaluate(() => calls.ended)).toBe('finished')
      expect(await page.evaluate(() => calls.arrived)).toEqual(['started', ...texts, 'finished'])
    })

    it.each(['cancels', 'is closed'])('stops the upstream when it %s', async (way) => {
      const gate = new Gate()
      gate.open()
      upstream.play((exchange) => playChatStream(exchange, { texts: ['One', ' two'] }, gate.wait))
      const next = upstream.requests.length
      const page = await open()
      await start(page, protocol)
      await arrivedAtLeast(page, 2)
      const exchange = await upstream.request(next)
      if (way === 'is closed') await page.close()
      else await page.evaluate(() => calls.cancel())
      await exchange.closed
      if (way === 'cancels') {
        await page.waitForFunction(() => calls.ended !== undefined)
        expect(await page.evaluate(() => calls.ended)).toMatchObject({ code: 'Canceled' })
      }
      upstream.play((other) => playChat(other, { texts: ['One', ' two'] }))
    })

    it('of an origin that is not allowed is refused', async () => {
      const allowed = { listen: { allowed_origins: ['https://app.example.com'] } }
      const strict = await startTestApp({ providers: [playedProvider(upstream.url)], ...allowed })
      onTestFinished(() => strict.stop())
      const before = upstream.requests.length
      const refused = await ask(await open(), 'm', `http://${strict.webAddress}`)
      expect(refused).toEqual({ code: 'Unknown', reasons: [] })
      expect(upstream.requests).toHaveLength(before)
      expect(strict.rows()).toEqual([])
    })
  })
})
