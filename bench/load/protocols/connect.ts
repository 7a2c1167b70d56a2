import { TOKEN_CHARACTERS } from '../../token.ts'
import { textDelta } from '../delta.ts'
import { CALLER_KEY, grpcRequestFor, MODEL } from '../request.ts'
import type { HttpProtocol, OnTokens, StreamReader } from './protocol.ts'

const METHOD = '/switchyard.v1.LLMService/GenerateChat'
const HEAD_BYTES = 5
const LAST = 2
const request = grpcRequestFor(MODEL)
const common = { 'connect-protocol-version': '1', authorization: `Bearer ${CALLER_KEY}` }

/** Connect with binary messages. */
export const connect: HttpProtocol = {
  unary: { path: METHOD, headers: { ...common, 'content-type': 'application/proto' }, body: request },
  stream: {
    path: `${METHOD}Stream`,
    headers: { ...common, 'content-type': 'application/connect+proto' },
    body: enveloped(0, request),
  },
  checkWhole(bytes) {
    if (bytes.length === 0) throw new Error('The answer is empty.')
  },
  readStream,
}

/** A message, or the end of a stream, as Connect sends it. */
export function enveloped(flags: number, message: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(flags)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

function readStream(onTokens: OnTokens): StreamReader {
  let rest: Buffer = Buffer.alloc(0)
  let end: string | undefined
  return {
    read(piece) {
      rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      while (rest.length >= HEAD_BYTES) {
        const next = HEAD_BYTES + rest.readUInt32BE(1)
        if (rest.length < next) return
        const message = rest.subarray(HEAD_BYTES, next)
        if (rest[0] === LAST) end = message.toString()
        else tellToken(message, onTokens)
        rest = rest.subarray(next)
      }
    },
    end() {
      if (end === undefined || end.includes('"error"')) throw new Error('The stream ended before it was complete.')
    },
  }
}

function tellToken(message: Buffer, onTokens: OnTokens): void {
  const text = textDelta(message)
  if (text) onTokens(message, text.start, text.length / TOKEN_CHARACTERS)
}
