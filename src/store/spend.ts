import type { Kysely } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Subject } from '../core/subject.ts'
import type { Spend, SpendQuestion } from '../usage/spend.ts'
import { readRollups } from './rollups/read-rollups.ts'
import type { Schema } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'

/** Columns of the ledger that must be equal to a field of a subject. */
const COLUMNS = { tenant: 'tenant', user: 'user_name', project: 'project', key: 'key_id', model: 'model' } as const

/** After every attempt. */
const FAR_AWAY = Date.UTC(9999, 0, 1)

/** What attempts cost, summed up where they are kept. */
export class StoredSpend implements Spend {
  readonly #database: StoreDatabase

  constructor(database: StoreDatabase) {
    this.#database = database
  }

  async read(question: SpendQuestion): Promise<bigint> {
    try {
      return await spentIn(await this.#database.reading(), question)
    } catch (cause) {
      throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
    }
  }
}

/** Of whole hours the roll-ups are read: it takes as long for a month as for a day. */
export async function spentIn(database: Kysely<Schema>, { subject, from, to }: SpendQuestion): Promise<bigint> {
  const filter = Object.fromEntries(
    Object.entries(COLUMNS).flatMap(([field, column]) => {
      const value = subject[field as keyof Subject]
      return value === '' ? [] : [[column, [value]]]
    }),
  )
  const { provider } = subject
  const groupBy = provider === '' ? [] : (['provider'] as const)
  const figures = await readRollups(database, { from, to: Math.min(to, FAR_AWAY), filter, groupBy })
  // An endpoint's full name is the provider's, a slash and its own.
  const counted = figures.filter(({ provider: name = '' }) => `${name}/`.startsWith(`${provider}/`) || provider === '')
  return counted.reduce((sum, { cost_nanos }) => sum + cost_nanos, 0n)
}
