import { createHmac, timingSafeEqual } from 'node:crypto'
import { invalidField } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import type { Secret } from '../core/secret.ts'

const SIGNATURE_BYTES = 16

/** A request for a page of a list, of whichever method. */
export interface PageRequest {
  readonly $typeName: string
  readonly pageSize: number
  readonly pageToken: string
}

/** The tokens of one list: of a method, with a filter, as one tenant sees it, or one caller who sees only what it did. */
export interface ListTokens {
  /** Where the page begins that the request asks for; undefined: at the start. Throws INVALID_REQUEST. */
  readonly position: string | undefined
  /** For a page that begins after this position. */
  tokenAfter(position: string): string
}

/**
 * Signs where pages begin, so that a token leads only to where it was given for: nobody can make one up, nor use that
 * of another list, filter or tenant. Replicas with the same secret take one another's.
 */
export class PageTokens {
  readonly #secret: Secret

  constructor(secret: Secret) {
    this.#secret = secret
  }

  of(request: PageRequest, { tenant, reach, id }: Principal): ListTokens {
    const whose = reach === 'own' ? [tenant, reach, id] : [tenant, reach]
    const list = JSON.stringify([...whose, { ...request, pageSize: 0, pageToken: '' }], withoutBigints)
    return {
      position: request.pageToken === '' ? undefined : this.#read(request.pageToken, list),
      tokenAfter: (position) =>
        Buffer.concat([this.#sign(list, position), Buffer.from(position)]).toString('base64url'),
    }
  }

  #read(token: string, list: string): string {
    const bytes = Buffer.from(token, 'base64url')
    const signature = bytes.subarray(0, SIGNATURE_BYTES)
    const position = bytes.subarray(SIGNATURE_BYTES).toString()
    const isOurs = signature.length === SIGNATURE_BYTES && timingSafeEqual(signature, this.#sign(list, position))
    if (isOurs && bytes.toString('base64url') === token) return position
    throw invalidField('page_token', 'is not a token that this list gave; begin at its first page')
  }

  #sign(list: string, position: string): Buffer {
    const signature = createHmac('sha256', this.#secret.reveal())
      .update(JSON.stringify([list, position]))
      .digest()
    return signature.subarray(0, SIGNATURE_BYTES)
  }
}

/** JSON has none; they stand in the times of filters. */
function withoutBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
