import { describe, expect, it } from 'vitest'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { type AuthenticationOptions, createAuthenticator } from '../../src/access/authenticate.ts'
import { CertificateJudge } from '../../src/access/certificate-judge.ts'
import { KeyRing } from '../../src/access/key-ring.ts'
import { TokenJudge } from '../../src/access/token-judge.ts'
import { newVirtualKey, virtualKeyDigest } from '../../src/access/virtual-key.ts'
import { systemClock } from '../../src/core/clock.ts'
import { operator } from '../../src/core/principal.ts'
import { Secret } from '../../src/core/secret.ts'
import type { ServiceHandlers } from '../../src/rpc/handler.ts'
import { guarded } from '../../src/rpc/services.ts'
import { createValidate } from '../../src/rpc/validate.ts'
import { startGrpcDoor } from '../../src/server/grpc/door.ts'
import { startWebDoor } from '../../src/server/web/door.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { FakeClock } from '../support/fake-clock.ts'

const pepper = new Secret('p'.repeat(32))
const { id, text } = newVirtualKey()
const apiKey = 'o'.repeat(40)

/** Everything that may let someone in, each for the same key, certificate or token. */
function working(): AuthenticationOptions {
  const keys = new KeyRing([pepper], new FakeClock())
  const principal = operator('api_key', `keys/${id}`)
  const digest = virtualKeyDigest(text.reveal(), pepper)
  keys.put({ id, digest, principal, previous: undefined, expireTime: undefined, refusal: undefined })
  return { apiKey, keys, certificates: new CertificateJudge([]), member: (member) => member, open: false }
}

function thrower(kind: 'throws' | 'rejects') {
  return (): never => {
    if (kind === 'throws') throw new TypeError('A fault that nobody thought of.')
    return Promise.reject(new TypeError('A fault that nobody thought of.')) as never
  }
}

/** Steps that fail, with what a caller shows that would be let in if they did not. */
const steps: Readonly<Record<string, (fail: () => never) => [Partial<AuthenticationOptions>, Record<string, string>]>> =
  {
    'the ring of keys': (fail) => {
      const keys = new KeyRing([pepper], new FakeClock())
      keys.judge = fail
      return [{ keys }, { 'x-api-key': text.reveal() }]
    },
    'the count of keys': (fail) => {
      const keys = new KeyRing([pepper], new FakeClock())
      Object.defineProperty(keys, 'size', { get: fail })
      return [{ keys, open: true }, {}]
    },
    'the judge of tokens': (fail) => {
      const tokens = new TokenJudge([], new FakeClock())
      tokens.judge = fail
      return [{ tokens }, { authorization: 'Bearer a.b.c' }]
    },
    'the judge of certificates': (fail) => {
      const certificates = new CertificateJudge([])
      certificates.judge = fail
      return [{ certificates }, {}]
    },
    'the membership of a tenant': (fail) => [{ member: fail }, {}],
    'the age of what is known': (fail) => [{ requireFresh: fail }, { 'x-api-key': text.reveal() }],
    'the age of what is known, where all are let in': (fail) => [{ requireFresh: fail, open: true }, {}],
  }

const peer = { certificateSubject: 'spiffe://example/team' }

describe('an authenticator whose', () => {
  it.each(Object.keys(steps))('%s fails lets nobody in', async (name) => {
    // Only tokens are judged by a promise.
    for (const kind of name === 'the judge of tokens' ? (['throws', 'rejects'] as const) : (['throws'] as const)) {
      const [broken, headers] = steps[name]?.(thrower(kind)) ?? [{}, {}]
      const authenticate = createAuthenticator({ ...working(), ...broken })
      const asked = (async () => authenticate((header) => headers[header], peer))()
      await expect(asked, kind).rejects.toThrow('A fault that nobody thought of.')
    }
  })

  it.each(Object.keys(steps))('%s works lets them in: what fails above is that step alone', async (name) => {
    const [, headers] = steps[name]?.(thrower('throws')) ?? [{}, {}]
    if ('authorization' in headers) return
    const found = createAuthenticator(working())((header) => headers[header], peer)
    expect(await found).toHaveProperty('id')
  })

  it('headers cannot be read lets nobody in', () => {
    expect(() => createAuthenticator(working())(thrower('throws'), peer)).toThrow()
  })
})

describe.each<Door>(doors)('a fault of authentication through %s', (door) => {
  it.each(['throws', 'rejects'] as const)('ends the call before its handler (%s)', async (kind) => {
    let served = 0
    const handlers = { listTenants: async () => void served++ }
    const services = [{ desc: AdminService, handlers } as unknown as ServiceHandlers]
    const app = await openDoors(services, thrower(kind))
    const error = await errorOf(clientsOf(app, door).admin.listTenants({}, { headers: { 'x-api-key': apiKey } }))
    await app.stop()
    expect(error).toMatchObject({ code: 'Internal', reasons: ['INTERNAL'] })
    expect(error.message).not.toContain('nobody thought of')
    expect(served).toBe(0)
  })
})

describe('a fault of authorisation', () => {
  it('ends the call before its handler', () => {
    let served = 0
    const service: ServiceHandlers = { desc: AdminService, handlers: { listTenants: async () => served++ } }
    const [guard] = [guarded(service, createValidate())]
    const scopes = { has: thrower('throws') }
    const principal = { ...operator('local', 'local'), scopes: scopes as never }
    expect(() => guard.handlers.listTenants?.({}, { principal } as never)).toThrow('nobody thought of')
    expect(served).toBe(0)
  })
})

async function openDoors(services: readonly ServiceHandlers[], authenticate: () => never) {
  const shared = { services, authenticate, clock: systemClock }
  const limits = {
    maxRequestBytes: 1 << 20,
    maxCallDurationMs: 60_000,
    writeStallMs: 30_000,
    maxConnectionAgeMs: 600_000,
  }
  const grpc = await startGrpcDoor({ ...shared, address: '127.0.0.1:0', limits, reflection: false })
  const web = await startWebDoor({
    ...shared,
    host: '127.0.0.1',
    port: 0,
    allowedOrigins: [],
    ready: () => ({ ready: true, checks: {} }),
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    onError: () => {},
  })
  return {
    grpcAddress: grpc.address,
    webAddress: `127.0.0.1:${web.port}`,
    stop: () => Promise.all([grpc.stop(0), web.stop(0)]),
  }
}
