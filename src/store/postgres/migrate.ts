import type { ClientBase } from 'pg'
import { inPostgres, stepsFrom } from '../migrations.ts'

/** Names the lock of all who change the schema. It is a number that only has to be ours. */
const LOCK = 5_879_213_604_417

/** How long another's lock is waited for, at most. */
const LOCK_TIMEOUT = '5s'

/**
 * Brings the database to the present schema, all steps or none; of several processes that start at once, one does it, and
 * the others wait. The table `switchyard_schema` counts the steps taken. Throws a LaterSchemaError when the database was
 * written by a later version.
 */
export async function migrate(client: ClientBase, migrations: readonly string[]): Promise<void> {
  // A database that needs nothing is only read: the service may run as a user who cannot change the schema.
  if ((await versionIn(client)) === migrations.length) return
  await client.query('BEGIN')
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    await takeSteps(client, migrations)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

async function takeSteps(client: ClientBase, migrations: readonly string[]): Promise<void> {
  await client.query('CREATE TABLE IF NOT EXISTS switchyard_schema (version BIGINT NOT NULL)')
  const version = await recordedVersion(client)
  for (const step of stepsFrom(version ?? 0, migrations)) await client.query(inPostgres(step))
  await client.query(version === undefined ? INSERT_VERSION : UPDATE_VERSION, [migrations.length])
}

const INSERT_VERSION = 'INSERT INTO switchyard_schema (version) VALUES ($1)'
const UPDATE_VERSION = 'UPDATE switchyard_schema SET version = $1'

async function versionIn(client: ClientBase): Promise<number | undefined> {
  const { rows } = await client.query("SELECT to_regclass('switchyard_schema') IS NOT NULL AS there")
  return rows[0]?.there ? recordedVersion(client) : undefined
}

/** Undefined: no step has been taken. */
async function recordedVersion(client: ClientBase): Promise<number | undefined> {
  const { rows } = await client.query('SELECT version FROM switchyard_schema')
  return rows[0] && Number(rows[0].version)
}
