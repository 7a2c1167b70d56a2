import { readFileSync } from 'node:fs'
import { TLSSocket } from 'node:tls'
import type { Peer } from '../access/authenticate.ts'
import { certificateName } from '../access/certificate-name.ts'

export interface TlsFiles {
  /** The certificate chain, PEM. */
  readonly certFile: string
  /** The private key, PEM. */
  readonly keyFile: string
  /** The authorities whose client certificates are required, PEM. Undefined or empty: clients need none. */
  readonly clientCaFile?: string | undefined
}

/** What a port needs to be encrypted. With `clientCa`, clients must show a certificate signed by it. */
export interface Tls {
  readonly cert: Buffer
  readonly key: Buffer
  readonly clientCa?: Buffer
}

/** The oldest protocol version that any port speaks. */
export const MIN_TLS_VERSION = 'TLSv1.2'

/** Reads the files of `listen.tls`. Throws an Error that names the file which cannot be read. */
export function loadTls(files: TlsFiles): Tls {
  const cert = readNamed(files.certFile, 'certificate')
  const key = readNamed(files.keyFile, 'private key')
  if (!files.clientCaFile) return { cert, key }
  return { cert, key, clientCa: readNamed(files.clientCaFile, 'client authorities') }
}

function readNamed(path: string, what: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`The file of the TLS ${what} cannot be read: ${path}`, { cause: error })
  }
}

/** What the connection itself says about the caller: the name in its certificate, if it showed one that we trust. */
export function peerOf(socket: unknown): Peer {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return {}
  const certificateSubject = certificateName(socket.getPeerX509Certificate()?.subjectAltName)
  return certificateSubject === undefined ? {} : { certificateSubject }
}
