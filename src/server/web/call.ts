import { createContextKey } from '@connectrpc/connect'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import type { Principal } from '../../core/principal.ts'
import { requestIdOf } from '../../rpc/call-context.ts'
import { type Header, newProgress, type RequestContext } from '../../rpc/handler.ts'
import type { WebHeaders } from './http.ts'

/** What the headers alone decide: who calls and how long it may take, or why the call is refused. */
export type Admission =
  | { readonly kind: 'admitted'; readonly principal: Principal; readonly service: string; readonly timeoutMs: number }
  | { readonly kind: 'refused'; readonly error: GatewayError; readonly timeoutMs: number }

/** A call at this door, from its headers to the last byte of its answer. */
export class WebCall {
  readonly headers: WebHeaders
  readonly admission: Admission
  /** Epoch milliseconds. */
  readonly deadline: number
  /** Aborts with a GatewayError. Connect's own signal would not do: it aborts after success too. */
  readonly signal: AbortSignal
  readonly requestId: string
  readonly progress = newProgress()
  /** Whether the request has been understood and its handler started. */
  entered = false
  readonly #controller = new AbortController()
  readonly #cancelDeadline: CancelTimer

  constructor(headers: WebHeaders, admission: Admission, clock: Clock) {
    this.headers = headers
    this.admission = admission
    this.signal = this.#controller.signal
    this.requestId = requestIdOf(this.header, clock)
    this.deadline = clock.now() + admission.timeoutMs
    this.#cancelDeadline = clock.after(admission.timeoutMs, () => this.abort(deadlineExceeded()))
    if (admission.timeoutMs <= 0) this.abort(deadlineExceeded())
  }

  readonly header: Header = (name) => this.headers.get(name)

  /** Ends the call early: its handler hears of it, and is answered for if it does not listen. */
  abort(error: GatewayError): void {
    if (!this.signal.aborted) this.#controller.abort(error)
  }

  /** The client went away. */
  abandon(): void {
    this.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller cancelled the call.'))
  }

  /** Must be called once, however the call went. */
  end(): void {
    this.#cancelDeadline()
  }
}

function deadlineExceeded(): GatewayError {
  return new GatewayError(ErrorReason.DEADLINE_EXCEEDED, 'The deadline passed before the call was done.')
}

/** Under this key the call travels through Connect. */
export const webCallKey = createContextKey<WebCall | undefined>(undefined)

/** What the handler of an admitted call gets to know. */
export function requestContextOf(call: WebCall): RequestContext {
  if (call.admission.kind === 'refused') throw call.admission.error
  const { admission, signal, deadline, header, requestId, progress } = call
  const protocol = header('content-type')?.startsWith('application/grpc') ? 'grpc' : 'connectrpc'
  return { principal: admission.principal, signal, deadline, header, requestId, progress, protocol }
}
