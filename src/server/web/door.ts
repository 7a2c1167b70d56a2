import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import type { Clock } from '../../core/clock.ts'
import type { Standing } from '../standing.ts'
import { WebConnections } from './connections.ts'
import { createWebListener } from './listener.ts'
import { defaultWebLimits, type WebDoorOptions, type WebSettings } from './options.ts'
import { createRequestListener } from './requests.ts'
import { createInnerHttp1Server, createInnerHttp2Server } from './servers.ts'

/** The port for Connect, gRPC-Web and gRPC, over HTTP/1.1 and HTTP/2, with the plain endpoints beside them. */
export interface WebDoor {
  /** The address it listens on. */
  readonly address: string
  readonly port: number
  /**
   * Takes no new calls, gives those under way `graceMs` to end, then ends them as UNAVAILABLE. Resolves when every
   * connection is closed. Calling it again with a shorter grace hurries it up.
   */
  stop(graceMs: number): Promise<void>
  /** Ends the calls of those who may call no longer. */
  endCalls(standing: Standing): void
}

/** How long aborted calls may take to tell their clients so. */
const FAREWELL_MS = 1000

/** Rejects when the port cannot be listened on. */
export async function startWebDoor(options: WebDoorOptions): Promise<WebDoor> {
  const settings: WebSettings = { ...options, limits: { ...defaultWebLimits, ...options.limits } }
  const connections = new WebConnections()
  const listener = createRequestListener(settings, connections)
  const http1 = createInnerHttp1Server(settings, listener)
  const http2 = createInnerHttp2Server(settings, connections, listener)
  const port = createWebListener(settings, connections, {
    http1: (socket) => http1.emit('connection', socket),
    http2: (socket) => http2.emit('connection', socket),
  })
  port.listen(settings.port, settings.host)
  await once(port, 'listening')
  port.on('error', settings.onError)
  const closed = new Promise<void>((resolve) => port.once('close', resolve))
  closed.then(() => http1.close())
  const { address, port: number } = port.address() as AddressInfo
  return {
    address,
    port: number,
    stop: (graceMs) => stop(port, closed, connections, settings.clock, graceMs),
    endCalls: (standing) => connections.endCalls(standing),
  }
}

async function stop(
  port: Server,
  closed: Promise<void>,
  connections: WebConnections,
  clock: Clock,
  graceMs: number,
): Promise<void> {
  if (port.listening) port.close()
  connections.drain()
  if (await isWithin(clock, graceMs, closed)) return
  connections.abortCalls()
  if (await isWithin(clock, FAREWELL_MS, closed)) return
  connections.destroy()
  await closed
}

/** Whether the promise settles within the time. */
function isWithin(clock: Clock, milliseconds: number, promise: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(false))
    promise.then(() => {
      cancel()
      resolve(true)
    })
  })
}
