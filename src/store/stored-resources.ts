import type { Kysely, Selectable } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { ResourceChange, ResourceMarks, ResourceRepository, StoredResource } from '../resources/repository.ts'
import type { ResourceTable, Schema } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'
import { eventRow } from './stored-audit-log.ts'

/** A change with what it makes, once and for all: sent twice, it is still the same one. */
interface Writing extends ResourceChange {
  readonly etag: string
  readonly time: number
  /** Of what it leaves in the audit log. */
  readonly eventId: string
}

/**
 * Resources in a database. Each change is a single statement that compares and sets, whoever else is writing; what it leaves
 * in the audit log is written in the same transaction.
 */
export class StoredResources implements ResourceRepository, ResourceMarks {
  readonly #database: StoreDatabase
  readonly #clock: Clock

  constructor(database: StoreDatabase, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  async list(kinds: readonly string[]): Promise<readonly StoredResource[]> {
    const places = kinds.map(() => '?').join(', ')
    try {
      const statement = `SELECT * FROM resources WHERE kind IN (${places}) ORDER BY kind, name`
      const rows = await this.#database.read(statement, kinds)
      return (rows as Selectable<ResourceTable>[]).map(toResource)
    } catch (error) {
      throw unavailable(error)
    }
  }

  async marks(): Promise<ReadonlyMap<string, string>> {
    const statement = `SELECT kind, ${this.#database.digestOf('etag')} AS mark FROM resources GROUP BY kind`
    try {
      const rows = await this.#database.read(statement, [])
      return new Map((rows as { kind: string; mark: string }[]).map((row) => [row.kind, row.mark]))
    } catch (error) {
      throw unavailable(error)
    }
  }

  async change(change: ResourceChange): Promise<StoredResource | undefined> {
    const writing = { ...change, etag: this.#clock.uuid(), eventId: this.#clock.uuid(), time: this.#clock.now() }
    const written = await this.#write(writing)
    if (!written) throw mismatch(change)
    return change.json === undefined ? undefined : toResource(written)
  }

  async #write(writing: Writing): Promise<Selectable<ResourceTable> | undefined> {
    try {
      return await this.#writeOnce(writing)
    } catch (error) {
      if (!this.#database.isTransient(error)) throw unavailable(error)
    }
    try {
      return (await this.#writeOnce(writing)) ?? (await this.#earlier(writing))
    } catch (error) {
      throw unavailable(error)
    }
  }

  async #writeOnce(writing: Writing): Promise<Selectable<ResourceTable> | undefined> {
    const database = await this.#database.writing()
    const { audit, eventId, time } = writing
    if (!audit) return writeRow(database, writing)
    return database.transaction().execute(async (transaction) => {
      const written = await writeRow(transaction, writing)
      if (written)
        await transaction
          .insertInto('audit_events')
          .values(eventRow(audit, eventId, time))
          .execute()
      return written
    })
  }

  /** What the first sending left, whose answer was lost on the way. */
  async #earlier(writing: Writing): Promise<Selectable<ResourceTable> | undefined> {
    const database = await this.#database.writing()
    const rows = database.selectFrom('resources').selectAll()
    const found = await rows.where('kind', '=', writing.kind).where('name', '=', writing.name).executeTakeFirst()
    if (writing.json === undefined) return found ? undefined : toRow(writing)
    return found?.etag === writing.etag ? found : undefined
  }
}

function writeRow(database: Kysely<Schema>, writing: Writing) {
  if (writing.expectedEtag === undefined) return insert(database, writing)
  return writing.json === undefined ? remove(database, writing) : update(database, writing)
}

function insert(database: Kysely<Schema>, writing: Writing) {
  // Nothing is expected, and nothing is to be: whether that holds is all there is to see.
  if (writing.json === undefined) return absent(database, writing)
  const row = toRow(writing)
  const keepFirst = database
    .insertInto('resources')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
  return keepFirst.returningAll().executeTakeFirst()
}

function update(database: Kysely<Schema>, { kind, name, json = '', etag, time, expectedEtag = '' }: Writing) {
  return database
    .updateTable('resources')
    .set({ json, etag, update_time: time })
    .where('kind', '=', kind)
    .where('name', '=', name)
    .where('etag', '=', expectedEtag)
    .returningAll()
    .executeTakeFirst()
}

function remove(database: Kysely<Schema>, { kind, name, expectedEtag = '' }: Writing) {
  return database
    .deleteFrom('resources')
    .where('kind', '=', kind)
    .where('name', '=', name)
    .where('etag', '=', expectedEtag)
    .returningAll()
    .executeTakeFirst()
}

async function absent(database: Kysely<Schema>, writing: Writing) {
  const rows = database.selectFrom('resources').select('etag')
  const found = await rows.where('kind', '=', writing.kind).where('name', '=', writing.name).executeTakeFirst()
  return found ? undefined : toRow(writing)
}

function toRow({ kind, name, json = '', etag, time }: Writing): Selectable<ResourceTable> {
  return { kind, name, json, etag, create_time: BigInt(time), update_time: BigInt(time) }
}

function toResource(row: Selectable<ResourceTable>): StoredResource {
  const { kind, name, json, etag, create_time, update_time } = row
  return { kind, name, json, etag, createTime: Number(create_time), updateTime: Number(update_time) }
}

function mismatch({ kind, name }: ResourceChange): GatewayError {
  return new GatewayError(
    ErrorReason.ETAG_MISMATCH,
    'The resource is not what was expected: somebody else changed it. Read it again, then change it.',
    { metadata: { kind, name } },
  )
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
}
