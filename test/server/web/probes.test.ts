import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Authenticate } from '../../../src/access/authenticate.ts'
import { GatewayError } from '../../../src/core/errors.ts'
import { operator, type Scope } from '../../../src/core/principal.ts'
import { openSession, requestHttp2, runDoor, stopDoors } from './support.ts'

afterEach(stopDoors)

const requireKey: Authenticate = (header) => {
  if (header('x-api-key') === 'right') return operator('api_key', 'key')
  throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'no key')
}

describe('the plain endpoints', () => {
  it('say that the process lives, to anyone', async () => {
    const { port } = await runDoor({}, { authenticate: requireKey })
    const answer = await fetch(`http://127.0.0.1:${port}/livez`)
    expect([answer.status, await answer.text()]).toEqual([200, 'ok'])
  })

  it('say whether it is ready, and what is missing', async () => {
    let ready = true
    const { port } = await runDoor({}, { ready: () => ({ ready, checks: { ledger: ready ? 'ok' : 'down' } }) })
    const good = await fetch(`http://127.0.0.1:${port}/readyz`)
    expect([good.status, await good.json()]).toEqual([200, { ready: true, checks: { ledger: 'ok' } }])
    ready = false
    const bad = await fetch(`http://127.0.0.1:${port}/readyz`)
    expect([bad.status, await bad.json()]).toEqual([503, { ready: false, checks: { ledger: 'down' } }])
  })

  it('answer HEAD without a body, and over HTTP/2', async () => {
    const { port } = await runDoor({})
    const head = await fetch(`http://127.0.0.1:${port}/readyz`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const session = await openSession(port)
    const get = await requestHttp2(session, { ':method': 'GET', ':path': '/livez' })
    expect([get.headers[':status'], get.body.toString()]).toEqual([200, 'ok'])
    const overHttp2 = await requestHttp2(session, { ':method': 'HEAD', ':path': '/livez' })
    expect([overHttp2.headers[':status'], overHttp2.body.length]).toEqual([200, 0])
    session.destroy()
  })

  it('take no other method', async () => {
    const { port } = await runDoor({})
    const answer = await fetch(`http://127.0.0.1:${port}/livez`, { method: 'DELETE' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('leave everything else not found', async () => {
    const { port } = await runDoor({})
    for (const path of ['/', '/livez/', '/metricsx', '/constructor', '/__proto__']) {
      expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(404)
    }
  })

  it('survive a fault of what they ask', async () => {
    const fault = new Error('no metrics')
    const { port, errors } = await runDoor({}, { metrics: () => Promise.reject(fault) })
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(500)
    expect(errors).toEqual([fault])
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
  })
})

describe('metrics', () => {
  const scrape = async (authenticate: Authenticate, headers: Record<string, string> = {}) => {
    const { port } = await runDoor({}, { authenticate })
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers })
    return { status: answer.status, body: await answer.text() }
  }

  it('are shown to anyone where nobody is asked who he is', async () => {
    expect(await scrape(() => operator('local', 'local'))).toEqual({ status: 200, body: 'calls_total 1\n' })
  })

  it('are shown only with a good key, from this machine too: a proxy may stand on it', async () => {
    expect((await scrape(requireKey)).status).toBe(401)
    expect((await scrape(requireKey, { 'x-api-key': 'wrong' })).status).toBe(401)
    expect((await scrape(requireKey, { 'x-api-key': 'right' })).status).toBe(200)
  })

  it('are not shown to a key of those who run the service that is for something else', async () => {
    const narrowed = (...scopes: Scope[]) => ({ ...operator('api_key', 'key'), scopes: new Set(scopes) })
    expect((await scrape(() => narrowed('llm:call', 'settings:write'))).status).toBe(403)
    expect((await scrape(() => narrowed('usage:read'))).status).toBe(200)
  })

  it('are not there while nobody can be known', async () => {
    const away = () => {
      throw new GatewayError(ErrorReason.AUTHENTICATION_UNAVAILABLE, 'the store is away')
    }
    expect((await scrape(away)).status).toBe(503)
  })

  it('are not shown to tenants', async () => {
    expect((await scrape(() => ({ ...operator('api_key', 'key'), reach: 'tenant' }))).status).toBe(403)
  })
})
