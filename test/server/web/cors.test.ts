import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { echo, exchange, post, runDoor, stopDoors, TEXT_PATH } from './support.ts'

afterEach(stopDoors)

const PAGE = 'https://app.example.com'
const BODY = '{"prompt":"x"}'
const CONNECT = { 'connect-protocol-version': '1' }

function preflight(origin: string): string {
  const lines = [`OPTIONS ${TEXT_PATH} HTTP/1.1`, 'host: a', `origin: ${origin}`, 'access-control-request-method: POST']
  return `${lines.join('\r\n')}\r\nconnection: close\r\n\r\n`
}

describe('a page of an allowed origin', () => {
  it.each([
    [[PAGE], PAGE],
    [[], 'http://localhost:5173'],
    [[], 'http://127.0.0.1:3000'],
    [[], 'http://[::1]:3000'],
    [[], 'http://localhost'],
  ])('(of %j, %s) may ask, call and read', async (allowedOrigins, origin) => {
    const { port } = await runDoor(echo, { allowedOrigins })
    const asked = await exchange(port, preflight(origin))
    expect(asked).toMatch(/^HTTP\/1.1 204 /)
    expect(asked).toContain(`access-control-allow-origin: ${origin}\r\n`)
    expect(asked).toContain('access-control-max-age: 7200')
    expect(asked).toMatch(/access-control-allow-methods: GET, POST/)
    for (const name of [
      'Connect-Protocol-Version',
      'Grpc-Timeout',
      'authorization',
      'x-api-key',
      'traceparent',
      'x-session-id',
      'x-stainless-retry-count',
    ]) {
      expect(asked).toMatch(new RegExp(`access-control-allow-headers:.*${name}`, 'i'))
    }
    const called = await exchange(port, post(TEXT_PATH, BODY, { origin, ...CONNECT }))
    expect(called).toMatch(/^HTTP\/1.1 200 /)
    expect(called).toContain(`access-control-allow-origin: ${origin}\r\n`)
    expect(called).toMatch(/access-control-expose-headers:.*Grpc-Status-Details-Bin/i)
    expect(called).toMatch(/vary: Origin/i)
  })

  it('must send what browsers ask about first', async () => {
    const { port } = await runDoor(echo)
    const called = await exchange(port, post(TEXT_PATH, BODY, { origin: 'http://localhost:1' }))
    expect(called).toMatch(/^HTTP\/1.1 400 .*INVALID_REQUEST/s)
  })

  it('may read the refusal of its call', async () => {
    const authenticate = () => {
      throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'no key')
    }
    const { port } = await runDoor(echo, { authenticate })
    const called = await exchange(port, post(TEXT_PATH, BODY, { origin: 'http://localhost:1', ...CONNECT }))
    expect(called).toMatch(/^HTTP\/1.1 401 /)
    expect(called).toContain('access-control-allow-origin: http://localhost:1')
  })
})

describe('a page of any other origin', () => {
  it.each([
    [[PAGE], 'https://app.example.com.evil.example'],
    [[PAGE], 'http://app.example.com'],
    [[PAGE], 'https://app.example.com:8443'],
    [[PAGE], 'http://localhost:5173'],
    [[PAGE], 'null'],
    [[], PAGE],
    [[], 'null'],
    [[], 'http://localhost.evil.example'],
    [[], 'http://127.0.0.1.evil.example:80'],
    [[], 'https://localhost:1'],
    [[], 'http://localhost:1, http://evil.example'],
    [[], '*'],
  ])('(of %j, %s) may neither ask nor call', async (allowedOrigins, origin) => {
    let called = false
    const { port } = await runDoor({ generateText: async () => (called = true) }, { allowedOrigins })
    const asked = await exchange(port, preflight(origin))
    const refused = await exchange(port, post(TEXT_PATH, BODY, { origin, ...CONNECT }))
    expect(asked).toMatch(/^HTTP\/1.1 403 /)
    expect(refused).toMatch(/^HTTP\/1.1 403 /)
    for (const answer of [asked, refused]) {
      expect(answer).not.toMatch(/access-control-/i)
      expect(answer).toMatch(/vary: Origin/i)
    }
    expect(called).toBe(false)
  })

  it('gets the plain endpoints, but may not read them', async () => {
    const { port } = await runDoor(echo)
    const answer = await fetch(`http://127.0.0.1:${port}/livez`, { headers: { origin: PAGE } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('a caller that is no page', () => {
  it('calls with JSON and nothing else', async () => {
    const { port } = await runDoor(echo)
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, { method: 'POST', headers, body: BODY })
    expect(await answer.json()).toEqual({ text: 'x' })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})
