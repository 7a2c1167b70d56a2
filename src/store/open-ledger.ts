import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Ledger } from '../usage/ledger.ts'
import { createLedgerThread } from './ledger-thread.ts'
import { SqliteLedger } from './sqlite-ledger.ts'

export interface OpenLedgerOptions {
  /** `sqlite:PATH`, a path relative to the working directory, or `sqlite::memory:`, which keeps nothing. */
  readonly url: string
}

const SCHEME = 'sqlite:'
const MEMORY = ':memory:'

/**
 * Opens the ledger, bringing its schema up to date; the file and the folder it is in are made where they are missing.
 * Throws LEDGER_UNAVAILABLE when it cannot be opened or not be written.
 */
export async function openLedger({ url }: OpenLedgerOptions): Promise<Ledger> {
  const path = pathOf(url)
  const writer = createLedgerThread({ path, role: 'writer' })
  try {
    if (path !== MEMORY) await makeFolder(dirname(path))
    await writer.request({ kind: 'probe' })
  } catch (error) {
    await writer.close()
    throw cannotOpen(path, error)
  }
  // A database in memory belongs to the connection that made it.
  const keeper = path === MEMORY ? writer : createLedgerThread({ path, role: 'keeper' })
  return new SqliteLedger({ writer, keeper })
}

/** Only the last folder of the path is made: a longer path that does not exist is more likely a slip. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

function pathOf(url: string): string {
  if (url.startsWith(SCHEME) && url.length > SCHEME.length) return url.slice(SCHEME.length)
  throw new GatewayError(ErrorReason.LEDGER_UNAVAILABLE, `store.url: "${url}" is not of the form sqlite:PATH.`)
}

function cannotOpen(path: string, cause: unknown): GatewayError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `store.url: the ledger at ${path} cannot be opened: ${why}.`
  return new GatewayError(ErrorReason.LEDGER_UNAVAILABLE, message, { cause })
}
