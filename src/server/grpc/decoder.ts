import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** Of a message on the wire: one byte that tells whether it is compressed, four for its length. */
const HEADER_BYTES = 5
const FIRST_CAPACITY = 16 * 1024

/**
 * Cuts the body of a call into messages, each with its header. Work and memory grow with the bytes that have come,
 * never with the number of frames they came in nor with the length that a header merely claims.
 */
export class MessageDecoder {
  readonly #limit: number
  readonly #compressionNamed: boolean
  /** The start of a message whose rest has not come; its first `#length` bytes are set. */
  #pending: Buffer = Buffer.alloc(0)
  #length = 0
  /** Why the body was given up. */
  failure: GatewayError | undefined

  constructor(limit: number, compressionNamed: boolean) {
    this.#limit = limit
    this.#compressionNamed = compressionNamed
  }

  /** Whether the body so far ends within a message. */
  get incomplete(): boolean {
    return this.#length > 0
  }

  /** Returns the messages that the chunk completes. Throws, and keeps in `failure`, what is wrong with the body. */
  write(chunk: Buffer): Buffer[] {
    const bytes = this.#length === 0 ? chunk : this.#append(chunk)
    const messages: Buffer[] = []
    let offset = 0
    for (let end = this.#endOfMessage(bytes, offset); end <= bytes.length; end = this.#endOfMessage(bytes, offset)) {
      messages.push(bytes.subarray(offset, end))
      offset = end
    }
    this.#keep(bytes, offset)
    return messages
  }

  /** Where the message that starts here ends; infinitely far away while its header has not come. */
  #endOfMessage(bytes: Buffer, offset: number): number {
    if (bytes.length - offset < HEADER_BYTES) return Number.POSITIVE_INFINITY
    const flag = bytes.readUInt8(offset)
    const size = bytes.readUInt32BE(offset + 1)
    if (size > this.#limit) throw this.#fail(tooLarge(this.#limit))
    if (flag > 1) throw this.#fail(invalidBody('The request is not framed as gRPC asks for.'))
    if (flag === 1 && !this.#compressionNamed) {
      throw this.#fail(invalidBody('The request is compressed, but its `grpc-encoding` header does not say how.'))
    }
    return offset + HEADER_BYTES + size
  }

  #fail(error: GatewayError): GatewayError {
    this.failure = error
    return error
  }

  #append(chunk: Buffer): Buffer {
    const length = this.#length + chunk.length
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#pending.length, FIRST_CAPACITY))
      this.#pending.copy(larger, 0, 0, this.#length)
      this.#pending = larger
    }
    chunk.copy(this.#pending, this.#length)
    return this.#pending.subarray(0, length)
  }

  #keep(bytes: Buffer, offset: number): void {
    const growing = offset === 0 && this.#length > 0
    this.#length = bytes.length - offset
    // Messages that were handed out share the old buffer's memory, so what is left over starts a new one.
    if (!growing) this.#pending = Buffer.from(bytes.subarray(offset))
  }
}

export function tooLarge(limit: number): GatewayError {
  const message = `The request message is larger than ${limit} bytes.`
  return new GatewayError(ErrorReason.REQUEST_TOO_LARGE, message, { metadata: { limit_bytes: String(limit) } })
}

export function invalidBody(message: string): GatewayError {
  return new GatewayError(ErrorReason.INVALID_REQUEST, message)
}
