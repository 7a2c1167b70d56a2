import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createClient } from '@connectrpc/connect'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { type Configuration, type RunningApp, startTestApp } from '../support/app.ts'
import { Certificates, type ClientTls } from '../support/certificates.ts'
import { grpcJsTransport } from '../support/clients.ts'
import { interopConfiguration, makeCertificates, tlsSettings } from './configuration.ts'
import type { InteropFile, InteropServer } from './interop-file.ts'
import { startInteropUpstream } from './upstream.ts'

const OPERATOR = randomBytes(32).toString('hex')
const environment = { SWITCHYARD_API_KEY: OPERATOR }
const operator = { headers: { authorization: `Bearer ${OPERATOR}` } }

/** What runs for all languages together. */
export interface InteropServers {
  /** The path of `interop.json`. */
  readonly file: string
  readonly told: InteropFile
  stop(): Promise<void>
}

/** Starts a provider and, before it, a server in cleartext, one with TLS and one that asks for certificates. */
export async function startInteropServers(): Promise<InteropServers> {
  const upstream = await startInteropUpstream()
  const certificates = new Certificates()
  makeCertificates(certificates)
  const start = (tls?: Configuration) =>
    startTestApp({ ...interopConfiguration(upstream.url), listen: { tls } }, { environment })
  const plain = await start()
  const tls = await start(tlsSettings(certificates))
  const mtls = await startTestApp({
    ...interopConfiguration(upstream.url),
    listen: { tls: { ...tlsSettings(certificates), client_ca_file: certificates.path('authority.pem') } },
  })
  const tlsKey = await makeKey(tls, certificates.client('authority'))
  const ca_file = certificates.path('authority.pem')
  const told: InteropFile = {
    plain: { grpc: plain.grpcAddress, web: `http://${plain.webAddress}`, key: await makeKey(plain) },
    tls: { ...secured(tls, ca_file), key: tlsKey },
    mtls: {
      ...secured(mtls, ca_file),
      cert_file: certificates.path('client.pem'),
      key_file: certificates.path('client.key'),
    },
    // A key of another server: of the right form, and unknown to this one.
    wrong_key: tlsKey,
    upstream: upstream.url,
  }
  const file = certificates.path('interop.json')
  writeFileSync(file, JSON.stringify(told, null, 2))
  const stop = async () => {
    await Promise.all([plain, tls, mtls].map((app) => app.stop()))
    await upstream.close()
    certificates.remove()
  }
  return { file, told, stop }
}

/** By name: that is what clients compare with the certificate. */
function secured({ grpcAddress, webAddress }: RunningApp, ca_file: string): InteropServer {
  const named = (address: string) => address.replace('127.0.0.1', 'localhost')
  return { grpc: named(grpcAddress), web: `https://${named(webAddress)}`, ca_file }
}

async function makeKey({ grpcAddress }: RunningApp, tls?: ClientTls): Promise<string> {
  const address = tls ? grpcAddress.replace('127.0.0.1', 'localhost') : grpcAddress
  const admin = createClient(AdminService, grpcJsTransport(address, tls))
  const { key } = await admin.createApiKey({ apiKey: { role: AccessRole.CALLER, user: 'interop' } }, operator)
  return key
}
