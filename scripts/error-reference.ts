/**
 * Writes `docs/reference/errors.md`: every reason for which a call can fail, from the contract's comments and from the
 * table that decides codes, retries, fall-back and circuits.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorReferencePage } from './error-reference/page.ts'

const TARGET = 'docs/reference/errors.md'

mkdirSync(dirname(TARGET), { recursive: true })
writeFileSync(TARGET, errorReferencePage())
