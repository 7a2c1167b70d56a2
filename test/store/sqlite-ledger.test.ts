import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLedger } from '../../src/store/open-ledger.ts'
import type { Ledger, LedgerRow } from '../../src/usage/ledger.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const ALWAYS = [0, Number.MAX_SAFE_INTEGER] as const

async function open(url: string): Promise<Ledger> {
  const ledger = await openLedger({ url })
  onTestFinished(() => ledger.close())
  return ledger
}

describe.each(['file', 'memory'])('a ledger in a %s', (place) => {
  const newLedger = () =>
    open(place === 'file' ? `sqlite:${join(temporaryDirectory(), 'ledger.db')}` : 'sqlite::memory:')

  it('holds each row exactly once, however calls interleave', async () => {
    const ledger = await newLedger()
    let recorded = 0
    let cost = 0n
    const calls = fc.array(fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 4 }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(calls, fc.scheduler(), async (callCosts, scheduler) => {
        const record = scheduler.scheduleFunction((rows: LedgerRow[]) => ledger.record(rows))
        const recording = callCosts.map((costs) => record(costs.map((costNanos) => ledgerRow({ costNanos }))))
        await scheduler.waitAll()
        await Promise.all(recording)
        recorded += callCosts.flat().length
        cost += callCosts.flat().reduce((sum, nanos) => sum + nanos, 0n)
        const { total } = await ledger.statistics(...ALWAYS)
        expect(total).toMatchObject({ attempts: recorded, totalRequests: recorded, costNanos: cost })
      }),
      { numRuns: 25 },
    )
  })

  it('keeps the first of two rows of the same attempt', async () => {
    const ledger = await newLedger()
    const row = ledgerRow({ costNanos: 5n })
    await ledger.record([row, row])
    await ledger.record([{ ...row, costNanos: 7n }])
    await Promise.all([ledger.record([row]), ledger.record([row])])
    expect((await ledger.statistics(...ALWAYS)).total).toMatchObject({ attempts: 1, costNanos: 5n })
  })

  it('takes amounts that are too large for a double', async () => {
    const ledger = await newLedger()
    const costNanos = 2n ** 60n + 1n
    await ledger.record([ledgerRow({ costNanos })])
    expect((await ledger.statistics(...ALWAYS)).total.costNanos).toBe(costNanos)
  })

  it('takes more rows at once than one commit holds', async () => {
    const ledger = await newLedger()
    await Promise.all(Array.from({ length: 2500 }, () => ledger.record([ledgerRow()])))
    await ledger.record(Array.from({ length: 1500 }, () => ledgerRow()))
    expect((await ledger.statistics(...ALWAYS)).total.attempts).toBe(4000)
  })

  it('is healthy while rows can be written', async () => {
    const ledger = await newLedger()
    await ledger.record([])
    await ledger.record([ledgerRow()])
    expect(ledger.check()).toEqual({ healthy: true, message: '' })
  })

  it('refuses rows once it is closed, after it has kept the earlier ones', async () => {
    const ledger = await newLedger()
    const earlier = ledger.record([ledgerRow()])
    const closing = ledger.close()
    await expect(ledger.record([ledgerRow()])).rejects.toMatchObject({ reasonName: 'LEDGER_UNAVAILABLE' })
    await expect(earlier).resolves.toBeUndefined()
    await closing
    expect(ledger.check().healthy).toBe(false)
  })
})

describe('a ledger in a file', () => {
  it('keeps every value of a row as it was', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const ledger = await open(`sqlite:${path}`)
    const row = ledgerRow({ labels: '{"é":"\\u0000"}', sessionId: "'; DROP TABLE attempts; --" })
    await ledger.record([row, ledgerRow({ callId: row.callId, attemptIndex: 1, firstContentMs: undefined })])
    const [kept, second] = rowsOf(path)
    expect(kept).toEqual({
      attempt_id: row.attemptId,
      call_id: row.callId,
      attempt_index: 0,
      last: 1,
      principal: 'local',
      operation: 'chat',
      streaming: 1,
      provider: 'openai',
      model: 'gpt-5-mini',
      requested_model: 'fast',
      start_time: 1_763_712_000_000,
      latency_us: 812_500,
      first_content_us: 204_250,
      call_latency_us: 815_000,
      call_outcome: 'succeeded',
      outcome: 'succeeded',
      error_reason: '',
      finish_reason: 'STOP',
      input_tokens: 1200,
      output_tokens: 300,
      cache_read_input_tokens: 800,
      cache_write_input_tokens: 0,
      reasoning_output_tokens: 64,
      usage_estimated: 0,
      cost_nanos: 720_000,
      cost_estimated: 0,
      trace_id: row.traceId,
      source_agent: 'planner',
      session_id: "'; DROP TABLE attempts; --",
      labels: '{"é":"\\u0000"}',
    })
    expect(second).toMatchObject({ attempt_index: 1, first_content_us: null })
  })

  it('holds the rows of the last time', async () => {
    const url = `sqlite:${join(temporaryDirectory(), 'ledger.db')}`
    const first = await open(url)
    await first.record([ledgerRow()])
    await first.close()
    const second = await open(url)
    expect((await second.statistics(...ALWAYS)).total.attempts).toBe(1)
  })

  it('commits the rows of a crowd together', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const ledger = await open(`sqlite:${path}`)
    const database = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => database.close())
    const seen = new Set<number>()
    const callers = Array.from({ length: 64 }, async () => {
      await ledger.record([ledgerRow()])
      seen.add(Number(database.prepare('SELECT COUNT(*) AS size FROM attempts').get()?.size))
    })
    await Promise.all(callers)
    expect([...seen]).toEqual([64])
  })

  it('commits while statistics are being read', async () => {
    const path = join(temporaryDirectory(), 'ledger.db')
    const ledger = await open(`sqlite:${path}`)
    await ledger.record([ledgerRow()])
    const reading = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => reading.close())
    reading.exec('BEGIN')
    const attempts = () => reading.prepare('SELECT COUNT(*) AS size FROM attempts').get()?.size
    expect(attempts()).toBe(1)
    // The reading transaction is still open; the statistics' own reader sees the new row, this one does not.
    await ledger.record([ledgerRow()])
    expect(attempts()).toBe(1)
    expect((await ledger.statistics(...ALWAYS)).total.attempts).toBe(2)
  })

  it('may be shared by two processes', async () => {
    const url = `sqlite:${join(temporaryDirectory(), 'ledger.db')}`
    const ledgers = await Promise.all([openLedger({ url }), openLedger({ url })])
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => ledgers[index % 2]?.record([ledgerRow({ callId: randomUUID() })])),
    )
    expect((await ledgers[0]?.statistics(...ALWAYS))?.total.attempts).toBe(100)
    await Promise.all(ledgers.map((ledger) => ledger.close()))
  })
})

function rowsOf(path: string) {
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database.prepare('SELECT * FROM attempts ORDER BY attempt_index').all()
  database.close()
  return rows.map((row) => ({ ...row }))
}
