import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { IncomingBody } from './incoming-body.ts'
import { transportError } from './transport-error.ts'
import { UpstreamResponse } from './upstream-response.ts'

/** What an exchange must know of the transport. */
export interface ExchangeLimits {
  readonly connectTimeoutMs: number
  readonly maxResponseBytes: number
}

/**
 * One request and its response, told by the HTTP client as it happens. An abort of the signal closes the connection at
 * once, whatever the exchange is at, and its reason is what `response` or the reading of the body throws.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves with the headers; the body is still to be read. */
  readonly response: Promise<UpstreamResponse>
  readonly #limits: ExchangeLimits
  readonly #signal: AbortSignal
  readonly #onAbort = () => this.#abort()
  #onFinished: (() => void) | undefined
  #resolve!: (response: UpstreamResponse) => void
  #reject!: (error: unknown) => void
  #controller: Dispatcher.DispatchController | undefined
  #body: IncomingBody | undefined

  /** `onFinished` is called once, when nothing more will come. */
  constructor(limits: ExchangeLimits, signal: AbortSignal, onFinished: () => void) {
    this.#limits = limits
    this.#signal = signal
    this.#onFinished = onFinished
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#signal.aborted) controller.abort(this.#signal.reason)
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    const connection = {
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      abort: () => controller.abort(new Error('the rest of the response is not wanted')),
    }
    this.#body = new IncomingBody(connection, this.#limits.maxResponseBytes)
    this.#resolve(new UpstreamResponse(status, headers, this.#body))
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.accept(chunk)
  }

  onResponseEnd(): void {
    this.#finish()
    this.#body?.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, thrown: unknown): void {
    this.fail(thrown)
  }

  fail(thrown: unknown): void {
    this.#finish()
    if (this.#body) this.#body.fail(transportError(thrown, 'in the body', this.#limits.connectTimeoutMs))
    else this.#reject(transportError(thrown, 'before headers', this.#limits.connectTimeoutMs))
  }

  #abort(): void {
    const reason = this.#signal.reason
    this.#reject(reason)
    if (this.#body) this.#body.cancel(reason)
    else this.#controller?.abort(reason)
  }

  #finish(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    const onFinished = this.#onFinished
    this.#onFinished = undefined
    onFinished?.()
  }
}
