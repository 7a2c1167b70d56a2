import { Kysely, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Schema } from '../schema.ts'
import { isTransient } from './faults.ts'

/** Kysely over the pool, which stays its owner's to end. */
export function queriesOf(pool: Pool): Kysely<Schema> {
  const connect = async () => discardable(await pool.connect())
  const dialect = new PostgresDialect({ pool: { options: pool.options, connect, end: async () => {} } })
  return new Kysely<Schema>({ dialect })
}

/** A connection that failed, or on which an answer is still to come, does not go back to the pool. */
function discardable(client: PoolClient): PostgresPoolClient {
  let lost: unknown
  // The end of the connection is told twice: to the query that is under way, and here, where without a listener it would
  // be the end of the process.
  const onError = (error: Error) => {
    lost = error
  }
  client.on('error', onError)
  async function query<Row>(sql: unknown, parameters?: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (lost) throw lost
    try {
      return (await client.query(sql as string, parameters as unknown[])) as unknown as PostgresQueryResult<Row>
    } catch (error) {
      if (isTransient(error)) lost = error
      throw error
    }
  }
  function release(destroy?: boolean): void {
    client.off('error', onError)
    client.release(destroy || Boolean(lost))
  }
  return { query: query as PostgresPoolClient['query'], release }
}
