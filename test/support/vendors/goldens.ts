import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PlayedVendor } from './vendor.ts'

const GOLDENS = new URL('../../contract/goldens/', import.meta.url)

/** A request as it was reviewed. New ones are written by `vitest run -u test/contract/adapter-requests.test.ts`. */
export interface Golden {
  readonly feature: string
  /** Method and path. */
  readonly request: string
  readonly body: unknown
}

export function goldenPath(vendor: PlayedVendor, feature: string): string {
  return fileURLToPath(new URL(`${vendor.name}/${feature}.json`, GOLDENS))
}

/** As the project's formatter writes JSON: plain values of a list stand in one line. */
export function goldenText(golden: unknown): string {
  const text = JSON.stringify(golden, null, 2)
  const joined = text.replace(PLAIN_LIST, (list) =>
    list.replace(/\n\s*/g, ' ').replace(/^\[ | \]$/g, (end) => end.trim()),
  )
  return `${joined}\n`
}

const PLAIN_LIST = /\[\n\s+(?:"(?:[^"\\]|\\.)*"|-?[\d.]+)(?:,\n\s+(?:"(?:[^"\\]|\\.)*"|-?[\d.]+))*\n\s+\]/g

/** All reviewed requests of a vendor. */
export function goldensOf(vendor: PlayedVendor): Golden[] {
  const folder = new URL(`${vendor.name}/`, GOLDENS)
  if (!existsSync(folder)) return []
  return readdirSync(folder).map((file) => ({
    feature: file.replace(/\.json$/, ''),
    ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  }))
}
