import type { Principal } from '../core/principal.ts'
import type { PageRequest, PageTokens } from './page-tokens.ts'

const DEFAULT_PAGE_SIZE = 100

/** What every handler of a list needs. */
export interface PageOptions {
  readonly pageTokens: PageTokens
}

/**
 * A page of items that are ordered by their keys. It starts after the key in its token, so that a list which changes in
 * between is still walked once.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
  principal: Principal,
  { pageTokens }: PageOptions,
): { readonly page: readonly Item[]; readonly nextPageToken: string } {
  const { position, tokenAfter } = pageTokens.of(request, principal)
  const left = items.filter((item) => position === undefined || keyOf(item) > position)
  const page = left.slice(0, pageSizeOf(request))
  const last = page.at(-1)
  return { page, nextPageToken: last !== undefined && page.length < left.length ? tokenAfter(keyOf(last)) : '' }
}

export function pageSizeOf({ pageSize }: PageRequest): number {
  return pageSize || DEFAULT_PAGE_SIZE
}
