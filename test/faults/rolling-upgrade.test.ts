import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { migrations } from '../../src/store/migrations.ts'
import { type Configuration, playedProvider } from '../support/app.ts'
import { describeDatabases, LASTING } from '../support/databases.ts'
import { keptRows } from '../support/kept-rows.ts'
import { nextVersion } from '../support/next-version.ts'
import { playChat } from '../support/openai-wire.ts'
import { launchReplica, type Replica, startReplica } from '../support/replica.ts'
import { openUpstream } from '../support/upstream.ts'

/** As a process of the next version is started. */
const NEXT = nextVersion(`
  ALTER TABLE attempts ADD COLUMN of_the_future TEXT NOT NULL DEFAULT 'none';
  ALTER TABLE resources ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  ALTER TABLE audit_events ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  ALTER TABLE usage_sums ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  ALTER TABLE budget_leases ADD COLUMN of_the_future INTEGER NOT NULL DEFAULT 7;
  CREATE INDEX attempts_of_the_future ON attempts (of_the_future, start_time);
  CREATE TABLE of_the_future (name TEXT NOT NULL PRIMARY KEY) STRICT;`)

const PATIENCE = { timeout: 60_000, interval: 50 }

const usd = (amountNanos: bigint) => ({ currencyCode: 'USD', amountNanos })

/** Calls again and again; gives how many were answered, and throws what one failed with. */
function traffic({ clients: { llm } }: Replica) {
  let answered = 0
  let running = true
  const done = (async () => {
    while (running) {
      await llm.generateText({ prompt: 'Hi', options: { model: 'm' } })
      answered += 1
      await pause(5)
    }
  })()
  // It is awaited by `stop` alone.
  done.catch(() => {})
  return {
    /** Resolves when that many more were answered. */
    async more(count: number): Promise<void> {
      const until = answered + count
      await Promise.race([done, vi.waitFor(() => expect(answered).toBeGreaterThanOrEqual(until), PATIENCE)])
    },
    async stop(): Promise<number> {
      running = false
      await done
      return answered
    },
  }
}

async function configurationFor(): Promise<Configuration> {
  const upstream = await openUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
  return { providers: [playedProvider(upstream.url)] }
}

/** Everything that a replica keeps in the store, once. */
async function useAll({ clients: { admin, usage } }: Replica, name: string): Promise<void> {
  await admin.createTenant({ tenant: { name } })
  await admin.createRoute({ route: { name, targets: [{ provider: 'played', model: 'm' }] } })
  await admin.createBudget({ budget: { name, amount: usd(1_000_000_000_000n), hard: true } })
  await admin.updateBudget({ budget: { name, amount: usd(2_000_000_000_000n) } })
  await admin.deleteRoute({ name })
  const { auditEvents } = await admin.listAuditEvents({ pageSize: 10 })
  expect(auditEvents.map(({ resource }) => resource)).toContain(`budgets/${name}`)
  expect((await usage.queryUsage({})).total?.attempts ?? 0n).toBeGreaterThan(0n)
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('a replica of the version before goes on beside one of the next, without a call that fails', {
    timeout: 180_000,
  }, async () => {
    const url = await newUrl()
    const configuration = await configurationFor()
    const before = await startReplica(configuration, url)
    const ofBefore = traffic(before)
    await ofBefore.more(10)
    await useAll(before, 'alone')
    const next = await startReplica(configuration, url, NEXT)
    const ofNext = traffic(next)
    await useAll(before, 'beside')
    await useAll(next, 'new')
    await Promise.all([ofBefore.more(50), ofNext.more(50)])
    const answered = (await ofBefore.stop()) + (await ofNext.stop())
    const rows = await keptRows(url)
    expect(rows).toHaveLength(answered)
    expect(new Set(rows.map((row) => (row as unknown as { of_the_future: string }).of_the_future))).toEqual(
      new Set(['none']),
    )
  })

  it('a process of the version before is not started on a schema of the next, and says so', async () => {
    const url = await newUrl()
    const configuration = await configurationFor()
    await startReplica(configuration, url, NEXT)
    const before = launchReplica(configuration, url)
    expect(await before.exited).toBe(1)
    const known = migrations.length
    expect(before.errors()).toContain(
      `it was written by a later version of Switchyard: its schema is ${known + 1}, this version knows ${known}`,
    )
  })
})
