import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Clock } from '../../core/clock.ts'
import { MIN_TLS_VERSION, type Tls } from '../tls.ts'
import type { WebConnections } from './connections.ts'
import type { WebSettings } from './options.ts'

/** Every HTTP/2 connection begins with it. Source: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')

const SOCKET_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }

/** Takes over a socket from which nothing has been read. */
export interface WebSocketTakers {
  readonly http1: (socket: Socket) => void
  readonly http2: (socket: Socket) => void
}

/** The port: tells HTTP/1.1 from HTTP/2 by a connection's first bytes, and hands it on. */
export function createWebListener(settings: WebSettings, connections: WebConnections, takers: WebSocketTakers): Server {
  const { clock, limits } = settings
  const receive = (socket: Socket) => {
    connections.watch(socket)
    sniff(socket, clock, limits.prefaceTimeoutMs, (version) => {
      if (version === 'http2') connections.unwatch(socket)
      takers[version](socket)
    })
  }
  const server = settings.tls
    ? createEncrypted(settings.tls, limits.prefaceTimeoutMs, receive)
    : createServer(SOCKET_OPTIONS, receive)
  return server.on('connection', (socket: Socket) => connections.accept(socket))
}

function createEncrypted(tls: Tls, handshakeTimeout: number, receive: (socket: Socket) => void): Server {
  const server = createTlsServer({
    ...SOCKET_OPTIONS,
    key: tls.key,
    cert: tls.cert,
    minVersion: MIN_TLS_VERSION,
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout,
    ...(tls.clientCa ? { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true } : {}),
  })
  server.on('secureConnection', receive)
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

/** Waits for enough bytes to tell the version, puts them back and reports. Gives a silent connection up. */
function sniff(socket: Socket, clock: Clock, timeoutMs: number, report: (version: 'http1' | 'http2') => void): void {
  let seen = Buffer.alloc(0)
  const cancel = clock.after(timeoutMs, () => socket.destroy())
  const onReadable = () => {
    const bytes: Buffer | null = socket.read()
    if (bytes === null) return
    seen = Buffer.concat([seen, bytes])
    const isPrefix = HTTP2_PREFACE.subarray(0, seen.length).equals(seen.subarray(0, HTTP2_PREFACE.length))
    if (isPrefix && seen.length < HTTP2_PREFACE.length) return
    release()
    socket.unshift(seen)
    report(isPrefix ? 'http2' : 'http1')
  }
  const onEnd = () => socket.destroy()
  const onError = () => socket.destroy()
  const release = () => {
    cancel()
    socket.off('readable', onReadable).off('end', onEnd).off('error', onError)
  }
  socket.on('readable', onReadable).on('end', onEnd).on('error', onError).once('close', cancel)
}
