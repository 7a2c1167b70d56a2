import { type Clock, sleep } from '../../core/clock.ts'
import { waitBefore } from '../back-off.ts'
import { LaterSchemaError } from '../migrations.ts'
import type { OpenedDatabase } from '../open-store.ts'
import { createConnections } from './connections.ts'
import { PostgresDatabase } from './postgres-database.ts'

export interface OpenPostgresOptions {
  readonly url: string
  readonly clock: Clock
  /** Rejects when the server is not there in time; without, it is waited for in the background. */
  readonly failFast: boolean
  /** Whether rows wait for a server that is away for a moment. */
  readonly patient: boolean
  /** Called when a connection ended that nobody was using. */
  readonly onLost: () => void
}

/** The process must have ended within 30 s, with a last try that connects and waits for another's lock. */
const FAIL_FAST_MS = 20_000

/** Rejects when the URL cannot be read, or the database was written by a later version. */
export async function openPostgres(options: OpenPostgresOptions): Promise<OpenedDatabase> {
  const { url, clock, failFast, patient, onLost } = options
  const database = new PostgresDatabase(createConnections(url, onLost), clock, patient)
  try {
    await (failFast ? untilOpen(database, clock, FAIL_FAST_MS) : database.open())
    return { database, rows: database, fault: undefined, opened: Promise.resolve() }
  } catch (error) {
    if (!failFast && !(error instanceof LaterSchemaError)) return inBackground(database, clock, error as Error)
    await database.close()
    throw error
  }
}

function inBackground(database: PostgresDatabase, clock: Clock, fault: Error): OpenedDatabase {
  const { promise: opened, resolve } = Promise.withResolvers<void>()
  // When it ends otherwise the store was closed, or will never be there: `check` says why.
  untilOpen(database, clock, Number.POSITIVE_INFINITY).then(resolve, () => {})
  return { database, rows: database, fault, opened }
}

/** Tries until the time is over, then rejects with the latest fault; a later version is not waited for to go away. */
async function untilOpen(database: PostgresDatabase, clock: Clock, withinMs: number): Promise<void> {
  const end = clock.monotonic() + withinMs
  for (let failures = 1; ; failures++) {
    const fault = await database.open().catch((error) => error as Error)
    if (!fault) return
    if (fault instanceof LaterSchemaError || clock.monotonic() >= end) throw fault
    await sleep(clock, waitBefore(failures, clock), database.closing)
  }
}
