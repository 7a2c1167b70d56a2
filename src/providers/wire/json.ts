import { createHash } from 'node:crypto'
import type { JsonObject } from '@bufbuild/protobuf'
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

/** The JSON text of a piece of what the vendor sent, which may be nested deeper than can be written. */
export function jsonOf(json: unknown, context: Pick<ErrorContext, 'provider'>): string {
  try {
    return JSON.stringify(json)
  } catch {
    throw malformed(context, 'JSON that is nested too deep')
  }
}

/** Deeper than any schema or argument, and far from what cannot be written again. */
const MAX_DEPTH = 256

/** The JSON object in a text of a caller's; undefined when it is none, or nested too deep. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text)
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    return isObject && fits(json, MAX_DEPTH) ? (json as JsonObject) : undefined
  } catch {
    // The parser's message would repeat a piece of the text.
    return undefined
  }
}

function fits(json: unknown, depth: number): boolean {
  if (typeof json !== 'object' || json === null) return true
  return depth > 0 && Object.values(json).every((inner) => fits(inner, depth - 1))
}

/** Names a text in the log without telling it. */
export function fingerprint(text: string): Error {
  const hash = createHash('sha256').update(text).digest('hex')
  return new Error(`${Buffer.byteLength(text)} bytes, SHA-256 ${hash}`)
}
