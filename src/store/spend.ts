import { sql } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Subject } from '../core/subject.ts'
import type { Spend, SpendQuestion } from '../usage/spend.ts'
import type { StoreDatabase } from './store-database.ts'

/** Columns of the ledger that must be equal to a field of a subject. */
const COLUMNS = { tenant: 'tenant', user: 'user_name', project: 'project', key: 'key_id', model: 'model' } as const

/** What attempts cost, summed up where they are kept. */
export class StoredSpend implements Spend {
  readonly #database: StoreDatabase

  constructor(database: StoreDatabase) {
    this.#database = database
  }

  async read(question: SpendQuestion): Promise<bigint> {
    try {
      return await this.#sum(question)
    } catch (cause) {
      throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
    }
  }

  async #sum({ subject, from, to }: SpendQuestion): Promise<bigint> {
    const database = await this.#database.reading()
    let attempts = database.selectFrom('attempts').where('start_time', '>=', BigInt(Math.ceil(from)))
    if (to !== Infinity) attempts = attempts.where('start_time', '<', BigInt(Math.ceil(to)))
    for (const [field, column] of Object.entries(COLUMNS)) {
      const value = subject[field as keyof Subject]
      if (value !== '') attempts = attempts.where(column, '=', value)
    }
    const { provider } = subject
    // An endpoint's full name is the provider's, a slash and its own; `0` is what follows a slash in the order of bytes.
    if (provider !== '') {
      attempts = attempts.where(({ and, eb, or }) =>
        or([
          eb('provider', '=', provider),
          and([eb('provider', '>=', `${provider}/`), eb('provider', '<', `${provider}0`)]),
        ]),
      )
    }
    const total = sql<bigint>`CAST(COALESCE(SUM(cost_nanos), 0) AS BIGINT)`.as('total')
    return (await attempts.select(total).executeTakeFirstOrThrow()).total
  }
}
