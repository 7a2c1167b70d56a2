import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** One event of a server-sent event stream. */
export interface ServerSentEvent {
  /** The event's name; empty when it has none. */
  readonly event: string
  readonly data: string
}

/** A line that comes byte by byte is joined on the way: each piece takes more than its bytes. */
const MOST_PIECES = 1024

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const COLON = 0x3a
const SPACE = 0x20
const BYTE_ORDER_MARK = 0xfeff

/**
 * Reads server-sent events from bytes that arrive in pieces of any size; how they are cut makes no difference.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html. The one departure: an event that the stream's
 * end cuts off before its blank line is not dropped but given by `end`, because servers forget that line.
 */
export class SseParser {
  readonly #maxEventBytes: number
  /** The bytes of the line that has not ended yet: joined once, when it does. */
  #rest: Uint8Array[] = []
  #restBytes = 0
  #name = ''
  #data: string | undefined
  /** Whether the last piece ended in a carriage return, whose line feed may still come. */
  #afterReturn = false
  #atStart = true

  constructor(maxEventBytes: number) {
    this.#maxEventBytes = maxEventBytes
  }

  /** The events that are complete with this piece. Throws UPSTREAM_TOO_LARGE. */
  push(piece: Buffer): ServerSentEvent[] {
    const bytes = this.#afterReturn && piece[0] === LINE_FEED ? piece.subarray(1) : piece
    if (piece.length > 0) this.#afterReturn = false
    const cut = Math.max(bytes.lastIndexOf(LINE_FEED), bytes.lastIndexOf(CARRIAGE_RETURN)) + 1
    if (cut === 0) {
      this.#keep(bytes)
      return []
    }
    this.#afterReturn = cut === bytes.length && bytes[cut - 1] === CARRIAGE_RETURN
    const events = this.#lines(this.#decode(bytes.subarray(0, cut)))
    this.#keep(bytes.subarray(cut))
    return events
  }

  /** The event that the end of the stream cut off, if any. */
  end(): ServerSentEvent[] {
    return this.#lines(`${this.#decode(Buffer.alloc(0))}\n\n`)
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#rest.push(bytes)
    this.#restBytes += bytes.length
    this.#checkSize(this.#restBytes)
    if (this.#rest.length >= MOST_PIECES) this.#rest = [Buffer.concat(this.#rest)]
  }

  /** Whole lines only, so a character is never cut in two. */
  #decode(bytes: Buffer): string {
    let text: string
    if (this.#rest.length === 0) text = bytes.toString()
    else {
      text = Buffer.concat([...this.#rest, bytes]).toString()
      this.#rest = []
      this.#restBytes = 0
    }
    if (this.#atStart && text.length > 0) {
      this.#atStart = false
      if (text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1)
    }
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  }

  #lines(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = []
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      if (end > start) this.#field(text, start, end)
      else this.#dispatch(events)
      start = end + 1
    }
    return events
  }

  /** Comments, `id` and `retry` say nothing that an answer needs. */
  #field(text: string, start: number, end: number): void {
    if (text.startsWith('data', start) && isNameEnd(text, start + 4, end)) {
      const value = fieldValue(text, start + 4, end)
      this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`
      this.#checkSize(this.#data.length)
    } else if (text.startsWith('event', start) && isNameEnd(text, start + 5, end)) {
      this.#name = fieldValue(text, start + 5, end)
    }
  }

  #dispatch(events: ServerSentEvent[]): void {
    if (this.#data !== undefined) events.push({ event: this.#name, data: this.#data })
    this.#name = ''
    this.#data = undefined
  }

  #checkSize(size: number): void {
    if (size <= this.#maxEventBytes) return
    throw new GatewayError(
      ErrorReason.UPSTREAM_TOO_LARGE,
      `One event of the provider's answer is larger than the limit of ${this.#maxEventBytes} bytes.`,
      { metadata: { limit_bytes: String(this.#maxEventBytes) } },
    )
  }
}

function isNameEnd(text: string, at: number, end: number): boolean {
  return at === end || text.charCodeAt(at) === COLON
}

/** What follows the colon, without the one space that may stand before it. */
function fieldValue(text: string, nameEnd: number, end: number): string {
  const from = nameEnd + 1
  return text.slice(text.charCodeAt(from) === SPACE && from < end ? from + 1 : from, Math.max(from, end))
}
