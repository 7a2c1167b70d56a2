import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { GatewayError } from '../../src/core/errors.ts'
import { ACCOUNT_KEY } from '../support/account.ts'
import { userMessage } from '../support/call.ts'
import type { UpstreamHandler } from '../support/upstream.ts'
import { startStream, usePlayed } from '../support/vendors/played-vendor.ts'
import { ANSWER, PROMPT, type Speech } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'
import { faults, type Wire } from '../support/vendors/vendor.ts'

/** What vendors say in errors. */
const QUOTE = `The key ${ACCOUNT_KEY} may not send "${PROMPT}" to hear "${ANSWER}".`
const request = { messages: [userMessage(PROMPT)] }
const REQUEST_ID = 'req-0a1b2c3d4e'

/** An answer that breaks off after some words. */
const broken: Speech = {
  parts: [{ kind: 'text', pieces: [ANSWER, ' and more'] }],
  finish: 'stop',
  tokens: { input: 1, cacheRead: 0, cacheWrite: 0, output: 1, reasoning: 0 },
}

function expectDiscreet(error: GatewayError | undefined): void {
  expect(error).toBeDefined()
  const all = inspect([error?.message, error?.metadata, error?.violations, error?.cause, error], { depth: 9 })
  for (const secret of [PROMPT, ANSWER, ACCOUNT_KEY]) expect(all).not.toContain(secret)
}

/** The stream's events before its end, an event of another kind, and the proper end of the body. */
function streamWith(wire: Wire, frame: string, afterContent: boolean): UpstreamHandler {
  const frames = wire.frames(broken)
  const before = afterContent ? frames.slice(0, wire.terminalFrame(frames)) : frames.slice(0, 1)
  return async (exchange) => {
    startStream(exchange, wire)
    for (const text of [...before, frame]) await exchange.sendBytes(text)
    exchange.end()
  }
}

describe.each(vendors)('$name', (vendor) => {
  const { wire } = vendor
  const played = usePlayed(vendor)
  const told = Object.entries(faults).flatMap(([fault, reason]) => {
    const error = wire.error(fault as keyof typeof faults)
    return error ? [{ fault, reason, error }] : []
  })

  describe.each(told)('$fault', ({ reason, error: { status, body } }) => {
    it.each([true, false])('has its reason and facts and repeats nothing (streaming: %s)', async (streaming) => {
      const headers = { ...(wire.requestIdHeader ? { [wire.requestIdHeader]: REQUEST_ID } : {}), 'x-note': QUOTE }
      const { error, ending } = await played.ask((exchange) => exchange.sendJson(status, body(QUOTE), headers), {
        streaming,
        request,
      })
      expect(ending).toBeUndefined()
      expect(error?.reasonName).toMatch(new RegExp(`^${reason}$`))
      const id = wire.requestIdHeader ? { upstream_request_id: REQUEST_ID } : {}
      expect(error?.metadata).toMatchObject({
        http_status: String(status),
        provider: 'played',
        model: 'model-1',
        ...id,
      })
      expectDiscreet(error)
    })
  })

  it('repeats no key that comes back as the id of the request', async () => {
    const headers = { [wire.requestIdHeader ?? 'x-request-id']: ACCOUNT_KEY }
    const { error } = await played.ask((exchange) => exchange.sendJson(500, {}, headers))
    expect(error?.metadata).not.toHaveProperty('upstream_request_id')
    expectDiscreet(error)
  })

  it.each([
    [502, 'UPSTREAM_UNAVAILABLE'],
    [529, 'UPSTREAM_UNAVAILABLE'],
    [401, 'UPSTREAM_AUTH'],
  ])('takes a page of HTML with %d for what the status says', async (status, reasonName) => {
    const page = `<html><h1>${QUOTE}</h1></html>`
    const { error } = await played.ask((exchange) => exchange.sendText(status, 'text/html', page), { request })
    expect(error).toMatchObject({ reasonName, metadata: { http_status: String(status) } })
    expectDiscreet(error)
  })

  it.each([
    ['text/html', `<html>${QUOTE}</html>`],
    ['text/plain', QUOTE],
    ['application/json', `{"${QUOTE}`],
    ['application/json', JSON.stringify({ hello: QUOTE })],
    ['application/json', JSON.stringify([QUOTE])],
    ['application/json', ''],
  ])('finds 200 malformed with %s that is no answer: %s', async (type, text) => {
    for (const streaming of [true, false]) {
      const call = { request, streaming }
      const { error, ending } = await played.ask((exchange) => exchange.sendText(200, type, text), call)
      expect(ending).toBeUndefined()
      expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
      expectDiscreet(error)
    }
  })

  describe.each([false, true])('inside a stream (after content: %s)', (afterContent) => {
    it('an error has its reason and repeats nothing', async () => {
      const { frame, reason } = wire.inBand(QUOTE)
      const { error, ending, text } = await played.ask(streamWith(wire, frame, afterContent), {
        streaming: true,
        request,
      })
      expect(ending).toBeUndefined()
      expect(error).toMatchObject({ reasonName: reason, metadata: { provider: 'played', model: 'model-1' } })
      expect(`${ANSWER} and more`.startsWith(text)).toBe(true)
      expectDiscreet(error)
    })

    it('an event that is no JSON is malformed and repeats nothing', async () => {
      const [template = ''] = wire.frames(broken).slice(-2)
      const frame = template.replace(/\{.*\}/s, `{"${QUOTE}`)
      const { error, ending } = await played.ask(streamWith(wire, frame, afterContent), { streaming: true, request })
      expect(ending).toBeUndefined()
      expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
      expectDiscreet(error)
    })
  })

  it.each([true, false])(
    'is too large when the whole is, and closes the connection (streaming: %s)',
    async (streaming) => {
      const { error, ending } = await played.ask(
        async (exchange) => {
          exchange.response.writeHead(200, { 'content-type': streaming ? wire.streamType : 'application/json' })
          while (!exchange.socket.destroyed) await exchange.sendBytes(`: ${'x'.repeat(60_000)}\n\n`)
        },
        { streaming },
      )
      expect(ending).toBeUndefined()
      expect(error).toMatchObject({ reasonName: 'UPSTREAM_TOO_LARGE', metadata: { limit_bytes: '1048576' } })
      await (await played.upstream.request(0)).closed
    },
  )

  it('is too large when one event is', async () => {
    const { error } = await played.ask(
      async (exchange) => {
        startStream(exchange, wire)
        while (!exchange.socket.destroyed) await exchange.sendBytes('data: '.padEnd(20_000, 'x'))
      },
      { streaming: true },
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_TOO_LARGE', metadata: { limit_bytes: '65536' } })
    await (await played.upstream.request(0)).closed
  })

  it('an error instead of a whole answer has its reason and repeats nothing', async () => {
    const { whole, reason } = wire.inBand(QUOTE)
    const { error, ending } = await played.ask((exchange) => exchange.sendJson(200, whole), { request })
    expect(ending).toBeUndefined()
    expect(error).toMatchObject({ reasonName: reason })
    expectDiscreet(error)
  })
})
