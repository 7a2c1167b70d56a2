import type { ServerClient } from './client.ts'
import { connect, type GlobalOptions } from './global-options.ts'
import { print, type Terminal } from './terminal.ts'

/** Prints what `ask` makes of the server's answer; resolves to the exit code. */
export async function askServer(
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

/** All items of a list that comes in pages. */
export async function everyPage<Item>(
  pageAfter: (pageToken: string) => Promise<{ readonly items: readonly Item[]; readonly nextPageToken: string }>,
): Promise<Item[]> {
  const found: Item[] = []
  let pageToken = ''
  do {
    const page = await pageAfter(pageToken)
    found.push(...page.items)
    pageToken = page.nextPageToken
  } while (pageToken !== '')
  return found
}
