import { type Clock, sleep } from '../core/clock.ts'
import { BoundedSink } from './bounded-sink.ts'
import type { SqlValue } from './ledger-columns.ts'
import type { RowSink } from './row-sink.ts'
import { Spool, type SpoolOptions } from './spool/spool.ts'
import { SpoolingSink } from './spool/spooling-sink.ts'

export interface OpenSinkOptions {
  /** Answers in bounded time. */
  readonly database: RowSink
  readonly spool: SpoolOptions | undefined
  readonly clock: Clock
  readonly opened: Promise<void>
  readonly onChange: () => void
  /** Told why there is no spool, at the start; it is tried again with each row that needs it. */
  readonly onSpoolFault: (why: string) => void
}

/** The way that rows take to the database. */
export interface OpenedSink {
  readonly sink: RowSink
  /** Why rows do not go there now, although they are taken; empty: they do. */
  notice(): string
  figures(): {
    readonly spoolBytes: number
    readonly spooled: number
    readonly drained: number
  }
  /** Leaves in the spool what is there. */
  close(): Promise<void>
}

type Rows = readonly (readonly SqlValue[])[]

const NONE = { spoolBytes: 0, spooled: 0, drained: 0 }

/** A disk that hangs must not keep the process from ending. */
const CLOSE_MS = 5000

export async function openSink(options: OpenSinkOptions): Promise<OpenedSink> {
  const { database, clock, onSpoolFault } = options
  if (!options.spool) return { sink: database, notice: () => '', figures: () => NONE, close: async () => {} }
  const spool = new Spool(options.spool)
  const local = new BoundedSink(spool, clock)
  await local.probe().catch((error: Error) => onSpoolFault(error.message))
  const bounded = {
    insertAttempts: (rows: Rows) => local.insertAttempts(rows),
    probe: () => local.probe(),
    first: (limit: number) => local.within(() => spool.first(limit)),
    remove: (rows: Rows) => local.within(() => spool.remove(rows)),
  }
  const sink = new SpoolingSink({ ...options, database, spool: bounded })
  return {
    sink,
    notice: () => sink.notice,
    figures: () => ({ spoolBytes: spool.bytes, ...sink.counts }),
    close: () => closedInTime(clock, () => sink.close().then(() => spool.close())),
  }
}

/** Waits for the end of what may hang, though not for ever. */
export async function closedInTime(clock: Clock, close: () => Promise<void>): Promise<void> {
  const ended = new AbortController()
  const closing = close().finally(() => ended.abort())
  await Promise.race([closing, sleep(clock, CLOSE_MS, ended.signal).catch(() => {})])
}
