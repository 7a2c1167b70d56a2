import { join } from 'node:path'
import { generateStubs } from '../client-stubs/generators.ts'
import type { Language } from '../client-stubs/languages.ts'
import { compareFolders } from './folders.ts'
import { inTurn, type Result } from './run.ts'
import { inTemporaryDirectory } from './temporary.ts'

/** Whether the stubs for a language are what the contract generates now. Skipped where its toolchain is missing. */
export function checkClientStubs(language: Language): Result {
  return inTemporaryDirectory((directory) =>
    inTurn(
      () => generateStubs(language, directory),
      () => compareFolders(join(directory, language.stubs), language.stubs),
    ),
  )
}
