import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request that reached the upstream, and all that can be done in answer to it. */
export interface UpstreamExchange {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The body as text. */
  readonly body: string
  /** The body as JSON; fails the test's handler when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into bodies of any shape.
  readonly json: any
  readonly response: ServerResponse
  readonly socket: Socket
  /** Resolves when the connection is closed, by whichever side. */
  readonly closed: Promise<void>
  /** Answers with JSON. */
  sendJson(status: number, body: unknown, headers?: Record<string, string>): void
  /** Answers with any text. */
  sendText(status: number, type: string, body: string, headers?: Record<string, string>): void
  /** Begins a stream of events. */
  startEvents(headers?: Record<string, string>): void
  /** Sends an event; what is not text goes as JSON. Resolves when it has left the process. */
  sendEvent(data: unknown, name?: string): Promise<void>
  /** Sends bytes of the body, in a packet of their own as far as the network allows. */
  sendBytes(bytes: string | Uint8Array): Promise<void>
  /** Ends the body in the proper way. */
  end(): void
  /** Closes the connection with FIN, wherever the answer is. */
  hangUp(): void
  /** Closes the connection with RST, wherever the answer is. */
  reset(): void
}

export type UpstreamHandler = (exchange: UpstreamExchange) => void | Promise<void>

export interface Upstream {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  readonly port: number
  /** Every request so far, the oldest first. */
  readonly requests: readonly UpstreamExchange[]
  /** Connections that are open now. */
  readonly openSockets: number
  /** Connections that were ever opened. */
  readonly acceptedSockets: number
  /** Plays something else from now on. */
  play(handler: UpstreamHandler): void
  /** Resolves with the request number `index`, counted from 0, once it has come. */
  request(index: number): Promise<UpstreamExchange>
  close(): Promise<void>
}

/** Starts a server that plays a provider: one function answers every request, as well or as badly as a test wants. */
export async function startUpstream(first: UpstreamHandler): Promise<Upstream> {
  let handler = first
  let acceptedSockets = 0
  const requests: UpstreamExchange[] = []
  const waiting = new Map<number, (exchange: UpstreamExchange) => void>()
  const sockets = new Set<Socket>()
  const closings = new WeakMap<Socket, Promise<void>>()
  const server = createServer({ noDelay: true }, async (request, response) => {
    const closed = closings.get(request.socket) ?? Promise.resolve()
    const exchange = exchangeOf(request, response, await bodyOf(request), closed)
    waiting.get(requests.push(exchange) - 1)?.(exchange)
    await handler(exchange)
  })
  server.on('connection', (socket) => {
    acceptedSockets += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    closings.set(socket, new Promise((resolve) => socket.on('close', () => resolve())))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    get openSockets() {
      return sockets.size
    },
    get acceptedSockets() {
      return acceptedSockets
    },
    play(next) {
      handler = next
    },
    request: (index) =>
      new Promise((resolve) => {
        const known = requests[index]
        if (known) resolve(known)
        else waiting.set(index, resolve)
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    // The caller went away while it sent; what came stands in the journal.
  }
  return Buffer.concat(chunks).toString()
}

function exchangeOf(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  closed: Promise<void>,
): UpstreamExchange {
  const { socket } = request
  const sendBytes = (bytes: string | Uint8Array) =>
    new Promise<void>((resolve) => {
      response.write(bytes, () => setImmediate(resolve))
      if (socket.destroyed) resolve()
    })
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body,
    get json() {
      return JSON.parse(body)
    },
    response,
    socket,
    closed,
    sendJson(status, json, headers = {}) {
      this.sendText(status, 'application/json', JSON.stringify(json), headers)
    },
    sendText(status, type, text, headers = {}) {
      response.writeHead(status, { 'content-type': type, ...headers })
      response.end(text)
    },
    startEvents(headers = {}) {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers })
      response.flushHeaders()
    },
    sendEvent: (data, name) => sendBytes(eventText(data, name)),
    sendBytes,
    end: () => void response.end(),
    hangUp: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
  }
}

/** An upstream for the running test alone. */
export async function openUpstream(handler: UpstreamHandler): Promise<Upstream> {
  const upstream = await startUpstream(handler)
  onTestFinished(() => upstream.close())
  return upstream
}

/** An event as it goes over the wire. */
export function eventText(data: unknown, name?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`
}
