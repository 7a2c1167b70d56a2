import type { ServerClient } from './client.ts'
import { connect, type GlobalOptions } from './global-options.ts'
import { print, type Terminal } from './terminal.ts'

/** How long an administrative call may take. */
export const TIMEOUT = { timeoutMs: 10_000 }

const PAGE_SIZE = 1000

/** Asks the server and prints what it is answered. Resolves to the exit code. */
export async function withClient(
  terminal: Terminal,
  options: GlobalOptions,
  ask: (client: ServerClient) => Promise<string>,
): Promise<number> {
  const client = connect(options, terminal)
  try {
    print(terminal, await ask(client))
    return 0
  } finally {
    client.close()
  }
}

/** All items of a list that comes in pages, or the first so many. */
export async function allPages<Item>(
  readPage: (request: { pageSize: number; pageToken: string }) => Promise<{
    readonly items: readonly Item[]
    readonly nextPageToken: string
  }>,
  limit = Infinity,
): Promise<Item[]> {
  const found: Item[] = []
  let pageToken = ''
  do {
    const { items, nextPageToken } = await readPage({ pageSize: Math.min(limit - found.length, PAGE_SIZE), pageToken })
    found.push(...items)
    pageToken = nextPageToken
  } while (pageToken !== '' && found.length < limit)
  return found
}
