import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/open-store.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

function pragma(path: string, name: string): unknown {
  const database = new DatabaseSync(path)
  const row = database.prepare(`PRAGMA ${name}`).get()
  database.close()
  return row?.[name]
}

describe('opening a store in SQLite', () => {
  it('refuses a path whose folder’s folder is missing', async () => {
    for (const path of ['/proc/none/such/ledger.db', join(temporaryDirectory(), 'a', 'b', 'ledger.db')]) {
      await expect(openStore({ url: `sqlite:${path}` })).rejects.toThrow(`the file ${path} cannot be opened`)
    }
  })

  it('makes the file and its folder', async () => {
    const path = join(temporaryDirectory(), 'a', 'ledger.db')
    const store = await openStore({ url: `sqlite:${path}` })
    await store.close()
    expect(pragma(path, 'user_version')).toBe(migrations.length)
    expect(pragma(path, 'journal_mode')).toBe('wal')
  })

  it('refuses a database of a later version and leaves it as it is', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const later = new DatabaseSync(path)
    later.exec('PRAGMA user_version = 999')
    later.close()
    await expect(openStore({ url: `sqlite:${path}` })).rejects.toThrow(
      `store.url: the file ${path} cannot be opened: it was written by a later version of Switchyard`,
    )
    expect(pragma(path, 'user_version')).toBe(999)
  })

  it('takes every step of the schema or none', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const foreign = new DatabaseSync(path)
    foreign.exec('CREATE TABLE t (a); CREATE INDEX attempts_by_start_time ON t (a)')
    foreign.close()
    await expect(openStore({ url: `sqlite:${path}` })).rejects.toThrow(path)
    const database = new DatabaseSync(path)
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'attempts'").get()).toBeUndefined()
    database.close()
    expect(pragma(path, 'user_version')).toBe(0)
  })

  it('names the path and the setting when the path is a directory', async () => {
    const path = temporaryDirectory()
    await expect(openStore({ url: `sqlite:${path}` })).rejects.toThrow(`store.url: the file ${path} cannot`)
  })

  it('names the path and the setting when a directory cannot be made', async () => {
    const file = join(temporaryDirectory(), 'file')
    writeFileSync(file, '')
    const path = join(file, 'ledger.db')
    await expect(openStore({ url: `sqlite:${path}` })).rejects.toThrow(`store.url: the file ${path} cannot`)
  })

  it('refuses a file that is not a database', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'data'))
    const path = join(directory, 'data', 'ledger.db')
    writeFileSync(path, 'Dear diary, '.repeat(100))
    await expect(openStore({ url: `sqlite:${path}` })).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
  })

  it.each(['', 'sqlite:', 'mysql://localhost/ledger', 'data/ledger.db'])('refuses the url "%s"', async (url) => {
    await expect(openStore({ url })).rejects.toThrow('store.url')
  })

  it('keeps nothing in memory beyond its end', async () => {
    const first = await openStore({ url: 'sqlite::memory:' })
    await first.ledger.record([ledgerRow()])
    await first.close()
    const second = await openStore({ url: 'sqlite::memory:' })
    expect((await second.ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts).toBe(0)
    await second.close()
  })
})
