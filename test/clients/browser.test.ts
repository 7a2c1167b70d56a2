import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { missingChromium, type OpenedSite, openSite } from '../support/chromium.ts'
import { errorBody, playChat, playChatStream } from '../support/openai-wire.ts'
import { Gate } from '../support/streams.ts'
import { startUpstream, type Upstream, type UpstreamHandler } from '../support/upstream.ts'
import type { PageCalls } from './browser/page.ts'

/** In the page. */
declare const calls: PageCalls

const TEXTS = ['One', ' two', ' three']
const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: TEXTS })

let site: OpenedSite
let upstream: Upstream
let app: RunningApp

/** Plays something else to the running test. */
function play(handler: UpstreamHandler): void {
  upstream.play(handler)
  onTestFinished(() => upstream.play(answer))
}

describe.skipIf(missingChromium)(`the client for TypeScript in a browser${missingChromium}`, () => {
  beforeAll(async () => {
    upstream = await startUpstream(answer)
    app = await startTestApp({ providers: [playedProvider(upstream.url)], retry: { max_retries: 0 } })
    site = await openSite(new URL('browser/page.ts', import.meta.url))
  })

  afterAll(async () => {
    await site.close()
    await app.stop()
    await upstream.close()
  })

  const baseUrl = () => `http://${app.webAddress}`
  const ask = async (model: string, prompt = 'Hello', url = baseUrl()) =>
    (await site.open()).evaluate((given) => calls.ask(...given), [url, model, prompt] as const)
  const start = (page: Page, leaveAfter = 0) =>
    page.evaluate((given) => calls.startStream(...given), [baseUrl(), leaveAfter] as const)
  const arrived = (page: Page, count: number) => page.waitForFunction((wanted) => calls.arrived.length >= wanted, count)
  const endOf = async (page: Page) => {
    await page.waitForFunction(() => calls.ended !== undefined)
    return page.evaluate(() => calls.ended)
  }

  it('gets an answer', async () => {
    expect(await ask('m')).toBe('One two three 5')
  })

  it('asks for the health of the gateway', async () => {
    expect(await (await site.open()).evaluate((url) => calls.health(url), baseUrl())).toBe(true)
  })

  it('gets a stream piece by piece', async () => {
    const gate = new Gate()
    play((exchange) => playChatStream(exchange, { texts: TEXTS }, gate.wait))
    const page = await site.open()
    await start(page)
    for (let count = 1; count <= TEXTS.length; count++) {
      gate.open()
      await arrived(page, count)
      expect(await page.evaluate(() => calls.arrived)).toEqual(TEXTS.slice(0, count))
    }
    expect(await endOf(page)).toBe('finished')
  })

  it.each([
    ['aborts its signal', 0, { code: 'CANCELLED', reason: undefined }],
    ['leaves the loop', 1, 'left'],
  ] as const)('stops the upstream when it %s', async (_, leaveAfter, end) => {
    const gate = new Gate()
    gate.open()
    play((exchange) => playChatStream(exchange, { texts: TEXTS }, gate.wait))
    const next = upstream.requests.length
    const page = await site.open()
    await start(page, leaveAfter)
    await arrived(page, 1)
    if (leaveAfter === 0) await page.evaluate(() => calls.cancel())
    await (await upstream.request(next)).closed
    const ended = await endOf(page)
    if (typeof end === 'string') expect(ended).toBe(end)
    else expect(ended).toMatchObject(end)
  })

  it('sees all details of an error', async () => {
    expect(await ask('m', '')).toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason: 'INVALID_REQUEST',
      fields: ['prompt'],
    })
    play((exchange) => exchange.sendJson(429, errorBody(null, 'rate_limit'), { 'retry-after': '7' }))
    expect(await ask('m')).toEqual({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'UPSTREAM_RATE_LIMITED',
      fields: [],
      retryAfterMs: 7000,
      attempts: ['played-model'],
      hasRequestId: true,
    })
  })

  it('of an origin that is not allowed is refused', async () => {
    const allowed = { listen: { allowed_origins: ['https://app.example.com'] } }
    const strict = await startTestApp({ providers: [playedProvider(upstream.url)], ...allowed })
    onTestFinished(() => strict.stop())
    const before = upstream.requests.length
    expect(await ask('m', 'Hello', `http://${strict.webAddress}`)).toMatchObject({
      code: 'UNAVAILABLE',
      reason: undefined,
    })
    expect(upstream.requests).toHaveLength(before)
    expect(strict.rows()).toEqual([])
  })
})
