import { expect, it } from 'vitest'
import { NoRoom } from '../../src/store/row-sink.ts'
import type { StoreDatabase } from '../../src/store/store-database.ts'
import { StoredLedger } from '../../src/store/stored-ledger.ts'
import { UnwrittenRows } from '../../src/store/unwritten-rows.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { ScriptedSink } from '../support/scripted-sink.ts'

const FULL = new NoRoom('the disk is full')
const AWAY = new Error('connection refused')
const REFUSED = { reasonName: 'LEDGER_UNAVAILABLE' }

/** A sink that has room for the row of a probe, and takes only some others. */
class PickySink extends ScriptedSink {
  /** Why it does not take rows of these ids. */
  readonly refused = new Map<string, Error>()

  override async insertAttempts(rows: Parameters<ScriptedSink['insertAttempts']>[0]): Promise<void> {
    for (const [id] of rows) {
      const fault = this.refused.get(String(id))
      if (fault) throw fault
    }
    await super.insertAttempts(rows)
  }
}

function opened() {
  const [clock, sink, lost] = [new FakeClock(), new PickySink(), [] as number[]]
  const ledger = new StoredLedger({ database: {} as StoreDatabase, sink, clock, onLost: (rows) => lost.push(rows) })
  const record = (...ids: string[]) => ledger.record(ids.map((attemptId) => ledgerRow({ attemptId })))
  return { clock, sink, ledger, record, lost }
}

it('rows that were refused are written as soon as they can be, the oldest first', async () => {
  const { clock, sink, ledger, record } = opened()
  sink.fault = AWAY
  await expect(record('a')).rejects.toMatchObject(REFUSED)
  await expect(record('b', 'c')).rejects.toMatchObject(REFUSED)
  await clock.advance(60_000)
  expect(ledger.figures).toEqual({ refused: 3, unwritten: 3, lost: 0 })
  sink.fault = undefined
  await clock.advance(1000)
  expect(sink.kept).toEqual(['a', 'b', 'c'])
  expect(ledger.figures).toEqual({ refused: 3, unwritten: 0, lost: 0 })
  expect(ledger.refusal()).toBeUndefined()
})

it('calls are refused until there is room for what was refused, though there is some for less', async () => {
  const { clock, sink, ledger, record } = opened()
  sink.refused.set('a', FULL)
  await expect(record('a')).rejects.toMatchObject(REFUSED)
  await record('b')
  await clock.advance(3_600_000)
  expect(ledger.refusal()).toMatchObject(REFUSED)
  expect(ledger.check()).toEqual({ healthy: false, message: 'The ledger cannot be written: the disk is full.' })
  sink.refused.clear()
  await clock.advance(1000)
  expect(ledger.refusal()).toBeUndefined()
  expect(sink.kept).toEqual(['b', 'a'])
})

it('a row that the database never takes is given up, and keeps nothing else from it', async () => {
  const { clock, sink, ledger, record, lost } = opened()
  sink.refused.set('bad', new Error('out of range'))
  await expect(record('a', 'bad', 'b')).rejects.toMatchObject(REFUSED)
  await clock.advance(2000)
  expect(ledger.refusal()).toMatchObject(REFUSED)
  await clock.advance(1000)
  expect(ledger.refusal()).toBeUndefined()
  expect(sink.kept).toEqual(['a', 'b'])
  expect(ledger.figures).toEqual({ refused: 3, unwritten: 0, lost: 1 })
  expect(lost).toEqual([1])
})

it('what cannot be written when the process ends is lost, and told', async () => {
  const { sink, ledger, record, lost } = opened()
  sink.fault = AWAY
  await expect(record('a', 'b')).rejects.toMatchObject(REFUSED)
  await ledger.close()
  expect(lost).toEqual([2])
  expect(ledger.figures).toEqual({ refused: 2, unwritten: 0, lost: 2 })
})

it('what can be written again when the process ends is written', async () => {
  const { sink, ledger, record, lost } = opened()
  sink.fault = AWAY
  await expect(record('a', 'b')).rejects.toMatchObject(REFUSED)
  sink.fault = undefined
  await ledger.close()
  expect(sink.kept).toEqual(['a', 'b'])
  expect(lost).toEqual([])
})

it('they are kept within bounds', async () => {
  const lost: number[] = []
  const sink = new ScriptedSink()
  const rows = new UnwrittenRows({ sink, onLost: (count) => lost.push(count) })
  for (let batch = 0; batch < 21; batch++) rows.keep(Array.from({ length: 1000 }, (_, index) => [`${batch}/${index}`]))
  expect(rows.size).toBe(20_000)
  expect(lost).toEqual([1000])
})
