import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'

/** What a body can do to the connection that it comes from. */
export interface Connection {
  pause(): void
  resume(): void
  /** Closes the connection at once. */
  abort(): void
}

const BYTE_ORDER_MARK = 0xfeff

type State =
  | { readonly kind: 'open' }
  | { readonly kind: 'discarding' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Above this many unread bytes the connection is not read any further until the reader has caught up. */
const PAUSE_BYTES = 256 * 1024

/** What a piece takes beside its bytes, for servers that send them one by one. */
const PIECE_BYTES = 128

/** After its end an answer may still send this much, for this long; then its connection is closed instead of kept. */
const DISCARD_BYTES = 16 * 1024
const DISCARD_MS = 1000

/**
 * The body of a response while it comes in, for one reader. Whoever holds it reads to the end, or calls `release` or
 * `destroy`.
 */
export class IncomingBody {
  readonly #connection: Connection
  readonly #maxBytes: number
  #state: State = { kind: 'open' }
  #chunks: Buffer[] = []
  #unread = 0
  #received = 0
  #paused = false
  /** Called once, when something comes or the state changes. */
  #wake: (() => void) | undefined

  constructor(connection: Connection, maxBytes: number) {
    this.#connection = connection
    this.#maxBytes = maxBytes
  }

  /** All that has come since the last read, or undefined at the end. Throws when the body was cut or is too large. */
  async read(): Promise<readonly Buffer[] | undefined> {
    if (this.#chunks.length === 0 && this.#state.kind === 'open') await this.#somethingComes()
    if (this.#chunks.length > 0) return this.#take()
    if (this.#state.kind === 'failed') throw this.#state.error
    return undefined
  }

  /** The whole body. */
  async bytes(): Promise<Buffer> {
    const all: Buffer[] = []
    for (let chunks = await this.read(); chunks; chunks = await this.read()) all.push(joined(chunks))
    return joined(all)
  }

  /** The whole body as text, without the byte order mark that some servers begin with. */
  async text(): Promise<string> {
    const text = (await this.bytes()).toString()
    return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text
  }

  /** Ends the reading here as if the body had ended, and closes the connection. */
  stop(): void {
    if (this.#state.kind !== 'open') return
    this.#settle({ kind: 'ended' })
    this.#connection.abort()
  }

  /** Nothing more is wanted: closes the connection unless the body has ended. */
  destroy(): void {
    this.#chunks = []
    const { kind } = this.#state
    this.#settle({ kind: 'ended' })
    if (kind === 'open' || kind === 'discarding') this.#connection.abort()
  }

  /**
   * Nothing more is wanted, but the end is near: lets it come, so that the connection can be used again. Resolves when
   * it has come or was not worth waiting for any longer.
   */
  async release(clock: Clock): Promise<void> {
    if (this.#state.kind !== 'open') return
    this.#chunks = []
    this.#received = 0
    this.#state = { kind: 'discarding' }
    this.#resume()
    const cancel = clock.after(DISCARD_MS, () => this.destroy())
    await this.#somethingComes()
    cancel()
  }

  /** From the connection: a piece. */
  accept(chunk: Buffer): void {
    this.#received += chunk.length
    if (this.#state.kind === 'discarding') {
      if (this.#received > DISCARD_BYTES) this.destroy()
      return
    }
    if (this.#state.kind !== 'open') return
    if (this.#received > this.#maxBytes) this.#overflow()
    else this.#queue(chunk)
  }

  /** From the connection: the body is complete. */
  end(): void {
    if (this.#state.kind === 'open' || this.#state.kind === 'discarding') this.#settle({ kind: 'ended' })
  }

  /** From the connection: it was cut. What came before can still be read. */
  fail(error: unknown): void {
    if (this.#state.kind === 'open') this.#settle({ kind: 'failed', error })
    else this.end()
  }

  /** The call was given up: what came before is dropped, and reading throws the reason. */
  cancel(reason: unknown): void {
    this.#chunks = []
    if (this.#state.kind !== 'failed') this.#settle({ kind: 'failed', error: reason })
    this.#connection.abort()
  }

  #somethingComes(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #queue(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#unread += chunk.length + PIECE_BYTES
    if (this.#unread > PAUSE_BYTES && !this.#paused) {
      this.#paused = true
      this.#connection.pause()
    }
    this.#awake()
  }

  #overflow(): void {
    const message = `The provider's answer is larger than the limit of ${this.#maxBytes} bytes.`
    const metadata = { limit_bytes: String(this.#maxBytes) }
    this.cancel(new GatewayError(ErrorReason.UPSTREAM_TOO_LARGE, message, { metadata }))
  }

  #take(): Buffer[] {
    const chunks = this.#chunks
    this.#chunks = []
    this.#unread = 0
    this.#resume()
    return chunks
  }

  #resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#connection.resume()
  }

  #settle(state: State): void {
    this.#state = state
    this.#awake()
  }

  #awake(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
}
