import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { describePostgres, newCluster, openTestStore } from '../support/databases.ts'
import { faultsIn, keptRows } from '../support/kept-rows.ts'
import { killRounds } from '../support/kill-rounds.ts'
import { killedWriter } from '../support/killed-writer.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const ROUNDS = 20

/** Rows are in the spool when nothing says otherwise: it is empty when nothing in it is left to bring. */
async function untilDrained(store: Store, spoolPath: string): Promise<void> {
  while (store.check().message !== '' || (await keptRows(`sqlite:${spoolPath}`)).length > 0) await setImmediate()
}

describePostgres('kill -9 while rows are spooled, and while they are drained', () => {
  it('loses no acknowledged row, and doubles none', { timeout: 1_200_000 }, async () => {
    const cluster = await newCluster()
    const url = cluster.url()
    const path = join(temporaryDirectory(), 'spool.db')
    const acknowledged: string[] = []
    let spooledRounds = 0
    const rounds = killRounds(ROUNDS)
    for (let round = 0; round < rounds; round++) {
      const start = 1 + Math.floor(Math.random() * 5000)
      const away = { bytes: start, happens: () => cluster.stop() }
      const back = { bytes: start + Math.floor(Math.random() * 20_000), happens: () => cluster.start() }
      // Every other one dies while the database is away, the others at some moment after it came back.
      const end = { bytes: back.bytes + Math.floor(Math.random() * 30_000) }
      const moments = round % 2 === 0 ? [away, end] : [away, back, end]
      acknowledged.push(...(await killedWriter([url, path], moments)))
      if (round % 2 === 0) cluster.start()
      if ((await keptRows(`sqlite:${path}`)).length > 0) spooledRounds += 1
    }

    const store = await openTestStore({ url, spool: { path, maxBytes: 2 ** 28 } })
    await untilDrained(store, path)
    const kept = (await keptRows(url)).map(({ attempt_id }) => attempt_id)
    const held = new Set(kept)
    expect(kept).toHaveLength(held.size)
    expect(acknowledged.filter((id) => !held.has(id))).toEqual([])
    expect(spooledRounds).toBeGreaterThan(rounds / 4)
    expect(faultsIn(`sqlite:${path}`)).toBe('ok')
  })
})
