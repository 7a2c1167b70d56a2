import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Clock, systemClock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { BoundedSink } from './bounded-sink.ts'
import { closedInTime, openSink } from './open-sink.ts'
import type { RowSink } from './row-sink.ts'
import { StoredSpend } from './spend.ts'
import type { SpoolOptions } from './spool/spool.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import type { Store, StoreCheck } from './store.ts'
import type { StoreDatabase } from './store-database.ts'
import { StoredAuditLog } from './stored-audit-log.ts'
import { StoredLeases } from './stored-leases.ts'
import { StoredLedger } from './stored-ledger.ts'
import { StoredLimits } from './stored-limits.ts'
import { StoredReports } from './stored-reports.ts'
import { StoredResources } from './stored-resources.ts'
import { TellingSink } from './telling-sink.ts'
import { Upkeep, type UpkeepSettings } from './upkeep/upkeep.ts'

export interface OpenStoreOptions {
  /**
   * `sqlite:PATH`, a path relative to the working directory; `sqlite::memory:`, which keeps nothing; or
   * `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
   */
  readonly url: string
  readonly clock?: Clock
  /** Gives up when a server is not there in time, rather than waiting for it. */
  readonly failFast?: boolean
  /** Where rows wait while the database takes none; left out: they are refused. */
  readonly spool?: SpoolOptions | undefined
  /** What is done in the background; left out: nothing. */
  readonly upkeep?: UpkeepSettings
  /** Told when the store is lost, when rows are spooled, and when it is back. */
  readonly onChange?: (check: StoreCheck) => void
  /** Told how many rows of paid attempts were given up. */
  readonly onLost?: (rows: number) => void
  /** Told at the start why the spool cannot be used. */
  readonly onSpoolFault?: (why: string) => void
}

/** A database that may still be on its way. */
export interface OpenedDatabase {
  readonly database: StoreDatabase
  /** The same for rows of the ledger, in bounded time. */
  readonly rows: RowSink
  /** Why it is not there yet; undefined: it is there. */
  readonly fault: Error | undefined
  readonly opened: Promise<void>
}

const SQLITE = /^sqlite:(.+)$/s
const POSTGRES = /^postgres(ql)?:\/\//

/**
 * Opens the store and brings its schema up to date. A server that is not there yet is waited for in the background, unless
 * `failFast` is set. Throws STORE_UNAVAILABLE when the store cannot be opened, with the reason in its message.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { clock = systemClock, spool, onChange, onLost = () => {}, onSpoolFault = () => {} } = options
  let ledger: StoredLedger | undefined
  const { database, rows, fault, opened } = await openDatabase(options, () => ledger?.probe())
  const leases = new StoredLeases(database)
  const told = new TellingSink(rows, (attemptIds) => leases.recorded(attemptIds))
  const way = await openSink({ database: told, spool, clock, opened, onChange: () => ledger?.tell(), onSpoolFault })
  const { sink, notice } = way
  ledger = new StoredLedger({ database, sink, clock, notice, fault, onLost, ...(onChange && { onChange }) })
  const upkeep = options.upkeep && new Upkeep(database, clock, options.upkeep)
  if (upkeep) opened.then(() => upkeep.start())
  if (fault) {
    onChange?.(ledger.check())
    opened.then(() => ledger.probe())
  }
  return {
    ledger,
    reports: new StoredReports(database),
    resources: new StoredResources(database, clock),
    audit: new StoredAuditLog(database, clock),
    get figures() {
      const available = ledger.refusal() === undefined
      return { ...way.figures(), ...ledger.figures, available, deleted: upkeep?.deleted ?? 0 }
    },
    spend: new StoredSpend(database),
    leases,
    limits: new StoredLimits(database),
    opened,
    check: () => ledger.check(),
    async close() {
      await closedInTime(clock, async () => upkeep?.close())
      await ledger.close()
      await way.close()
      await closedInTime(clock, () => database.close())
    },
  }
}

/** `onLost` is called when a connection ended that nobody was using. */
async function openDatabase(options: OpenStoreOptions, onLost: () => void): Promise<OpenedDatabase> {
  const { url, clock = systemClock, failFast = false, spool } = options
  const path = SQLITE.exec(url)?.[1]
  if (path) {
    const database = await openFile(path)
    return { database, rows: new BoundedSink(database, clock), fault: undefined, opened: Promise.resolve() }
  }
  if (!POSTGRES.test(url)) throw cannotOpen('its URL is neither of the form sqlite:PATH nor postgres://HOST/DATABASE')
  const { openPostgres } = await import('./postgres/open-postgres.ts')
  try {
    return await openPostgres({ url, clock, failFast, patient: spool === undefined, onLost })
  } catch (error) {
    throw cannotOpen(`the database cannot be used: ${reasonOf(error)}`, error)
  }
}

async function openFile(path: string): Promise<StoreDatabase> {
  try {
    return await openSqlite(path)
  } catch (error) {
    throw cannotOpen(`the file ${path} cannot be opened: ${reasonOf(error)}`, error)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function cannotOpen(why: string, cause?: unknown): GatewayError {
  return new GatewayError(ErrorReason.STORE_UNAVAILABLE, `store.url: ${why}.`, { cause })
}
