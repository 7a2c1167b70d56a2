import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from './run.ts'

/** Runs an action with a directory of its own, which is removed afterwards. */
export function inTemporaryDirectory(action: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'switchyard-check-'))
  try {
    return action(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
