import { invalidField } from '../core/errors.ts'

const DEFAULT_PAGE_SIZE = 100

/**
 * A page of items that are ordered by their keys. It starts after the key in its token, so that a list which changes in
 * between is still walked once.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { pageSize, pageToken }: { readonly pageSize: number; readonly pageToken: string },
): { readonly page: readonly Item[]; readonly nextPageToken: string } {
  const after = pageToken === '' ? undefined : fromToken(pageToken)
  const left = items.filter((item) => after === undefined || keyOf(item) > after)
  const page = left.slice(0, pageSize || DEFAULT_PAGE_SIZE)
  const last = page.at(-1)
  return { page, nextPageToken: last !== undefined && page.length < left.length ? toToken(keyOf(last)) : '' }
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64url')
}

function fromToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString()
  if (toToken(key) !== token) throw invalidField('page_token', 'is not a token that this server gave')
  return key
}
