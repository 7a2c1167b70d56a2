import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BoundedSink } from '../../src/store/bounded-sink.ts'
import { openSink } from '../../src/store/open-sink.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { StoredLedger } from '../../src/store/stored-ledger.ts'
import { FakeClock, settled } from '../support/fake-clock.ts'
import { keptRows } from '../support/kept-rows.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { ScriptedSink } from '../support/scripted-sink.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const UNAVAILABLE = { reasonName: 'LEDGER_UNAVAILABLE' }

/** A ledger whose disk the test can hang, with or without a spool on another one. */
async function newLedger(spoolPath?: string) {
  const clock = new FakeClock()
  const disk = new ScriptedSink()
  const database = await openSqlite(join(temporaryDirectory(), 'ledger.db'))
  onTestFinished(() => database.close())
  const way = await openSink({
    database: new BoundedSink(disk, clock),
    spool: spoolPath === undefined ? undefined : { path: spoolPath, maxBytes: 1_000_000 },
    clock,
    opened: Promise.resolve(),
    onChange: () => ledger.tell(),
    onSpoolFault: () => {},
  })
  const ledger: StoredLedger = new StoredLedger({ database, clock, sink: way.sink, notice: way.notice })
  onTestFinished(async () => {
    await ledger.close()
    await way.close()
  })
  // The real thread of the spool has answered before the test moves the time.
  while (clock.pendingTimers > 0) await settled()
  return { clock, disk, ledger }
}

describe('a disk that hangs', () => {
  it('ends the call after ten seconds, those after it at once, and is told', async () => {
    const { clock, disk, ledger } = await newLedger()
    await ledger.record([ledgerRow()])
    disk.hangs = true
    const hanging = expect(ledger.record([ledgerRow()])).rejects.toMatchObject(UNAVAILABLE)
    const behind = expect(ledger.record([ledgerRow()])).rejects.toMatchObject(UNAVAILABLE)
    expect(ledger.refusal()).toBeUndefined()
    await clock.advance(10_000)
    await Promise.all([hanging, behind])
    expect(ledger.refusal()).toMatchObject(UNAVAILABLE)
    await expect(ledger.record([ledgerRow()])).rejects.toMatchObject(UNAVAILABLE)
    expect(ledger.check()).toMatchObject({
      healthy: false,
      message: expect.stringContaining('has not ended within 10 s'),
    })
  })

  it('refuses no call where there is a spool on another one', async () => {
    const path = join(temporaryDirectory(), 'spool.db')
    const { clock, disk, ledger } = await newLedger(path)
    disk.hangs = true
    const first = ledger.record([ledgerRow({ attemptId: 'a' })])
    await clock.advance(10_000)
    await first
    await ledger.record([ledgerRow({ attemptId: 'b' })])
    expect((await keptRows(`sqlite:${path}`)).map(({ attempt_id }) => attempt_id)).toEqual(['a', 'b'])
    expect(ledger.refusal()).toBeUndefined()
    expect(ledger.check()).toMatchObject({ healthy: true, message: expect.stringContaining('spooled') })
  })
})

describe('a ledger that cannot be written', () => {
  it('finds out by itself that it can again', async () => {
    const { clock, disk, ledger } = await newLedger()
    disk.fault = new Error('disk full')
    await expect(ledger.record([ledgerRow()])).rejects.toMatchObject(UNAVAILABLE)
    await clock.advance(5000)
    expect(ledger.refusal()).toMatchObject(UNAVAILABLE)
    disk.fault = undefined
    await clock.advance(1000)
    expect(ledger.refusal()).toBeUndefined()
  })
})
