import { expect, it } from 'vitest'
import { describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { faultsIn, keptRows } from '../support/kept-rows.ts'
import { killRounds } from '../support/kill-rounds.ts'
import { killedWriter } from '../support/killed-writer.ts'

/** A server of PostgreSQL outlives the writer, so that fewer are enough. */
const ROUNDS: Readonly<Record<string, number>> = { SQLite: 50, PostgreSQL: 20 }

describeDatabases(LASTING, ({ name, newUrl }) => {
  it('kill -9 under load loses no acknowledged row, and harms nothing', { timeout: 1_200_000 }, async () => {
    const url = await newUrl()
    const acknowledged = new Set<string>()
    const rounds = killRounds(ROUNDS[name] ?? 0)
    for (let round = 0; round < rounds; round++) {
      const bytes = 1 + Math.floor(Math.random() * 60_000)
      for (const id of await killedWriter([url], [{ bytes }])) acknowledged.add(id)
    }

    const store = await openTestStore({ url })
    expect(store.check().healthy).toBe(true)
    const kept = new Set((await keptRows(url)).map(({ attempt_id }) => attempt_id))
    expect(acknowledged.size).toBeGreaterThan(rounds)
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([])
    expect(faultsIn(url)).toBe('ok')
  })
})
