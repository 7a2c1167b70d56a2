import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { shareTokenSource } from '../../../src/providers/azure/token-sources.ts'
import { issued } from '../../support/entra.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

// Microsoft's library chooses the source of managed identities once a process, so each source has a file of its own.

const signal = new AbortController().signal
const cloud = { scope: 'https://ai.azure.com/.default', authorityHost: undefined, disableInstanceDiscovery: false }
const requests = { retryOptions: { maxRetries: 0 } }
let endpoint: Upstream

beforeAll(async () => {
  endpoint = await startUpstream(() => {})
  vi.stubEnv('IDENTITY_ENDPOINT', `${endpoint.url}/msi/token`)
  vi.stubEnv('IDENTITY_HEADER', 'header-of-the-app')
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await endpoint.close()
})

function identity(clientId: string | undefined) {
  return shareTokenSource({ kind: 'managed_identity', clientId }, cloud, systemClock, requests).source
}

it('the managed identity of an App Service gives tokens by the endpoint of the app', async () => {
  endpoint.play((exchange) => {
    const expires_on = String(Math.floor(systemClock.now() / 1000) + 3600)
    exchange.sendJson(200, { ...issued(endpoint.requests.length, 0), expires_on, resource: 'https://ai.azure.com' })
  })
  const source = identity('client-1')
  const tokens = await Promise.all(Array.from({ length: 20 }, () => source.token(signal)))
  expect(tokens).toEqual(Array(20).fill('entra-token-1'))
  expect(endpoint.requests).toHaveLength(1)
  const request = await endpoint.request(0)
  expect(request.headers['x-identity-header']).toBe('header-of-the-app')
  expect(Object.fromEntries(new URL(request.path, endpoint.url).searchParams)).toEqual({
    'api-version': '2019-08-01',
    client_id: 'client-1',
    resource: 'https://ai.azure.com',
  })
})

it('a refused token of a managed identity may come again, since it is kept for the whole process', async () => {
  expect(await identity('client-1').renew('entra-token-1', signal)).toBe('entra-token-1')
})

it('an identity that the app does not have fails for good', async () => {
  endpoint.play((exchange) => exchange.sendJson(400, { statusCode: 400, message: 'No User Assigned Identity found' }))
  await expect(identity('client-2').token(signal)).rejects.toMatchObject({
    reasonName: 'UPSTREAM_AUTH',
    metadata: { credential: 'managed_identity' },
  })
})

it('an endpoint that is down can be tried again', async () => {
  endpoint.play((exchange) => exchange.sendJson(500, { error: 'server_error', error_description: 'down' }))
  await expect(identity('client-3').token(signal)).rejects.toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE' })
})
