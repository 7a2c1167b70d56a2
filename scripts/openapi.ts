/**
 * Writes `docs/reference/openapi.json`, which the service tells at `/openapi.json`: what is served as REST, from the table
 * that serves it, the contract's descriptors, its validation rules and its comments.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { printJson } from './config-schema/print.ts'
import { openApiDocument } from './openapi/document.ts'

const TARGET = 'docs/reference/openapi.json'

mkdirSync(dirname(TARGET), { recursive: true })
writeFileSync(TARGET, printJson(openApiDocument()))
