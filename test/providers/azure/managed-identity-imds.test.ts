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
  endpoint = await startUpstream((exchange) => exchange.sendJson(200, issued(endpoint.requests.length, 3600)))
  vi.stubEnv('AZURE_POD_IDENTITY_AUTHORITY_HOST', endpoint.url)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await endpoint.close()
})

function identity(clientId: string | undefined) {
  return shareTokenSource({ kind: 'managed_identity', clientId }, cloud, systemClock, requests).source
}

it('the managed identity of a machine gives tokens by its metadata service', async () => {
  const source = identity(undefined)
  const tokens = await Promise.all(Array.from({ length: 20 }, () => source.token(signal)))
  expect(tokens).toEqual(Array(20).fill('entra-token-1'))
  expect(endpoint.requests).toHaveLength(1)
  const request = await endpoint.request(0)
  expect(String(request.headers.metadata).toLowerCase()).toBe('true')
  const { pathname, searchParams } = new URL(request.path, endpoint.url)
  expect(pathname).toMatch(/^\/metadata\/identity\/oauth2\/token\/?$/)
  expect(Object.fromEntries(searchParams)).toEqual({ 'api-version': '2018-02-01', resource: 'https://ai.azure.com' })
})

it('a machine without the identity fails for good', async () => {
  endpoint.play((exchange) =>
    exchange.sendJson(400, { error: 'invalid_request', error_description: 'Identity not found' }),
  )
  await expect(identity('client-2').token(signal)).rejects.toMatchObject({
    reasonName: 'UPSTREAM_AUTH',
    metadata: { credential: 'managed_identity', entra_code: 'invalid_request' },
  })
})

it('a metadata service that cannot be reached can be tried again', async () => {
  endpoint.play((exchange) => exchange.reset())
  await expect(identity('client-3').token(signal)).rejects.toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE' })
})
