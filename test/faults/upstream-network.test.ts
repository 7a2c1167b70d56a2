import dns from 'node:dns'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { CertificateMaker, type KeyPair } from '../support/certificate-maker.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream } from '../support/upstream.ts'

const request = { prompt: 'Count.', options: { model: 'm' } }
const settings = {
  retry: { max_retries: 2, initial_delay: '1ms' },
  timeouts: { connect: '200ms' },
  circuit: { failure_threshold: 1000 },
}

describe('a name that is looked up', () => {
  afterEach(() => void vi.restoreAllMocks())

  type Lookup = (name: string, options: object, callback: (error: Error | null, ...found: unknown[]) => void) => void

  function resolving(lookup: Lookup) {
    return vi.spyOn(dns, 'lookup').mockImplementation(lookup as never)
  }

  const failing = (code: string): Lookup => {
    return (_name, _options, callback) => callback(Object.assign(new Error(code), { code }))
  }

  async function open() {
    const upstream = await openUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
    const app = await openApp({ providers: [playedProvider(`http://localhost:${upstream.port}`)], ...settings })
    return { upstream, app, llm: llmOf(app) }
  }

  it.each([
    ['does not exist', 'ENOTFOUND'],
    ['cannot be asked for', 'EAI_AGAIN'],
    ['is refused by its server', 'ESERVFAIL'],
  ])('and %s is an unreachable provider, until it is there', async (_, code) => {
    const { upstream, app, llm } = await open()
    const lookups = resolving(failing(code))
    const error = await errorOf(llm.generateText(request))
    expect(error).toMatchObject({ code: 'Unavailable', reasons: ['PROVIDER_UNREACHABLE'], metadata: { cause: code } })
    expect(lookups).toHaveBeenCalledTimes(3)
    expect(app.rows()).toHaveLength(3)
    expect(upstream.acceptedSockets).toBe(0)
    vi.restoreAllMocks()
    expect((await llm.generateText(request)).text).toBe('Hi')
  })

  it('for too long is a connection that takes too long', async () => {
    const { upstream, llm } = await open()
    const lookups = resolving(() => {})
    const error = await errorOf(llm.generateText({ ...request, options: { model: 'm', retry: { maxRetries: 0 } } }))
    expect(error).toMatchObject({
      code: 'Unavailable',
      reasons: ['CONNECT_TIMEOUT'],
      metadata: { timeout_ms: '200' },
    })
    expect(lookups).toHaveBeenCalledTimes(1)
    expect(upstream.acceptedSockets).toBe(0)
  })
})

describe('a provider whose encryption is wrong', () => {
  let certificates: CertificateMaker

  beforeAll(() => {
    const directory = mkdtempSync(join(tmpdir(), 'switchyard-tls-'))
    certificates = new CertificateMaker(directory)
    const usual = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...usual, certificates.authority])
    return () => {
      tls.setDefaultCACertificates(usual)
      rmSync(directory, { recursive: true })
    }
  })

  async function open(pair: KeyPair, options: tls.SecureContextOptions = {}) {
    const seen = { connections: 0, requests: 0 }
    const server = createServer({ ...pair, ...options }, (_request, response) => {
      seen.requests += 1
      response.end('{}')
    })
    server.on('tlsClientError', () => {})
    server.on('connection', () => {
      seen.connections += 1
    })
    server.listen(0, 'localhost')
    await once(server, 'listening')
    onTestFinished(() => void server.close().closeAllConnections())
    const { port } = server.address() as AddressInfo
    const app = await openApp({ providers: [playedProvider(`https://localhost:${port}`)], ...settings })
    return { seen, app, llm: llmOf(app) }
  }

  it('is asked when nothing is wrong', async () => {
    const { seen, llm } = await open(certificates.make('good', 'DNS:localhost'))
    expect(await errorOf(llm.generateText(request))).toMatchObject({ reasons: ['UPSTREAM_MALFORMED'] })
    expect(seen.requests).toBeGreaterThan(0)
  })

  const wrong: readonly [string, () => KeyPair, tls.SecureContextOptions?][] = [
    ['its certificate has passed', () => certificates.make('old', 'DNS:localhost', { days: -1 })],
    ['its certificate is for another host', () => certificates.make('other', 'DNS:elsewhere.example')],
    ['it vouches for itself', () => certificates.make('self', 'DNS:localhost', { selfSigned: true })],
    [
      'it speaks only outdated versions',
      () => certificates.make('outdated', 'DNS:localhost'),
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    ],
  ]

  it.each(wrong)('is told nothing, and is not tried again: %s', async (_, pair, options) => {
    const { seen, app, llm } = await open(pair(), options)
    const error = await errorOf(llm.generateText(request))
    expect(error).toMatchObject({ code: 'FailedPrecondition', reasons: ['UPSTREAM_PRECONDITION'] })
    expect(error.message).toBe('No secure connection to the provider could be made, so nothing was sent to it.')
    expect(seen).toEqual({ connections: 1, requests: 0 })
    expect(app.rows()).toHaveLength(1)
  })

  it('is not asked in clear text when it does not encrypt', async () => {
    const upstream = await openUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
    const app = await openApp({ providers: [playedProvider(`https://localhost:${upstream.port}`)], ...settings })
    expect(await errorOf(llmOf(app).generateText(request))).toMatchObject({ reasons: ['UPSTREAM_PRECONDITION'] })
    expect(upstream.requests).toEqual([])
    expect(upstream.acceptedSockets).toBe(1)
  })
})
