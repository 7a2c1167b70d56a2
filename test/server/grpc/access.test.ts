import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { ChannelCredentials } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { createAuthenticator } from '../../../src/access/authenticate.ts'
import { CertificateJudge } from '../../../src/access/certificate-judge.ts'
import { StatusCode } from '../../../src/core/status.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import { createHealth } from '../../../src/server/health.ts'
import { loadTls } from '../../../src/server/tls.ts'
import { callUnary, echo, generateText, openClient, openDoor, openSession, rawCall } from './fixture.ts'

const apiKey = 'a-key-of-more-than-thirty-two-characters'
const authenticate = createAuthenticator({ apiKey, open: false })
const unauthenticated = { code: StatusCode.UNAUTHENTICATED, reason: 'UNAUTHENTICATED' }

const whoAmI = {
  generateText: async (_request: unknown, { principal }: RequestContext) => ({
    $typeName: 'switchyard.v1.GenerateTextResponse',
    text: `${principal.kind} ${principal.id}`,
  }),
}

describe('a door with an API key', () => {
  it('lets its holders in, by either header', async () => {
    const door = await openDoor(whoAmI, { authenticate })
    const client = openClient(door.address)
    for (const metadata of [
      { authorization: `Bearer ${apiKey}` },
      { authorization: `bearer ${apiKey}` },
      { 'x-api-key': apiKey },
    ]) {
      expect(await callUnary(client, generateText, { prompt: 'x' }, { metadata: metadata as never })).toMatchObject({
        text: 'api_key api-key',
      })
    }
  })

  const wrong: [string, Record<string, string | string[]>][] = [
    ['no credential', {}],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['a key that begins like the right one', { authorization: `Bearer ${apiKey}x` }],
    ['the beginning of the key', { authorization: `Bearer ${apiKey.slice(0, -1)}` }],
    ['another scheme', { authorization: `Basic ${apiKey}` }],
    ['no scheme', { authorization: apiKey }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['the key twice', { 'x-api-key': [apiKey, apiKey] }],
    ['a right and a wrong key', { authorization: `Bearer ${apiKey}`, 'x-api-key': 'wrong' }],
    ['SQL', { 'x-api-key': "' OR 1=1 --" }],
    ['a cookie', { cookie: `authorization=Bearer ${apiKey}` }],
  ]

  it.each(wrong)('refuses %s on every method', async (_name, headers) => {
    const door = await openDoor(echo, { authenticate })
    const session = openSession(door.address)
    for (const { name } of LLMService.methods) {
      const { error } = await rawCall(session, { path: `/${LLMService.typeName}/${name}`, headers })
      expect(error).toMatchObject(unauthenticated)
      expect(JSON.stringify(error)).not.toContain(apiKey)
    }
  })

  it('answers health checks without it', async () => {
    const health = createHealth([LLMService.typeName])
    const door = await openDoor(echo, { authenticate, services: [health.service] })
    expect(await callUnary(openClient(door.address), Health.method.check, {})).toMatchObject({ status: 2 })
  })
})

/** Node 26 refuses an IP address as TLS server name, which is what grpc-js makes of the address. */
const byName = { 'grpc.ssl_target_name_override': 'localhost' }

describe('a door with TLS', () => {
  let folder: string
  const file = (name: string) => join(folder, name)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'switchyard-tls-'))
    const openssl = (...parameters: string[]) => execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' })
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', '-x509', ...ec, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Authority', '-days', '2')
    const issue = (name: string, subjectAltName: string) => {
      writeFileSync(
        file(`${name}.ext`),
        subjectAltName ? `subjectAltName=${subjectAltName}` : 'keyUsage=digitalSignature',
      )
      openssl('req', ...ec, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-days',
        '2',
        '-extfile',
        `${name}.ext`,
        '-out',
        `${name}.pem`,
      )
    }
    issue('server', 'DNS:localhost,IP:127.0.0.1')
    issue('client', 'DNS:team.example,URI:spiffe://example/team')
    issue('nameless', '')
    openssl(
      'req',
      '-x509',
      ...ec,
      '-keyout',
      'stranger.key',
      '-out',
      'stranger.pem',
      '-subj',
      '/CN=stranger',
      '-days',
      '2',
      '-addext',
      'subjectAltName=URI:spiffe://example/team',
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const serverTls = (clientCaFile?: string) =>
    loadTls({ certFile: file('server.pem'), keyFile: file('server.key'), clientCaFile })
  const credentialsOf = (name?: string) => {
    const authority = readFileSync(file('ca.pem'))
    if (!name) return ChannelCredentials.createSsl(authority)
    return ChannelCredentials.createSsl(authority, readFileSync(file(`${name}.key`)), readFileSync(file(`${name}.pem`)))
  }
  const openMutual = () =>
    openDoor(whoAmI, {
      tls: serverTls(file('ca.pem')),
      authenticate: createAuthenticator({ certificates: new CertificateJudge([]), open: false }),
    })

  it('serves encrypted, and asks for the key still', async () => {
    const door = await openDoor(whoAmI, { tls: serverTls(), authenticate })
    const client = openClient(door.address, credentialsOf(), byName)
    await expect(callUnary(client, generateText, { prompt: 'x' })).rejects.toMatchObject(unauthenticated)
    const metadata = { 'x-api-key': apiKey }
    expect(await callUnary(client, generateText, { prompt: 'x' }, { metadata })).toMatchObject({
      text: 'api_key api-key',
    })
  })

  it('does not speak cleartext', async () => {
    const door = await openDoor(whoAmI, { tls: serverTls() })
    await expect(callUnary(openClient(door.address), generateText, { prompt: 'x' })).rejects.toMatchObject({
      code: StatusCode.UNAVAILABLE,
    })
  })

  it('stops although a caller has connected and never shakes hands', { timeout: 5000 }, async () => {
    const door = await openDoor(whoAmI, { tls: serverTls() })
    const silent = connectTcp(door.port, '127.0.0.1')
    silent.on('error', () => {})
    await once(silent, 'connect')
    // Connections are accepted in turn: once this one is answered, the silent one has been accepted.
    await callUnary(openClient(door.address, credentialsOf(), byName), generateText, { prompt: 'x' })
    const hungUp = once(silent.resume(), 'close')
    await door.stop(0)
    await hungUp
  })

  it('does not speak TLS 1.1', async () => {
    const door = await openDoor(whoAmI, { tls: serverTls() })
    const connected = new Promise((resolve, reject) => {
      const socket = connect(
        {
          port: door.port,
          maxVersion: 'TLSv1.1',
          minVersion: 'TLSv1',
          rejectUnauthorized: false,
          ciphers: 'DEFAULT@SECLEVEL=0',
        },
        () => resolve(socket.getProtocol()),
      )
      socket.on('error', reject)
    })
    await expect(connected).rejects.toThrow(/alert|version|protocol/i)
  })

  it('knows callers by their certificates', async () => {
    const door = await openMutual()
    const client = openClient(door.address, credentialsOf('client'), byName)
    expect(await callUnary(client, generateText, { prompt: 'x' })).toMatchObject({
      text: 'certificate spiffe://example/team',
    })
  })

  it('refuses a certificate that names nobody', async () => {
    const door = await openMutual()
    const call = callUnary(openClient(door.address, credentialsOf('nameless'), byName), generateText, { prompt: 'x' })
    await expect(call).rejects.toMatchObject(unauthenticated)
  })

  it.each([undefined, 'stranger'])('does not connect to callers without a trusted certificate (%s)', async (name) => {
    const door = await openMutual()
    const call = callUnary(openClient(door.address, credentialsOf(name), byName), generateText, { prompt: 'x' })
    await expect(call).rejects.toMatchObject({ code: StatusCode.UNAVAILABLE })
  })

  it('says which of its files cannot be read', () => {
    expect(() => loadTls({ certFile: file('server.pem'), keyFile: file('absent.key') })).toThrow(
      /private key.*absent\.key/,
    )
  })
})
