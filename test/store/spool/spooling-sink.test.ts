import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { valuesOf } from '../../../src/store/ledger-columns.ts'
import { Spool } from '../../../src/store/spool/spool.ts'
import { SpoolingSink } from '../../../src/store/spool/spooling-sink.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { ScriptedSink } from '../../support/scripted-sink.ts'
import { smallDisk } from '../../support/small-disk.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const AWAY = new Error('connection refused')
const MEGABYTE = 1024 * 1024

const row = (id: string) => valuesOf(ledgerRow({ attemptId: id }))
const idsIn = async (spool: Spool) => (await spool.first(10_000)).map(([id]) => id)

async function newSpool(path: string, maxBytes = MEGABYTE): Promise<Spool> {
  const spool = new Spool({ path, maxBytes })
  onTestFinished(() => spool.close())
  await spool.probe()
  return spool
}

async function newSink(path = join(temporaryDirectory(), 'spool.db'), maxBytes = MEGABYTE) {
  const clock = new FakeClock()
  const database = new ScriptedSink()
  const spool = await newSpool(path, maxBytes)
  const changes: string[] = []
  const onChange = () => changes.push(sink.notice)
  const sink: SpoolingSink = new SpoolingSink({
    database,
    spool,
    clock,
    opened: Promise.resolve(),
    onChange,
  })
  onTestFinished(() => sink.close())
  const drained = async () => {
    const isBehind = () => sink.notice !== '' || sink.counts.drained < sink.counts.spooled
    while (isBehind() || (await idsIn(spool)).length > 0) await clock.advance(50)
  }
  return { clock, database, spool, sink, changes, drained }
}

describe('rows on their way to the database', () => {
  it('go there, and not to the spool, while it takes them', async () => {
    const { database, sink, spool, changes } = await newSink()
    await sink.insertAttempts([row('a'), row('b')])
    expect(database.kept).toEqual(['a', 'b'])
    expect(await idsIn(spool)).toEqual([])
    expect(changes).toEqual([])
  })

  it('wait in the spool while it takes none, and are brought there in their order', async () => {
    const { database, sink, spool, changes, drained } = await newSink()
    database.fault = AWAY
    await sink.insertAttempts([row('z'), row('y')])
    await sink.insertAttempts([row('x')])
    expect(await idsIn(spool)).toEqual(['z', 'y', 'x'])
    expect(spool.bytes).toBeGreaterThan(0)
    database.fault = undefined
    await drained()
    expect(database.kept).toEqual(['z', 'y', 'x'])
    expect(changes).toEqual([expect.stringContaining('connection refused'), ''])
    expect(sink.counts).toEqual({ spooled: 3, drained: 3 })
  })

  it('are kept once although the database answered to none of those who brought them', async () => {
    const { database, sink, drained } = await newSink()
    database.losesAnswer = true
    await sink.insertAttempts([row('a')])
    database.losesAnswer = true
    await drained()
    expect(database.kept).toEqual(['a'])
  })

  it('are brought by the next process that has the spool, and by two of them once', async () => {
    const path = join(temporaryDirectory(), 'spool.db')
    await (await newSpool(path)).insertAttempts([row('a'), row('b')])
    const two = [await newSink(path), await newSink(path)]
    for (const { drained } of two) await drained()
    expect([...new Set(two.flatMap(({ database }) => database.kept))]).toEqual(['a', 'b'])
  })

  it('are refused before the database has been there once', async () => {
    const spool = await newSpool(join(temporaryDirectory(), 'spool.db'))
    const database = new ScriptedSink()
    database.fault = AWAY
    const sink = new SpoolingSink({
      database,
      spool,
      clock: new FakeClock(),
      opened: new Promise(() => {}),
      onChange: () => {},
    })
    await expect(sink.insertAttempts([row('a')])).rejects.toThrow('connection refused')
    await expect(sink.probe()).rejects.toThrow('connection refused')
    expect(await idsIn(spool)).toEqual([])
  })

  it('are refused when the spool is full, and taken again when it has been drained', async () => {
    const { database, sink, spool, drained } = await newSink(undefined, 512 * 1024)
    database.fault = AWAY
    let spooled = 0
    const fill = async () => {
      for (;;) {
        await sink.insertAttempts(Array.from({ length: 20 }, (_, index) => row(`${spooled + index}`)))
        spooled += 20
      }
    }
    await expect(fill()).rejects.toThrow(/connection refused; nor can they be spooled: database or disk is full/)
    await expect(sink.probe()).resolves.toBeUndefined()
    expect(spooled).toBeGreaterThan(100)
    expect(sink.counts).toMatchObject({ spooled })
    const full = spool.bytes
    database.fault = undefined
    await drained()
    expect(database.kept).toHaveLength(spooled)
    expect(spool.bytes).toBeLessThan(full / 2)
    database.fault = AWAY
    await sink.insertAttempts([row('again')])
  })

  it('are each kept once, in any order of faults, rows and lost answers', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('rows' as const), size: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constantFrom('away' as const, 'back' as const, 'lost' as const, 'time' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { clock, database, sink, drained } = await newSink()
        const acknowledged: string[] = []
        for (const { kind, ...rest } of steps) {
          if (kind === 'away') database.fault = AWAY
          if (kind === 'back') database.fault = undefined
          if (kind === 'lost') database.losesAnswer = true
          if (kind === 'time') await clock.advance(100)
          if (kind !== 'rows') continue
          const rows = Array.from({ length: (rest as { size: number }).size }, (_, index) =>
            row(`${acknowledged.length + index}`),
          )
          await sink.insertAttempts(rows)
          acknowledged.push(...rows.map(([id]) => String(id)))
        }
        database.fault = undefined
        await drained()
        expect([...database.kept].sort()).toEqual(acknowledged.sort())
        await sink.close()
      }),
      { numRuns: 15 },
    )
  })
})

describe('a spool that cannot be read', () => {
  it('keeps no rows from the database once that is back', async () => {
    const clock = new FakeClock()
    const database = new ScriptedSink()
    const broken = new ScriptedSink()
    const spool = Object.assign(broken, {
      first: () => Promise.reject(new Error('I/O error')),
      remove: () => Promise.reject(new Error('I/O error')),
    })
    broken.fault = new Error('I/O error')
    const sink = new SpoolingSink({ database, spool, clock, opened: Promise.resolve(), onChange: () => {} })
    onTestFinished(() => sink.close())
    await clock.advance(100)
    database.fault = AWAY
    await expect(sink.insertAttempts([row('a')])).rejects.toThrow('I/O error')
    database.fault = undefined
    await clock.advance(6000)
    expect(sink.notice).toBe('')
    await sink.insertAttempts([row('b')])
    expect(database.kept).toEqual(['b'])
  })
})

describe('a spool on a disk that fills up', () => {
  it('refuses rows, loses none of the earlier ones, and takes rows again when there is room', async ({ skip }) => {
    const disk = smallDisk(skip, 1)
    const { database, sink, drained } = await newSink(join(disk.path, 'spool.db'), 64 * MEGABYTE)
    database.fault = AWAY
    await sink.insertAttempts([row('a')])
    disk.fill()
    await expect(sink.insertAttempts([row('b')])).rejects.toThrow(/nor can they be spooled: .*full/)
    disk.free()
    await sink.insertAttempts([row('c')])
    database.fault = undefined
    await drained()
    expect(database.kept).toEqual(['a', 'c'])
  })
})
