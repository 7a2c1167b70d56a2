import { constants, type ServerHttp2Stream } from 'node:http2'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../../core/clock.ts'
import { GatewayError, toGatewayError } from '../../core/errors.ts'
import type { Principal } from '../../core/principal.ts'
import { StatusCode } from '../../core/status.ts'
import { type Header, newProgress, type RefusedRequest, type RequestContext } from '../../rpc/handler.ts'
import { REQUEST_ID, responseHeaders } from '../../rpc/response-headers.ts'
import { deadlineExceeded } from './deadline.ts'
import { invalidBody, MessageDecoder, tooLarge } from './decoder.ts'
import { asMetadata, stopReading, type WireCall } from './server.ts'
import { okStatus, toWireStatus, type WireStatus } from './status.ts'

/** What the calls of a door have in common. */
export interface CallEnvironment {
  readonly clock: Clock
  /** How long a caller may stop reading. */
  readonly writeStallMs: number
  /** The calls that have not ended. */
  readonly running: Set<GrpcCall>
  /** Told of every call that ended with an error. */
  readonly onError: (error: GatewayError, path: string) => void
  /** Told of those among them that ended before they were calls of the pipeline. */
  readonly onRefused: (refused: RefusedRequest) => void
}

/** What is known of a call from its head. */
export interface CallParameters {
  readonly path: string
  readonly principal: Principal
  readonly requestId: string
  /** Milliseconds until its deadline. */
  readonly timeout: number
  readonly maxRequestBytes: number
  /** The `grpc-encoding` of the request. */
  readonly encoding: string | undefined
  /** Whether it would go on for ever, and so is ended as soon as the server stops. */
  readonly endless: boolean
  readonly header: Header
}

type PartialStatus = Parameters<WireCall['sendStatus']>[0]

const ignore = () => {}

/**
 * One call on the wire, from its head to its status. It ends once: by what its handler gives, by the caller, by its
 * deadline or by the server; what comes after that is ignored, so that no handler can keep a caller waiting.
 */
export class GrpcCall {
  readonly context: RequestContext
  readonly endless: boolean
  readonly path: string
  readonly #wire: WireCall
  readonly #stream: ServerHttp2Stream
  readonly #environment: CallEnvironment
  readonly #abort = new AbortController()
  readonly #decoder: MessageDecoder
  readonly #sendStatus: (status: WireStatus) => void
  #cancelTimer: CancelTimer
  #answering = false
  #ended = false

  constructor(wire: WireCall, stream: ServerHttp2Stream, parameters: CallParameters, environment: CallEnvironment) {
    const { path, principal, requestId, timeout, header, encoding } = parameters
    const { clock } = environment
    this.#wire = wire
    this.#stream = stream
    this.#environment = environment
    this.path = path
    this.endless = parameters.endless
    this.#decoder = new MessageDecoder(parameters.maxRequestBytes, encoding !== undefined && encoding !== 'identity')
    wire.decoder = this.#decoder
    // grpc-js calls it on itself for the faults that it finds: those get an ErrorInfo here.
    this.#sendStatus = wire.sendStatus.bind(wire)
    wire.sendStatus = (status) => {
      if (this.#gone) this.#closed()
      else this.abort(this.#decoder.failure ?? faultOf(status, parameters.maxRequestBytes))
    }
    const deadline = clock.now() + timeout
    const { signal } = this.#abort
    const progress = newProgress()
    this.context = { principal, requestId, header, signal, deadline, progress, protocol: 'grpc' }
    this.#cancelTimer = clock.after(timeout, () => this.abort(deadlineExceeded()))
    environment.running.add(this)
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Reads the request, then runs the call. `begin` is called once, with the request's only message. */
  receive(begin: (request: unknown) => void): void {
    let messages = 0
    let request: unknown
    this.readEach(
      (message) => {
        messages += 1
        if (messages > 1) return this.fail(invalidBody('The call takes one request message; a second one came.'))
        request = message
        this.readNext()
      },
      () => {
        if (messages === 1 && !this.#decoder.incomplete) begin(request)
        else this.fail(invalidBody('The request ended before its message was complete.'))
      },
    )
  }

  /** Reads any number of messages, each after `readNext`. */
  readEach(onMessage: (message: unknown) => void, onEnd: () => void): void {
    this.#wire.start({
      onReceiveMetadata: () => this.readNext(),
      onReceiveMessage: (message) => {
        if (!this.#ended) onMessage(message)
      },
      onReceiveHalfClose: () => {
        // A call that is cancelled also ends its request.
        if (this.#gone) this.#closed()
        else if (!this.#ended) onEnd()
      },
      onCancel: () => this.#closed(),
    })
  }

  readNext(): void {
    this.#wire.startRead()
  }

  /** Sends a message; `sent` is called when the caller's flow control has let it pass. */
  send(message: unknown, sent: () => void = ignore): void {
    if (this.#ended) return
    if (!this.#answering) this.#wire.sendMetadata(asMetadata(responseHeaders(this.context)))
    this.#answering = true
    this.#wire.sendMessage(message, sent)
  }

  /** Sends a batch of messages in as few writes as possible. */
  sendAll(messages: readonly unknown[]): void {
    this.#stream.cork()
    for (const message of messages) this.send(message)
    this.#stream.uncork()
  }

  /** Whether the caller reads more slowly than messages come: the next one should wait for `drained`. */
  get blocked(): boolean {
    return this.#stream.writableNeedDrain
  }

  /** Resolves when the caller has read on, or the call has ended. One that does not read on is given up. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.#abort
      const cancelTimer = this.#environment.clock.after(this.#environment.writeStallMs, () => this.#stalled())
      const done = () => {
        cancelTimer()
        this.#stream.off('drain', done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      if (this.#ended) return done()
      this.#stream.once('drain', done)
      signal.addEventListener('abort', done, { once: true })
    })
  }

  /** Ends the call well. */
  finish(): void {
    if (!this.#end()) return
    this.#sendStatus(okStatus)
  }

  /** Ends the call with the error of its handler. */
  fail(thrown: unknown): void {
    if (!this.#end()) return
    const error = toGatewayError(thrown)
    this.#sendStatus(toWireStatus(error, this.#trailers()))
    if (!this.#answering) stopReading(this.#stream, this.#environment.clock)
    this.#report(error)
  }

  /** What the head of an answer would have told stands here where there is none. */
  #trailers(): Record<string, string> {
    return this.#answering ? { [REQUEST_ID]: this.context.requestId } : responseHeaders(this.context)
  }

  /** Ends the call from outside: its handler learns it from the signal, the caller at once. */
  abort(error: GatewayError): void {
    if (this.#ended) return
    this.fail(error)
    this.#abort.abort(error)
  }

  /** True the first time. From then on the caller may only read what was sent, and is given a limited time for it. */
  #end(): boolean {
    if (this.#ended) return false
    this.#ended = true
    this.#environment.running.delete(this)
    this.#cancelTimer()
    this.#cancelTimer = this.#environment.clock.after(this.#environment.writeStallMs, () => this.#reset())
    return true
  }

  get #gone(): boolean {
    return this.#stream.destroyed || this.#stream.closed
  }

  /** The status is on its way, or the caller has gone. */
  #closed(): void {
    if (!this.#ended) this.#leave(new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller cancelled the call.'))
    this.#cancelTimer()
  }

  #stalled(): void {
    if (this.#ended) return
    this.#leave(new GatewayError(ErrorReason.CLIENT_STALLED, 'The caller stopped reading the stream.'))
    this.#reset()
  }

  /** Ends a call to which no status can be sent any more. */
  #leave(error: GatewayError): void {
    this.#end()
    this.#abort.abort(error)
    this.#report(error)
  }

  #report(error: GatewayError): void {
    const { progress, requestId, header } = this.context
    this.#environment.onError(error, this.path)
    if (progress.observed || this.endless) return
    this.#environment.onRefused({ error, method: this.path, requestId, header })
  }

  #reset(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL)
  }
}

/** What a status that grpc-js made itself stands for. */
function faultOf(status: PartialStatus, limit: number): GatewayError {
  if (status.code === StatusCode.RESOURCE_EXHAUSTED) return tooLarge(limit)
  if (status.details === 'Failed to decompress message') return invalidBody('The request cannot be decompressed.')
  return toGatewayError(new Error(`grpc-js ended the call with status ${status.code}: ${status.details}`))
}
