import { createHash } from 'node:crypto'
import { type ErrorContext, malformed } from './errors.ts'

/** The JSON object in a text. The parser's own message would repeat a piece of it, so the error tells size and hash. */
export function parseObject(text: string, context: Pick<ErrorContext, 'provider'>): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw malformed(context, 'something that is not a JSON object', fingerprint(text))
}

/** Names a text in the log without telling it. */
export function fingerprint(text: string): Error {
  const hash = createHash('sha256').update(text).digest('hex')
  return new Error(`${Buffer.byteLength(text)} bytes, SHA-256 ${hash}`)
}
