import { invalidField } from '../core/errors.ts'

/** Says where a list goes on. What it says is checked by who reads it: it shows a caller nothing that it may not see. */
export function tokenOf(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Undefined for the empty token, which stands for the beginning. Throws INVALID_REQUEST when it is not of that form. */
export function positionIn(token: string): object | undefined {
  if (token === '') return undefined
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (typeof position === 'object' && position !== null) return position
  } catch {}
  throw invalidField('page_token', 'is not a token that this server gave')
}
