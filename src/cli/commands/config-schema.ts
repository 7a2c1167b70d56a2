import { readFile } from 'node:fs/promises'
import { CommandError } from '../errors.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { Terminal } from '../terminal.ts'

const SCHEMA = new URL('../../../docs/reference/config.schema.json', import.meta.url)

/** Prints the JSON Schema that is generated from the contract. */
export async function configSchema(terminal: Terminal, _options: GlobalOptions): Promise<number> {
  try {
    terminal.output.write(await readFile(SCHEMA, 'utf8'))
    return 0
  } catch {
    throw new CommandError(`The schema is missing: ${SCHEMA.pathname}. Write it with: node scripts/config-schema.ts`)
  }
}
