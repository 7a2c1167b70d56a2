/**
 * Writes `docs/providers/features.md`: what becomes of each part of a request at each vendor, from what the adapters
 * declare and the contract test holds them to.
 */
import { writeFileSync } from 'node:fs'
import { featurePage } from './feature-table/page.ts'

writeFileSync('docs/providers/features.md', featurePage())
