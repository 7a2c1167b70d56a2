import type { Kysely } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { LedgerRow } from '../usage/ledger.ts'
import type { RowPosition, UsageAnswer, UsageFilter, UsageQuery, UsageReports } from '../usage/reports.ts'
import type { Schema } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'

/**
 * Reports of what is in a database. Those that may have to go through a great many rows do not hold up the others. Queries and
 * what they need are loaded at the first one.
 */
export class StoredReports implements UsageReports {
  readonly #database: StoreDatabase

  constructor(database: StoreDatabase) {
    this.#database = database
  }

  query(query: UsageQuery): Promise<UsageAnswer> {
    return available(async () => {
      const [{ readGroups }, { readsManyRows }] = await Promise.all([
        import('./usage-groups.ts'),
        import('./usage-plans.ts'),
      ])
      const long = await readsManyRows(await this.#database.reading(), query)
      return readGroups(await this.#reading(long), query)
    })
  }

  requests(filter: UsageFilter, limit: number, before?: RowPosition): Promise<readonly (readonly LedgerRow[])[]> {
    return available(async () => {
      const { readRequests } = await import('./usage-rows.ts')
      return readRequests(await this.#reading(isSearch(filter)), filter, limit, before)
    })
  }

  rows(filter: UsageFilter, limit: number, after?: RowPosition): Promise<readonly LedgerRow[]> {
    return available(async () => {
      const { readRows } = await import('./usage-rows.ts')
      return readRows(await this.#reading(isSearch(filter)), filter, limit, after)
    })
  }

  #reading(long: boolean): Promise<Kysely<Schema>> {
    return long ? this.#database.scanning() : this.#database.reading()
  }
}

/** Whether many rows may have to be read before enough have passed. */
function isSearch({ scope, values, labels }: UsageFilter): boolean {
  return scope.principal !== undefined || values.size > 0 || labels.size > 0
}

async function available<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query()
  } catch (cause) {
    throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
  }
}
