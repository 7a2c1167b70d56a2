import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Result } from './run.ts'

/** Whether a committed folder of generated code is the same as a fresh one. */
export function compareFolders(fresh: string, committed: string): Result {
  const paths = new Set([...filesIn(fresh), ...filesIn(committed)])
  const stale = [...paths].filter((path) => textOf(join(fresh, path)) !== textOf(join(committed, path)))
  if (stale.length === 0) return { state: 'good', report: '' }
  const lines = stale.map((path) => join(committed, path)).toSorted()
  return { state: 'bad', report: ['Run `npm run generate`; out of date are:', ...lines].join('\n') }
}

function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return []
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return (
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
      // Python keeps what it compiled beside its sources.
      .filter((path) => !path.includes('__pycache__'))
  )
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
