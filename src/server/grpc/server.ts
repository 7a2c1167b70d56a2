import {
  constants,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Socket } from 'node:net'
import {
  type Metadata,
  Server,
  type ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerOptions,
} from '@grpc/grpc-js'
import type { Clock } from '../../core/clock.ts'
import { MIN_TLS_VERSION } from '../tls.ts'

/**
 * Everything that leans on the inside of grpc-js 1.14 is in this file, and `test/server/grpc/server.test.ts` fails when
 * an upgrade changes it. The public interface does not let a server
 * - see the headers of a call before its body is read, which authentication and deadlines need;
 * - give an ErrorInfo to the errors that grpc-js makes itself;
 * - limit messages by method, nor hold one that comes in tiny frames in less than a hundred times its size;
 * - set the limits of HTTP/2 sessions;
 * - end its sessions: `forceShutdown` forgets them all when channelz is off.
 */
interface ServerInternals {
  commonServerOptions: Record<string, unknown>
  register(path: string, handler: () => void, serialize: Serialize, deserialize: Deserialize, type: 'bidi'): boolean
  bindAsync(
    address: string,
    credentials: ServerCredentials,
    callback: (error: Error | null, port: number) => void,
  ): void
  tryShutdown(callback: () => void): void
  _streamHandler(interceptors: ServerInterceptor[], stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void
  _sessionHandler(server: Http2Server): (session: ServerHttp2Session) => void
}
const InternalServer = Server as unknown as new (options: ServerOptions) => ServerInternals

/** The call of grpc-js that reads requests and writes responses. */
export interface WireCall extends ServerInterceptingCallInterface {
  /** Cuts the body into messages, each with its five bytes of header. */
  decoder: { write(chunk: Buffer): Buffer[] }
}

export type Serialize = (message: never) => Buffer
export type Deserialize = (bytes: Buffer) => unknown

/** A method as the server runs it. */
export interface WireMethod {
  readonly path: string
  readonly serialize: Serialize
  /** Must not throw. */
  readonly deserialize: Deserialize
}

/** The head of a call, before anything of its body is read. `rawHeaders` alternates names and values. */
export interface CallHead {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
}

/** A method and what runs its call. */
export interface Received {
  readonly method: WireMethod
  readonly run: (wire: WireCall) => void
}

/** Gives what is to run, or undefined when it has answered the call itself. Must not throw nor reject. */
export type Receive = (head: CallHead) => Received | undefined | Promise<Received | undefined>

/** Per session: a burst of cancelled calls, and how many a second in the long run, before it counts as an attack. */
const STREAM_RESET_BURST = 10_000
const STREAM_RESET_RATE = 1000
const MAX_HEADER_BYTES = 16 * 1024
const HANDSHAKE_TIMEOUT_MS = 10_000

export class GrpcServer extends InternalServer {
  readonly #clock: Clock
  readonly #receive: Receive
  readonly #sessions = new Set<ServerHttp2Session>()
  /** All connections as they were accepted, with or without a session. */
  readonly #sockets = new Set<Socket>()
  #closing = false

  constructor(options: ServerOptions, clock: Clock, receive: Receive) {
    super({ ...options, 'grpc.enable_channelz': 0 })
    this.#clock = clock
    this.#receive = receive
    Object.assign(this.commonServerOptions, {
      settings: { ...(this.commonServerOptions.settings as object), maxHeaderListSize: MAX_HEADER_BYTES },
      streamResetBurst: STREAM_RESET_BURST,
      streamResetRate: STREAM_RESET_RATE,
      minVersion: MIN_TLS_VERSION,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    })
  }

  /** Makes a method known. Its handler is never asked: `receive` gives what runs the call. */
  add(method: WireMethod): void {
    this.register(method.path, () => {}, method.serialize, method.deserialize, 'bidi')
  }

  /** Resolves with the port. */
  listen(address: string, credentials: ServerCredentials): Promise<number> {
    return new Promise((resolve, reject) => {
      this.bindAsync(address, credentials, (error, port) => (error ? reject(error) : resolve(port)))
    })
  }

  /** Takes no more connections nor calls, and tells clients so. Resolves when the last running call has ended. */
  close(): Promise<void> {
    this.#closing = true
    return new Promise((resolve) => this.tryShutdown(resolve))
  }

  /** Cuts all connections. A session that is closing already would only ask its client to hang up, and wait for it. */
  destroy(): void {
    for (const session of this.#sessions) session.destroy()
    for (const socket of this.#sockets) socket.destroy()
  }

  override _sessionHandler(server: Http2Server): (session: ServerHttp2Session) => void {
    const handle = super._sessionHandler(server)
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    return (session) => {
      this.#sessions.add(session)
      session.once('close', () => this.#sessions.delete(session))
      this.#expectPreface(session)
      handle(session)
      // Its connection was made before the server closed.
      if (this.#closing) session.close()
    }
  }

  /** Who connects and then says nothing, or no HTTP/2, is not waited for until a keepalive finds out. */
  #expectPreface(session: ServerHttp2Session): void {
    const cancelTimer = this.#clock.after(HANDSHAKE_TIMEOUT_MS, () => session.destroy())
    session.once('remoteSettings', cancelTimer)
    session.once('close', cancelTimer)
  }

  override _streamHandler(
    interceptors: ServerInterceptor[],
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags?: number,
    rawHeaders: readonly string[] = [],
  ): void {
    // An error event is always followed by a close event, which is what counts.
    stream.on('error', () => {})
    // Cancelled in the same breath: grpc-js would never tell that it has gone.
    if (stream.destroyed || stream.closed) return
    const received = this.#receive({ stream, headers, rawHeaders })
    const begin = (ready: Received | undefined) => {
      if (ready) this.#begin(ready, interceptors, stream, headers)
    }
    if (received instanceof Promise) received.then(begin)
    else begin(received)
  }

  #begin(
    { method, run }: Received,
    interceptors: ServerInterceptor[],
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
  ): void {
    // It may have gone while it was found out who calls.
    if (stream.destroyed || stream.closed) return
    const take: ServerInterceptor = (_method, wire) =>
      new ServerInterceptingCall(wire, { start: () => run(wire as WireCall) })
    // Only what grpc-js needs: it would parse all headers, and write those that it dislikes to standard error.
    const necessary: IncomingHttpHeaders = {
      ':path': method.path,
      'content-type': 'application/grpc',
      'grpc-encoding': headers['grpc-encoding'],
    }
    super._streamHandler([...interceptors, take], stream, necessary)
  }
}

/** Headers in the form that grpc-js sends them; its own class would check and copy each of them twice. */
export function asMetadata(headers: OutgoingHttpHeaders): Metadata {
  return { toHttp2Headers: () => headers } as Metadata
}

/** Answers a call with headers alone. */
export function respondWithHeaders(stream: ServerHttp2Stream, clock: Clock, headers: OutgoingHttpHeaders): void {
  if (stream.destroyed || stream.closed) return
  stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto', ...headers }, { endStream: true })
  stopReading(stream, clock)
}

/** How long a caller whose call has been refused may take to notice. */
const NOTICE_MS = 1000

/**
 * Throws away the rest of a request whose response is complete, and ends the stream of a caller who goes on sending.
 * Not at once: Node would drop a response that is still waiting to be written.
 */
export function stopReading(stream: ServerHttp2Stream, clock: Clock): void {
  if (stream.readableEnded) return
  stream.resume()
  const cancelTimer = clock.after(NOTICE_MS, () => stream.close(constants.NGHTTP2_NO_ERROR))
  stream.once('close', cancelTimer)
}
