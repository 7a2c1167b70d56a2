import { createHmac } from 'node:crypto'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { ServerReflection } from '#gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '#gen/grpc/reflection/v1alpha/reflection_pb.js'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import type { Role } from '../../src/core/principal.ts'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { Certificates, type ClientTls } from '../support/certificates.ts'
import { clientsOf } from '../support/clients.ts'
import { forgottenEndpoints, httpRequestsOf, probeOutcomes, probes } from '../support/http-caller.ts'
import { methodCallers, type Outcome } from '../support/method-caller.ts'
import { allowedRoles, services } from '../support/permission-table.ts'
import { AUDIENCE, type PlayedIssuer, startTokenIssuer } from '../support/token-issuer.ts'

const OPERATOR = 'o'.repeat(40)
const METHODS = services.flatMap((service) => service.methods)
const REFLECTION = [ServerReflection.typeName, ServerReflectionAlpha.typeName]
const doors = Object.keys(methodCallers) as (keyof typeof methodCallers)[]

/** What every method does with one who has this role, or with a stranger. */
function expected(role: Role | undefined, door: (typeof doors)[number]): Record<string, Outcome> {
  const ofProbes = Object.entries(door === 'plain HTTP' ? probes : {}).map(([name, allowed]) => {
    if (allowed === 'everyone' || allowed === role) return [name, 'let in']
    return [name, role === undefined ? 'UNAUTHENTICATED' : 'PERMISSION_DENIED']
  })
  const ofMethods = METHODS.map((method) => {
    const allowed = allowedRoles(method)
    const name = `${method.parent.typeName}/${method.name}`
    // Its requests are a stream, which gRPC alone can carry.
    if (door === 'Connect' && REFLECTION.includes(method.parent.typeName)) return [name, 'not offered']
    if (door === 'plain HTTP' && httpRequestsOf(method).length === 0) return [name, 'not offered']
    if (allowed === 'everyone') return [name, 'let in']
    if (role === undefined) return [name, 'UNAUTHENTICATED']
    return [name, allowed.includes(role) ? 'let in' : 'PERMISSION_DENIED']
  })
  return Object.fromEntries([...ofMethods, ...ofProbes])
}

async function outcomes(
  app: RunningApp,
  door: (typeof doors)[number],
  headers: Readonly<Record<string, string>>,
  tls?: ClientTls,
): Promise<Record<string, Outcome>> {
  const call = methodCallers[door](app, tls)
  const found = door === 'plain HTTP' ? await probeOutcomes(app.webAddress, headers, tls) : {}
  for (const method of METHODS) found[`${method.parent.typeName}/${method.name}`] = await call(method, headers)
  return found
}

it('all endpoints of plain HTTP are among those that are called', () => {
  expect(forgottenEndpoints()).toEqual([])
})

describe.each(doors)('every method through %s, called by', (door) => {
  let app: RunningApp
  let issuer: PlayedIssuer

  beforeAll(async () => {
    issuer = await startTokenIssuer(() => Date.now())
    const { name, issuer: iss, jwksUrl } = issuer.settings
    const trusted = { name, issuer: iss, audience: AUDIENCE, jwks_url: jwksUrl, role_claim: 'role' }
    const environment = { SWITCHYARD_API_KEY: OPERATOR }
    const configuration = { authentication: { token_issuers: [trusted] }, listen: { reflection: true } }
    app = await startTestApp(configuration, { environment })
    for (const tenant of ['acme', 'umbrella']) {
      await clientsOf(app).admin.createTenant({ tenant: { name: tenant } }, operator)
    }
    return async () => {
      await app.stop()
      await issuer.upstream.close()
    }
  })

  const operator = { headers: { 'x-api-key': OPERATOR } }
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` })

  async function makeKey(role: AccessRole, change: object = {}) {
    const { admin } = clientsOf(app)
    const { apiKey, key } = await admin.createApiKey({ apiKey: { tenant: 'acme', role, ...change } }, operator)
    return { name: apiKey?.name ?? '', key }
  }

  async function revoked() {
    const { name, key } = await makeKey(AccessRole.PLATFORM_ADMIN)
    await clientsOf(app).admin.revokeApiKey({ name }, operator)
    return bearer(key)
  }

  async function expired() {
    const { name, key } = await makeKey(AccessRole.PLATFORM_ADMIN)
    const apiKey = { name, expireTime: timestampFromMs(Date.now() - 1) }
    await clientsOf(app).admin.updateApiKey({ apiKey }, operator)
    return bearer(key)
  }

  const token = async (claims: object, header = {}) =>
    bearer(await issuer.sign({ role: 'platform_admin', ...claims }, header))
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = () => ({ iss: issuer.settings.issuer, aud: AUDIENCE, sub: 'ada', role: 'platform_admin', exp: 1e11 })

  /** Signed with the issuer's public key as if that were a shared secret. */
  const confused = () => {
    const signed = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims())}`
    const mac = createHmac('sha256', JSON.stringify(issuer.keys[0])).update(signed).digest('base64url')
    return bearer(`${signed}.${mac}`)
  }

  const unknownKid = async () => {
    const { privateKey } = await generateKeyPair('ES256')
    return bearer(await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'k9' }).sign(privateKey))
  }

  type Credentials = () => Promise<Record<string, string>> | Record<string, string>
  const strangers: [string, Credentials][] = [
    ['nobody', () => ({})],
    ['one with garbage', () => bearer('garbage')],
    ['one with a key of the right form', () => bearer(`sy_${'0'.repeat(16)}_${'0'.repeat(72)}`)],
    ['one with the wrong scheme', () => ({ authorization: `Basic ${OPERATOR}` })],
    ['one with the beginning of a key', () => bearer(OPERATOR.slice(0, -1))],
    ['one with two keys', () => ({ ...bearer(OPERATOR), 'x-api-key': 'another' })],
    ['the holder of a revoked key', revoked],
    ['the holder of an expired key', expired],
    ['the holder of an expired token', () => token({ exp: 1 })],
    ['the holder of a token for others', () => token({ aud: 'others' })],
    ['the holder of a token of another issuer', () => token({ iss: 'https://evil.example' })],
    ['the holder of an unsigned token', () => bearer(`${part({ alg: 'none' })}.${part(claims())}.`)],
    ['the holder of a token signed with a public key', confused],
    ['the holder of a token signed by an unknown key', unknownKid],
  ]

  it.each(strangers)('%s', async (_, credentials) => {
    expect(await outcomes(app, door, await credentials())).toEqual(expected(undefined, door))
  })

  const known: [string, Role, Credentials][] = [
    ['the operator', 'platform_admin', () => bearer(OPERATOR)],
    ['a platform administrator', 'platform_admin', async () => bearer((await makeKey(AccessRole.PLATFORM_ADMIN)).key)],
    ['a tenant’s administrator', 'tenant_admin', async () => bearer((await makeKey(AccessRole.TENANT_ADMIN)).key)],
    ['a viewer', 'viewer', async () => bearer((await makeKey(AccessRole.VIEWER)).key)],
    ['a caller', 'caller', async () => bearer((await makeKey(AccessRole.CALLER)).key)],
    [
      'an administrator of another tenant',
      'tenant_admin',
      async () => bearer((await makeKey(AccessRole.TENANT_ADMIN, { tenant: 'umbrella' })).key),
    ],
    ['the holder of a good token', 'viewer', () => token({ role: 'viewer' })],
  ]

  it.each(known)('%s', async (_, role, credentials) => {
    expect(await outcomes(app, door, await credentials())).toEqual(expected(role, door))
  })
})

describe.each(doors)('every method over mutual TLS through %s, called by', (door) => {
  const certificates = new Certificates()
  let app: RunningApp

  beforeAll(async () => {
    for (const authority of ['ca', 'evil']) certificates.authority(authority)
    certificates.make('server', 'DNS:localhost,IP:127.0.0.1', 'ca')
    for (const name of ['admin', 'team', 'stranger']) certificates.make(name, `URI:spiffe://example/${name}`, 'ca')
    certificates.make('impostor', 'URI:spiffe://example/admin', 'evil')
    certificates.make('nameless', 'IP:10.0.0.1', 'ca')
    certificates.make('outdated', 'URI:spiffe://example/admin', 'ca', -1)
    const file = (name: string) => certificates.path(name)
    const tls = { cert_file: file('server.pem'), key_file: file('server.key'), client_ca_file: file('ca.pem') }
    const listed = [
      { name: 'spiffe://example/admin', role: 'platform_admin' },
      { name: 'spiffe://example/team', role: 'caller' },
    ]
    app = await startTestApp({ listen: { tls, reflection: true }, authentication: { certificates: listed } })
    return async () => {
      await app.stop()
      certificates.remove()
    }
  })

  it.each<[string, Role | undefined]>([
    ['admin', 'platform_admin'],
    ['team', 'caller'],
    ['stranger', undefined],
    ['nameless', undefined],
  ])('the holder of the certificate of %s', async (name, role) => {
    expect(await outcomes(app, door, {}, certificates.client('ca', name))).toEqual(expected(role, door))
  })

  it.each(['impostor', 'outdated', undefined])('one without a certificate that is trusted (%s)', async (name) => {
    const found = await outcomes(app, door, {}, certificates.client('ca', name))
    const offered = Object.values(found).filter((outcome) => outcome !== 'not offered')
    expect(new Set(offered)).toEqual(new Set(['no connection']))
  })
})
