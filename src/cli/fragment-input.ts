import { readFileSync } from 'node:fs'
import type { DescMessage } from '@bufbuild/protobuf'
import { ConfigError } from '../config/faults.ts'
import { type Fragment, readFragment } from '../config/fragment.ts'
import { CommandError } from './errors.ts'
import type { Terminal } from './terminal.ts'

/** A piece of configuration from a file, or from what is piped in where the path is `-`. */
export async function fragmentFrom<Desc extends DescMessage>(
  desc: Desc,
  path: string,
  terminal: Terminal,
): Promise<Fragment<Desc>> {
  const isPiped = path === '-'
  const text = isPiped ? await readAll(terminal.input) : readFile(path)
  try {
    return readFragment(desc, isPiped ? 'standard input' : path, text)
  } catch (error) {
    throw error instanceof ConfigError ? new CommandError(error.message) : error
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CommandError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`)
  }
}

/** All that is piped in. */
export async function readAll(input: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of input) text += String(chunk)
  return text
}
