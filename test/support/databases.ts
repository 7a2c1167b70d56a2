import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, inject, onTestFinished } from 'vitest'
import { type OpenStoreOptions, openStore } from '../../src/store/open-store.ts'
import type { Store } from '../../src/store/store.ts'
import { type Cluster, createCluster } from './postgres-cluster.ts'
import { sharedCluster } from './shared-cluster.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const { programs, folder } = inject('postgres')

/** A kind of database that the store can be in. */
export interface DatabaseKind {
  readonly name: string
  /** The URL of an empty database for the running test. */
  newUrl(): Promise<string>
}

const FILE: DatabaseKind = { name: 'SQLite', newUrl: async () => `sqlite:${join(temporaryDirectory(), 'store.db')}` }
const MEMORY: DatabaseKind = { name: 'SQLite in memory', newUrl: async () => 'sqlite::memory:' }
const POSTGRES: DatabaseKind = { name: 'PostgreSQL', newUrl: newPostgresUrl }

/** Those that keep what is in them, and that several processes can use. */
export const LASTING = [FILE, POSTGRES]

export const ALL = [FILE, MEMORY, POSTGRES]

/** The same suite for each kind of database. PostgreSQL's is skipped where it is not installed; the run says so. */
export function describeDatabases(kinds: readonly DatabaseKind[], suite: (kind: DatabaseKind) => void): void {
  for (const kind of kinds) describe.skipIf(kind === POSTGRES && !programs)(`in ${kind.name}`, () => suite(kind))
}

/** For what only PostgreSQL has. */
export const describePostgres = describe.skipIf(!programs)

/** An empty database in the run's own PostgreSQL. `port` is that of a proxy before it. */
export async function newPostgresUrl(): Promise<string> {
  const cluster = await sharedCluster(programs ?? '', folder)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runSql(cluster.url(), `CREATE DATABASE ${name}`)
  return cluster.url(name)
}

/** A server for the running test alone, to stop and start. */
export async function newCluster(): Promise<Cluster> {
  const cluster = await createCluster(programs ?? '')
  onTestFinished(() => cluster.remove())
  return cluster
}

export async function runSql(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** The store, closed when the running test has finished. */
export async function openTestStore(options: OpenStoreOptions): Promise<Store> {
  const store = await openStore(options)
  onTestFinished(() => store.close())
  return store
}
