import { Client, type ClientConfig, Pool, type PoolConfig, types } from 'pg'

/** What reaches one database. */
export interface Connections {
  /** The one connection of the ledger's commits, which no query can keep waiting. */
  readonly commits: Pool
  readonly queries: Pool
  /** Few, for short transactions that calls wait for. */
  readonly leases: Pool
  /** One outside of the pools, for what may take its time. Whoever connects it ends it. */
  newClient(): Client
}

const MAX_QUERIES = 3
const MAX_LEASES = 2
const CONNECT_TIMEOUT_MS = 3000
const KEEP_ALIVE_MS = 10_000
const STATEMENT_TIMEOUT_MS = 10_000
/** For a server that is not there any more to end the statement itself. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2000
const IDLE_TRANSACTION_TIMEOUT_MS = 30_000

/** The type of 64-bit integers, which `pg` would read as text. */
const INT8 = 20

/** Connects to nothing yet. Throws when the URL, or a file that it names, cannot be read. */
export function createConnections(url: string, onLost: () => void): Connections {
  const shared: ClientConfig = {
    connectionString: withDefaults(url),
    application_name: 'switchyard',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser: (oid, format) => (oid === INT8 ? BigInt : types.getTypeParser(oid, format)) },
  }
  const newClient = () => new Client(shared)
  newClient()
  const poolOf = (max: number) => newPool({ ...shared, max }, onLost)
  return { commits: poolOf(1), queries: poolOf(MAX_QUERIES), leases: poolOf(MAX_LEASES), newClient }
}

function newPool(config: PoolConfig, onLost: () => void): Pool {
  const pool = new Pool({
    ...config,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
  })
  // Without a listener the end of an idle connection would be the end of the process.
  return pool.on('error', onLost)
}

/**
 * A commit is on the disk when it returns, whatever the server's default. `sslmode` means what PostgreSQL's own clients
 * mean by it: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION.
 */
function withDefaults(url: string): string {
  const full = new URL(url)
  const { searchParams } = full
  const options = searchParams.get('options') ?? ''
  searchParams.set('options', `-c synchronous_commit=on ${options}`.trim())
  if (!searchParams.has('uselibpqcompat')) searchParams.set('uselibpqcompat', 'true')
  return full.href
}
