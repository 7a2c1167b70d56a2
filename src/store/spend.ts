import type { Kysely } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Subject } from '../core/subject.ts'
import type { UsageDimension } from '../usage/reports.ts'
import type { Spend, SpendQuestion } from '../usage/spend.ts'
import type { Schema } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'

/** What of a subject is a dimension of reports, but for its provider. */
const FIELDS = ['tenant', 'user', 'project', 'key', 'model'] as const satisfies readonly (keyof Subject)[]

/** More than anybody has. */
const MOST_PROVIDERS = 100_000

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

/** From the roll-ups, but for some rows: it takes as long for a month as for a day. */
export async function spentIn(database: Kysely<Schema>, { subject, from, to }: SpendQuestion): Promise<bigint> {
  const { groupsIn } = await import('./usage-groups.ts')
  const values = FIELDS.flatMap((field): [UsageDimension, string[]][] => {
    return subject[field] === '' ? [] : [[field, [subject[field]]]]
  })
  const { provider } = subject
  // No database has such a text, and PostgreSQL takes none; a stored budget that names it must not keep the others from being read.
  if (values.some(([, [value]]) => value?.includes('\0'))) return 0n
  const { groups } = await groupsIn(database, {
    filter: { from, to: Math.min(to, FAR_AWAY), scope: {}, values: new Map(values), labels: new Map() },
    groupBy: provider === '' ? [] : ['provider'],
    ...{ pieces: undefined, order: [], total: false, percentiles: false, limit: MOST_PROVIDERS, offset: 0 },
  })
  // An endpoint's full name is the provider's, a slash and its own.
  const counted = groups.filter(({ values: names }) => {
    return provider === '' || `${names.get('provider')}/`.startsWith(`${provider}/`)
  })
  return counted.reduce((sum, { figures }) => sum + figures.costNanos, 0n)
}
