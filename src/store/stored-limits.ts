import { type Kysely, type Selectable, sql } from 'kysely'
import type { HeardUse, LimitBook, LimitExchange, LimitQuestion, LimitUse } from '../usage/limit-exchange.ts'
import { available } from './available.ts'
import type { RateLimitUseTable, Schema } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'

/** Not a replica: the row that counts turns, and that whoever exchanges holds until the commit. */
const COUNTER = ''

/** What is left is stored in thousandths. */
const PARTS = 1000

/** A replica that was not seen for so long, or will not be until then since the clock was set back, is not there. */
const LOST_MS = 8000

/** So long is kept what those told that are there no more. */
const KEPT_MS = 3_600_000

/** Exchanges of all replicas after which what is older goes. */
const SWEEP_TURNS = 1000

/** Uses of rate limits in a database, each exchange in a transaction that the others wait for. */
export class StoredLimits implements LimitExchange {
  readonly #database: StoreDatabase

  constructor(database: StoreDatabase) {
    this.#database = database
  }

  exchange(question: LimitQuestion, decide: (book: LimitBook) => readonly LimitUse[]): Promise<number> {
    return available(async () => {
      const database = await this.#database.leasing()
      // Each statement sees what was committed before it began: all after the first one, which waits for its turn, see the
      // exchanges before this one.
      const exchanging = database.transaction().setIsolationLevel('read committed')
      return exchanging.execute(async (transaction) => {
        const turn = await nextTurn(transaction)
        const now = await this.#now(transaction)
        const replicas = await replicasAt(transaction, question.replica, now)
        const uses = await usesSince(transaction, question, now)
        await writeUses(transaction, question.replica, decide({ turn, replicas, uses }), turn, now)
        await writeReplica(transaction, question.replica, turn, now)
        if (turn % SWEEP_TURNS === 0) await sweep(transaction, now)
        return turn
      })
    })
  }

  leave(replica: string): Promise<void> {
    return available(async () => {
      const database = await this.#database.leasing()
      await database.deleteFrom('rate_limit_replicas').where('replica', '=', replica).execute()
    })
  }

  async #now(transaction: Kysely<Schema>): Promise<number> {
    const { rows } = await sql<{ now: bigint }>`SELECT ${sql.raw(this.#database.clock)} AS now`.execute(transaction)
    return Number(rows[0]?.now)
  }
}

async function nextTurn(transaction: Kysely<Schema>): Promise<number> {
  const { turn } = await transaction
    .insertInto('rate_limit_replicas')
    .values({ replica: COUNTER, turn: 1, seen_time: 0 })
    .onConflict((conflict) =>
      conflict.column('replica').doUpdateSet({ turn: sql<bigint>`rate_limit_replicas.turn + 1` }),
    )
    .returning('turn')
    .executeTakeFirstOrThrow()
  return Number(turn)
}

async function replicasAt(transaction: Kysely<Schema>, asking: string, now: number): Promise<string[]> {
  const rows = await transaction
    .selectFrom('rate_limit_replicas')
    .where('replica', 'not in', [COUNTER, asking])
    .where('seen_time', '>', BigInt(now - LOST_MS))
    .where('seen_time', '<', BigInt(now + LOST_MS))
    .select('replica')
    .execute()
  return rows.map(({ replica }) => replica)
}

async function usesSince(
  transaction: Kysely<Schema>,
  { replica, since }: LimitQuestion,
  now: number,
): Promise<HeardUse[]> {
  const rows = await transaction
    .selectFrom('rate_limit_uses')
    .where('turn', '>', BigInt(since))
    .where('replica', '<>', replica)
    .selectAll()
    .execute()
  return rows.map((row) => heardUse(row, now))
}

function heardUse(row: Selectable<RateLimitUseTable>, now: number): HeardUse {
  return {
    replica: row.replica,
    limit: row.rate_limit,
    incarnation: Number(row.incarnation),
    requests: Number(row.requests),
    tokens: Number(row.tokens),
    running: Number(row.running),
    requestsLeft: Number(row.requests_left) / PARTS,
    tokensLeft: Number(row.tokens_left) / PARTS,
    begunTurn: Number(row.begun_turn),
    ageMs: Math.max(now - Number(row.time), 0),
  }
}

async function writeUses(
  transaction: Kysely<Schema>,
  replica: string,
  uses: readonly LimitUse[],
  turn: number,
  time: number,
): Promise<void> {
  if (uses.length === 0) return
  const rows = uses.map(({ limit, incarnation, requests, tokens, running, requestsLeft, tokensLeft }) => ({
    ...{ rate_limit: limit, replica, incarnation, requests, tokens, running },
    ...{ requests_left: Math.round(requestsLeft * PARTS), tokens_left: Math.round(tokensLeft * PARTS) },
    ...{ begun_turn: turn, turn, time },
  }))
  await transaction
    .insertInto('rate_limit_uses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['rate_limit', 'replica']).doUpdateSet(({ ref }) => ({
        incarnation: ref('excluded.incarnation'),
        requests: ref('excluded.requests'),
        tokens: ref('excluded.tokens'),
        running: ref('excluded.running'),
        requests_left: ref('excluded.requests_left'),
        tokens_left: ref('excluded.tokens_left'),
        begun_turn: sql<bigint>`CASE WHEN rate_limit_uses.incarnation = excluded.incarnation
          THEN rate_limit_uses.begun_turn ELSE excluded.begun_turn END`,
        turn: ref('excluded.turn'),
        time: ref('excluded.time'),
      })),
    )
    .execute()
}

async function writeReplica(
  transaction: Kysely<Schema>,
  replica: string,
  turn: number,
  seen_time: number,
): Promise<void> {
  await transaction
    .insertInto('rate_limit_replicas')
    .values({ replica, turn, seen_time })
    .onConflict((conflict) => conflict.column('replica').doUpdateSet({ turn, seen_time }))
    .execute()
}

/** What those told that have gone for long. Of those that are there nothing goes: the others count on from it. */
async function sweep(transaction: Kysely<Schema>, now: number): Promise<void> {
  await transaction
    .deleteFrom('rate_limit_replicas')
    .where('replica', '<>', COUNTER)
    .where('seen_time', '<', BigInt(now - KEPT_MS))
    .execute()
  const there = transaction.selectFrom('rate_limit_replicas').select('replica')
  await transaction
    .deleteFrom('rate_limit_uses')
    .where('time', '<', BigInt(now - KEPT_MS))
    .where('replica', 'not in', there)
    .execute()
}
