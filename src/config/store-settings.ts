import { create } from '@bufbuild/protobuf'
import { type Config, StoreSchema } from '#gen/switchyard/config/v1/config_pb.js'
import type { Spool } from '#gen/switchyard/config/v1/spool_pb.js'
import { Secret } from '../core/secret.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

export interface StoreSettings {
  /** `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, with its password if it has one. */
  readonly url: Secret
  /** The same for people: without user, password and parameters. */
  readonly place: string
  /** Whether other processes may write to it too, and are told so by nothing. */
  readonly shared: boolean
  /** Whether the service ends when the store is not there in time, rather than waiting for it. */
  readonly failFast: boolean
  /** Undefined: nothing is spooled. */
  readonly spool: SpoolSettings | undefined
  /** Undefined: rows are kept for ever. */
  readonly retentionDays: number | undefined
}

export interface SpoolSettings {
  readonly path: string
  readonly maxBytes: number
}

const DEFAULT_SPOOL: SpoolSettings = { path: 'data/spool.db', maxBytes: 256 * 1024 * 1024 }

const DEFAULT_URL = 'sqlite:data/switchyard.db'

const DATABASE_URL = 'DATABASE_URL'

const POSTGRES = /^postgres(ql)?:/

/** `DATABASE_URL`, which hosts set for all kinds of programs, counts only where nothing else names a store. */
export function applyDatabaseUrl(config: Config, environment: EnvironmentValues, faults: FaultList): void {
  const url = readVariable(environment, DATABASE_URL)
  if (url === undefined || config.store?.url) return
  config.store ??= create(StoreSchema)
  config.store.url = url
  faults.cameFrom('store.url', DATABASE_URL)
}

export function toStore(store: Config['store'], faults: FaultList): StoreSettings {
  const url = store?.url || DEFAULT_URL
  const known = !POSTGRES.test(url) || URL.canParse(url)
  if (!known) faults.add('store.url', 'is not a URL; a password in it must be percent-encoded')
  return {
    url: new Secret(url),
    place: known ? placeOf(url) : '',
    shared: POSTGRES.test(url),
    failFast: store?.failFast ?? false,
    spool: spoolOf(store?.spool, url),
    retentionDays: store?.retentionDays || undefined,
  }
}

/** On the disk of an SQLite file a spool helps nothing: one that is wanted there is told where to be. */
function spoolOf(spool: Spool | undefined, url: string): SpoolSettings | undefined {
  const maxBytes = Number(spool?.maxBytes ?? DEFAULT_SPOOL.maxBytes)
  const path = spool?.path || (POSTGRES.test(url) ? DEFAULT_SPOOL.path : '')
  return path === '' || maxBytes === 0 ? undefined : { path, maxBytes }
}

function placeOf(url: string): string {
  if (!POSTGRES.test(url)) return url
  const { protocol, host, pathname, searchParams } = new URL(url)
  return `${protocol}//${host || (searchParams.get('host') ?? '')}${pathname}`
}
