/**
 * Writes `docs/reference/api.md` and a page for each service: methods, messages and enums of the contract, with its comments
 * and rules, and who may call what.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReferencePages } from './api-reference/page.ts'

const TARGET = 'docs/reference'

rmSync(join(TARGET, 'api'), { recursive: true, force: true })
mkdirSync(join(TARGET, 'api'), { recursive: true })
for (const [path, text] of apiReferencePages()) writeFileSync(join(TARGET, path), text)
