import type { Http2Session, IncomingHttpHeaders } from 'node:http2'
import type { Authenticate, Peer } from '../../access/authenticate.ts'
import type { Principal } from '../../core/principal.ts'
import { methodNotAvailable } from '../../rpc/method.ts'
import { peerOf } from '../tls.ts'
import { invalidBody } from './decoder.ts'
import type { CallHead } from './server.ts'

/** `application/grpc` with protobuf messages, with or without parameters; not gRPC-Web, not other codecs. */
const CONTENT_TYPE = /^application\/grpc(\+proto)?\s*(;|$)/i

/** What grpc-js can decompress. */
const encodings: readonly string[] = ['identity', 'gzip', 'deflate']

export function isGrpc(headers: IncomingHttpHeaders): boolean {
  return CONTENT_TYPE.test(headers['content-type'] ?? '')
}

/** Throws METHOD_NOT_AVAILABLE, the code that gRPC asks for, when the request is compressed in an unknown way. */
export function checkEncoding(path: string, encoding: string | undefined): void {
  if (encoding === undefined || encodings.includes(encoding)) return
  throw methodNotAvailable(path).with({ encoding: encoding.slice(0, 32), accepted: encodings.join(',') })
}

/** Reads headers by their lower-case names. */
export function headerReader({ headers, rawHeaders }: CallHead): (name: string) => string | undefined {
  return (name) => {
    if (name === 'authorization') return joined(rawHeaders, name)
    const value = headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
}

/** Node keeps only the first of several `authorization` headers; here a second one must not go unseen. */
function joined(rawHeaders: readonly string[], name: string): string | undefined {
  const values: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values.length === 0 ? undefined : values.join(', ')
}

const peers = new WeakMap<Http2Session, Peer>()

/** Who calls, by the head of the call and the certificate of its connection. Throws or rejects as `Authenticate` does. */
export function principalOf(
  head: CallHead,
  header: CallHeader,
  authenticate: Authenticate,
): Principal | Promise<Principal> {
  const { session } = head.stream
  if (!session) throw invalidBody('The connection is gone.')
  let peer = peers.get(session)
  if (!peer) {
    peer = peerOf(session.socket)
    peers.set(session, peer)
  }
  return authenticate(header, peer)
}

type CallHeader = (name: string) => string | undefined
