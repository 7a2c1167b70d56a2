import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { create } from '@bufbuild/protobuf'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GenerateTextResponseSchema } from '#gen/switchyard/v1/generation_pb.js'
import { createAuthenticator } from '../../../src/access/authenticate.ts'
import { CertificateJudge } from '../../../src/access/certificate-judge.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import type { Tls } from '../../../src/server/tls.ts'
import { clientOf, closeOf, echo, runDoor, stopDoors, wires } from './support.ts'

const directory = mkdtempSync(join(tmpdir(), 'web-tls-'))
const file = (name: string) => join(directory, name)
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' })

/** A key and a certificate of its own making, or signed by `authority`. */
function makeCertificate(name: string, altName: string, authority?: string): void {
  writeFileSync(file(`${name}.cnf`), `[e]\nsubjectAltName=${altName}\n`)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`]
  if (authority === undefined) {
    openssl(
      'req',
      '-x509',
      ...key,
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=${altName}`,
      '-out',
      `${name}.crt`,
    )
    return
  }
  openssl('req', ...key, '-subj', `/CN=${name}`, '-out', `${name}.csr`)
  const signer = ['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-CAcreateserial']
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...signer,
    '-extfile',
    `${name}.cnf`,
    '-extensions',
    'e',
    '-out',
    `${name}.crt`,
  )
}

const read = (name: string) => readFileSync(file(name))

let tls: Tls
let trusting: { ca: Buffer }
beforeAll(() => {
  makeCertificate('server', 'DNS:localhost')
  makeCertificate('authority', 'DNS:authority')
  makeCertificate('service', 'URI:spiffe://example/service', 'authority')
  makeCertificate('stranger', 'URI:spiffe://example/service')
  tls = { key: read('server.key'), cert: read('server.crt') }
  trusting = { ca: tls.cert }
})
afterAll(() => rmSync(directory, { recursive: true }))
afterEach(stopDoors)

describe('an encrypted port', () => {
  it.each(wires)('serves %s', async (wire) => {
    const { port } = await runDoor(echo, { tls })
    await expect(clientOf(port, wire, trusting).generateText({ prompt: 'x' })).resolves.toMatchObject({ text: 'x' })
  })

  it('does not speak the outdated versions of TLS', async () => {
    const { port } = await runDoor(echo, { tls })
    const socket = connectTls({
      port,
      host: 'localhost',
      ...trusting,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const [error] = await once(socket, 'error')
    expect(error.code).toMatch(/SSL|ECONNRESET/)
  })

  it('closes a connection that does not shake hands', async () => {
    const { port } = await runDoor(echo, { tls, limits: { prefaceTimeoutMs: 200 } })
    const socket = connectTcp(port, '127.0.0.1')
      .on('error', () => {})
      .resume()
    await closeOf(socket)
    expect(socket.destroyed).toBe(true)
  })

  it('closes a connection that does not speak TLS, and lives on', async () => {
    const { port } = await runDoor(echo, { tls })
    const socket = connectTcp(port, '127.0.0.1')
      .on('error', () => {})
      .resume()
    socket.write('GET /livez HTTP/1.1\r\nhost: a\r\n\r\n')
    await closeOf(socket)
    await expect(clientOf(port, 'connect h1', trusting).generateText({ prompt: 'x' })).resolves.toMatchObject({
      text: 'x',
    })
  })
})

describe('a port that demands certificates', () => {
  const whoAmI = {
    generateText: async (_request: unknown, { principal }: RequestContext) =>
      create(GenerateTextResponseSchema, { text: `${principal.kind} ${principal.id}` }),
  }
  const authenticate = createAuthenticator({ certificates: new CertificateJudge([]), open: false })
  const holding = (name: string) => ({ ...trusting, key: read(`${name}.key`), cert: read(`${name}.crt`) })

  it.each(wires)('knows by its certificate who calls by %s', async (wire) => {
    const { port } = await runDoor(whoAmI, { tls: { ...tls, clientCa: read('authority.crt') }, authenticate })
    const answer = await clientOf(port, wire, holding('service')).generateText({})
    expect(answer.text).toBe('certificate spiffe://example/service')
  })

  it.each(wires)('refuses callers by %s without one, or with one that nobody vouches for', async (wire) => {
    const { port } = await runDoor(whoAmI, { tls: { ...tls, clientCa: read('authority.crt') }, authenticate })
    await expect(clientOf(port, wire, trusting).generateText({})).rejects.toThrow()
    await expect(clientOf(port, wire, holding('stranger')).generateText({})).rejects.toThrow()
  })
})
