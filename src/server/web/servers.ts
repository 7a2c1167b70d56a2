import { createServer as createHttp1Server, type Server } from 'node:http'
import { createServer as createHttp2Server, type Http2Server } from 'node:http2'
import type { WebConnections } from './connections.ts'
import type { WebRequest, WebResponse } from './http.ts'
import { keepAlive } from './keepalive.ts'
import type { WebSettings } from './options.ts'

type RequestListener = (request: WebRequest, response: WebResponse) => void

const MAX_HEADER_BYTES = 16 * 1024
const STREAM_WINDOW_BYTES = 256 * 1024
const SESSION_WINDOW_BYTES = 1024 * 1024

/** An HTTP/1.1 server that listens nowhere: it is given its sockets. `close` it in the end. */
export function createInnerHttp1Server(settings: WebSettings, listener: RequestListener): Server {
  const { headersTimeoutMs, requestTimeoutMs, keepAliveMs } = settings.limits
  const server = createHttp1Server({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: headersTimeoutMs,
    requestTimeout: Math.max(requestTimeoutMs, headersTimeoutMs),
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(1000, Math.ceil(headersTimeoutMs / 4)),
  })
  server.on('request', listener)
  // Left to Node, `100 Continue` would call for the body before anyone has looked at the headers.
  server.on('checkContinue', listener)
  // Node starts enforcing the timeouts when a server listens, which this one never does.
  server.emit('listening')
  return server
}

/** An HTTP/2 server that listens nowhere: it is given its sockets. */
export function createInnerHttp2Server(
  settings: WebSettings,
  connections: WebConnections,
  listener: RequestListener,
): Http2Server {
  const server = createHttp2Server({
    settings: {
      enablePush: false,
      maxConcurrentStreams: 1000,
      maxHeaderListSize: MAX_HEADER_BYTES,
      initialWindowSize: STREAM_WINDOW_BYTES,
    },
    maxSessionMemory: 64,
    // Callers that cancel a hundred calls a second are welcome; Node's own limit of 33 would cut them off.
    streamResetBurst: 2000,
    streamResetRate: 200,
  })
  const { pingIntervalMs: intervalMs, pingTimeoutMs: timeoutMs } = settings.limits
  server.on('session', (session) => {
    session.setLocalWindowSize(SESSION_WINDOW_BYTES)
    connections.addSession(session)
    keepAlive(session, { clock: settings.clock, intervalMs, timeoutMs })
  })
  server.on('request', listener)
  server.on('checkContinue', listener)
  return server
}
