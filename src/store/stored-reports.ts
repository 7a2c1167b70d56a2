import type { Kysely } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { LedgerRow } from '../usage/ledger.ts'
import type { RowPosition, UsageAnswer, UsageFilter, UsageQuery, UsageReports } from '../usage/reports.ts'
import type { Schema } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'

/** Reports of what is in a database. Queries and what they need are loaded at the first one. */
export class StoredReports implements UsageReports {
  readonly #database: StoreDatabase

  constructor(database: StoreDatabase) {
    this.#database = database
  }

  query(query: UsageQuery): Promise<UsageAnswer> {
    return this.#read(async (database) => (await import('./usage-groups.ts')).readGroups(database, query))
  }

  requests(filter: UsageFilter, limit: number, before?: RowPosition): Promise<readonly (readonly LedgerRow[])[]> {
    return this.#read(async (database) => {
      return (await import('./usage-rows.ts')).readRequests(database, filter, limit, before)
    })
  }

  rows(filter: UsageFilter, limit: number, after?: RowPosition): Promise<readonly LedgerRow[]> {
    return this.#read(async (database) => (await import('./usage-rows.ts')).readRows(database, filter, limit, after))
  }

  async #read<T>(query: (database: Kysely<Schema>) => Promise<T>): Promise<T> {
    try {
      return await query(await this.#database.reading())
    } catch (cause) {
      throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
    }
  }
}
