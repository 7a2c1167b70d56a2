import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { valuesOf } from '../../src/store/ledger-columns.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { SqliteDatabase } from '../../src/store/sqlite/sqlite-database.ts'
import { createThread } from '../../src/store/sqlite/thread.ts'
import { StoredLedger } from '../../src/store/stored-ledger.ts'
import type { Ledger } from '../../src/usage/ledger.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { smallDisk } from '../support/small-disk.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const UNAVAILABLE = { reasonName: 'LEDGER_UNAVAILABLE' }

async function attemptsIn(ledger: Ledger): Promise<number> {
  return (await ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts
}

/** Only a healthy check ends it: the test's own time limit is the bound. */
async function untilHealthy(ledger: Ledger): Promise<void> {
  while (!ledger.check().healthy) await setImmediate()
}

describe('a ledger whose thread dies', () => {
  function dyingLedger(): StoredLedger {
    const data = { path: join(temporaryDirectory(), 'ledger.db'), role: 'writer' as const }
    const thread = () => createThread(data, new URL('../support/dying-store-worker.ts', import.meta.url))
    const database = new SqliteDatabase({ writer: thread(), keeper: thread(), scanner: thread() })
    onTestFinished(() => database.close())
    return new StoredLedger({ database })
  }

  it('rejects the rows that were under way, keeps all but the deadly one, and the next ones, in a new thread', async () => {
    const ledger = dyingLedger()
    await ledger.record([ledgerRow()])
    const dying = ledger.record([ledgerRow({ attemptId: 'die' })])
    const beside = ledger.record([ledgerRow()])
    await expect(dying).rejects.toMatchObject(UNAVAILABLE)
    await expect(beside).rejects.toMatchObject(UNAVAILABLE)
    expect(ledger.check().healthy).toBe(false)
    await ledger.record([ledgerRow()])
    await untilHealthy(ledger)
    expect(await attemptsIn(ledger)).toBe(3)
    expect(ledger.figures).toEqual({ refused: 2, unwritten: 0, lost: 1 })
  })

  it('keeps the rows that came after the batch which died', async () => {
    const ledger = dyingLedger()
    await ledger.record([ledgerRow()])
    const dying = ledger.record([ledgerRow({ attemptId: 'die' })])
    await setImmediate()
    const later = ledger.record([ledgerRow()])
    await expect(dying).rejects.toMatchObject(UNAVAILABLE)
    await expect(later).resolves.toBeUndefined()
  })

  it('is found healthy again by a check alone', async () => {
    const ledger = dyingLedger()
    await expect(ledger.record([ledgerRow({ attemptId: 'die' })])).rejects.toMatchObject(UNAVAILABLE)
    expect(ledger.check().message).toContain('the thread of the store')
    await untilHealthy(ledger)
    expect(await attemptsIn(ledger)).toBe(0)
  })
})

describe('a database that is full', () => {
  it('takes no row of a batch, keeps the earlier ones, and takes rows again when there is room', () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const { database, insert, close } = openDatabase({ path, role: 'writer' as const })
    onTestFinished(close)
    const size = () => database.prepare('SELECT COUNT(*) AS size FROM attempts').get()?.size
    const many = Array.from({ length: 100 }, () => valuesOf(ledgerRow()))
    insert([valuesOf(ledgerRow())])
    database.exec('PRAGMA max_page_count = 8')
    expect(() => insert(many)).toThrow('database or disk is full')
    expect(size()).toBe(1)
    database.exec('PRAGMA max_page_count = 10000')
    insert(many)
    expect(size()).toBe(101)
  })
})

describe('a ledger on a disk that fills up', () => {
  it('refuses rows, says that it cannot be written, and writes them when there is room', async ({ skip }) => {
    const disk = smallDisk(skip, 1)
    const store = await openStore({ url: `sqlite:${join(disk.path, 'ledger.db')}` })
    const { ledger } = store
    await ledger.record([ledgerRow()])
    disk.fill()

    await expect(ledger.record([ledgerRow(), ledgerRow()])).rejects.toMatchObject(UNAVAILABLE)
    expect(ledger.check()).toMatchObject({ healthy: false, message: expect.stringContaining('full') })
    expect(await attemptsIn(ledger)).toBe(1)

    disk.free()
    await untilHealthy(ledger)
    await ledger.record([ledgerRow()])
    expect(await attemptsIn(ledger)).toBe(4)
    expect(store.figures).toMatchObject({ available: true, refused: 2, unwritten: 0, lost: 0 })
    await store.close()
  })
})
