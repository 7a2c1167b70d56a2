import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const ROUNDS = 50
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

describe('kill -9 under load', () => {
  it('loses no acknowledged row and harms no file', { timeout: 120_000 }, async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const acknowledged = new Set<string>()
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = 1 + Math.floor(Math.random() * 60_000)
      for (const id of await killedWriter(`sqlite:${path}`, bytes)) acknowledged.add(id)
    }

    const store = await openStore({ url: `sqlite:${path}` })
    expect(store.check().healthy).toBe(true)
    await store.close()
    const database = new DatabaseSync(path, { readOnly: true })
    const kept = new Set(
      database
        .prepare('SELECT attempt_id FROM attempts')
        .all()
        .map((row) => row.attempt_id),
    )
    expect(acknowledged.size).toBeGreaterThan(ROUNDS)
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([])
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    database.close()
  })
})
