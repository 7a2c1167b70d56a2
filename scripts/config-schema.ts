/**
 * Writes `docs/reference/config.schema.json`: what an editor needs to complete and check `switchyard.yaml`, taken from
 * the contract's descriptor, its validation rules and its comments.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { printJson } from './config-schema/print.ts'
import { configJsonSchema } from './config-schema/schema.ts'

const TARGET = 'docs/reference/config.schema.json'

mkdirSync(dirname(TARGET), { recursive: true })
writeFileSync(TARGET, printJson(configJsonSchema()))
