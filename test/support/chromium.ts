import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const CHROMIUM = '/usr/bin/chromium'
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** To append to the name of what needs a browser: why it is skipped, empty when there is one. */
export const missingChromium: string = existsSync(CHROMIUM) ? '' : `, SKIPPED because ${CHROMIUM} is missing`

/** A site of one page, in a browser. */
export interface OpenedSite {
  /** The page for the running test alone. */
  open(): Promise<Page>
  close(): Promise<void>
}

/** Serves the script from an origin of its own, and starts a browser for it. */
export async function openSite(script: URL): Promise<OpenedSite> {
  const bundle = { bundle: true, format: 'esm', write: false, platform: 'browser' } as const
  const { outputFiles } = await build({ entryPoints: [script.pathname], ...bundle })
  const site = createServer(({ url }, response) => {
    const isScript = url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? outputFiles[0]?.text : '<!doctype html><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
  return {
    async open() {
      const page = await browser.newPage()
      onTestFinished(() => page.close())
      await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
      return page
    },
    async close() {
      await browser.close()
      site.close()
    },
  }
}
