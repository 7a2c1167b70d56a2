import { type ChannelCredentials, credentials } from '@grpc/grpc-js'

/** PEM, as text or bytes. */
type Pem = string | Uint8Array

export interface ClientTls {
  /** Of the authority that vouches for the server; left out: those that the machine trusts. */
  readonly ca?: Pem | undefined
  /** The certificate and key that this client shows. */
  readonly cert?: Pem | undefined
  readonly key?: Pem | undefined
}

/** Cleartext only where it was asked for, or where it does not leave the machine: a key must not be read on its way. */
export function credentialsFor(address: string, tls: boolean | ClientTls = !isLocal(address)): ChannelCredentials {
  if (tls === false) return credentials.createInsecure()
  const { ca, cert, key } = tls === true ? {} : tls
  return credentials.createSsl(bytes(ca), bytes(key), bytes(cert))
}

function bytes(pem: Pem | undefined): Buffer | null {
  return pem === undefined ? null : Buffer.from(pem as Uint8Array)
}

/** Whether all that a target of gRPC stands for is of this machine. */
export function isLocal(address: string): boolean {
  if (/^unix(-abstract)?:/.test(address)) return true
  const hosts = address.replace(/^(dns|ipv4|ipv6):(\/\/\/)?/, '').split(',')
  return hosts.every((host) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host))
}
