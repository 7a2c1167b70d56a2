/**
 * Writes `docs/reference/configuration.md`: every field of the configuration file with its type, default, rules and
 * variable, from the contract's comments and rules and from the table of variables.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { configurationPage } from './configuration-reference/page.ts'

const TARGET = 'docs/reference/configuration.md'

mkdirSync(dirname(TARGET), { recursive: true })
writeFileSync(TARGET, configurationPage())
