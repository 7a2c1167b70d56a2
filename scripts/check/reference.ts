import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReferencePages } from '../api-reference/page.ts'
import { configurationPage } from '../configuration-reference/page.ts'
import { readContract } from '../contract/contract.ts'
import type { Result } from './run.ts'

const FOLDER = 'docs/reference'

/** Whether the pages of `docs/reference/` that tell of the contract are what it generates now. */
export function checkReference(): Result {
  const contract = readContract()
  const pages = [...apiReferencePages(contract), ['configuration.md', configurationPage(contract)] as const]
  const stale = pages
    .map(([path, text]) => [join(FOLDER, path), text] as const)
    .filter(([path, text]) => textOf(path) !== text)
  if (stale.length === 0) return { state: 'good', report: '' }
  return {
    state: 'bad',
    report: ['Run `npm run generate`; out of date are:', ...stale.map(([path]) => path)].join('\n'),
  }
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
