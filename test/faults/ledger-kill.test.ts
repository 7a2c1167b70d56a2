import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { faultsIn, keptRows } from '../support/kept-rows.ts'

/** A server of PostgreSQL outlives the writer, so that fewer are enough. */
const ROUNDS: Readonly<Record<string, number>> = { SQLite: 50, PostgreSQL: 20 }
const WRITER = fileURLToPath(new URL('../support/ledger-writer.ts', import.meta.url))

/** Kills a writer after it acknowledged that many bytes of ids; returns all ids that it acknowledged. */
async function killedWriter(url: string, bytes: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = ''
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    acknowledged += text
    if (acknowledged.length >= bytes) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  // The last line may have been cut.
  return acknowledged.split('\n').slice(0, -1)
}

describeDatabases(LASTING, ({ name, newUrl }) => {
  it('kill -9 under load loses no acknowledged row, and harms nothing', { timeout: 300_000 }, async () => {
    const url = await newUrl()
    const acknowledged = new Set<string>()
    const rounds = ROUNDS[name] ?? 0
    for (let round = 0; round < rounds; round++) {
      const bytes = 1 + Math.floor(Math.random() * 60_000)
      for (const id of await killedWriter(url, bytes)) acknowledged.add(id)
    }

    const store = await openTestStore({ url })
    expect(store.check().healthy).toBe(true)
    const kept = new Set((await keptRows(url)).map(({ attempt_id }) => attempt_id))
    expect(acknowledged.size).toBeGreaterThan(rounds)
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([])
    expect(faultsIn(url)).toBe('ok')
  })
})
