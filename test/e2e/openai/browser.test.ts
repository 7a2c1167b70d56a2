import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { playedProvider, type RunningApp, startTestApp } from '../../support/app.ts'
import { missingChromium, type OpenedSite, openSite } from '../../support/chromium.ts'
import { playChat } from '../../support/openai-wire.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import type { PageCalls } from './browser/page.ts'

/** In the page. */
declare const calls: PageCalls

let upstream: Upstream
let app: RunningApp
let site: OpenedSite

describe.skipIf(missingChromium)(`OpenAI’s client in a browser${missingChromium}`, () => {
  beforeAll(async () => {
    upstream = await startUpstream((exchange) => playChat(exchange, { texts: ['One', ' two'] }))
    app = await startTestApp({ providers: [playedProvider(upstream.url)] })
    site = await openSite(new URL('browser/page.ts', import.meta.url))
    return async () => {
      await site.close()
      await app.stop()
      await upstream.close()
    }
  })

  const urlOf = ({ webAddress }: RunningApp) => `http://${webAddress}/v1`

  it('gets an answer with its request’s id, a stream, and errors', async () => {
    const page = await site.open()
    const ask = (model: string) => page.evaluate((given) => calls.ask(...given), [urlOf(app), model] as const)
    expect(await ask('m')).toBe('One two true')
    expect(await ask('none')).toBe('NotFoundError model_not_found')
    expect(await page.evaluate((url) => calls.stream(url), urlOf(app))).toBe('One two')
  })

  it('of an origin that is not allowed gets nothing', async () => {
    const listen = { allowed_origins: ['https://app.example.com'] }
    const strict = await startTestApp({ providers: [playedProvider(upstream.url)], listen })
    onTestFinished(() => strict.stop())
    const page = await site.open()
    const before = upstream.requests.length
    const seen = await page.evaluate((url) => calls.ask(url, 'm'), urlOf(strict))
    expect(seen).toMatch(/^APIConnectionError/)
    expect(upstream.requests).toHaveLength(before)
  })
})
