import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { ALL, describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'

const ALWAYS = [0, Number.MAX_SAFE_INTEGER] as const

describeDatabases(ALL, ({ newUrl }) => {
  const newLedger = async () => (await openTestStore({ url: await newUrl() })).ledger

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

  it('keeps whatever text a caller can send', async () => {
    const ledger = await newLedger()
    const hostile = [
      "'; DROP TABLE attempts; --",
      'zero\0byte',
      'half \ud800 pair',
      '\\u0000',
      '{"a":"\\u0000"}',
      '\u{1f600}',
    ]
    await ledger.record(hostile.map((text) => ledgerRow({ sessionId: text, sourceAgent: text, model: text })))
    expect((await ledger.statistics(...ALWAYS)).total.attempts).toBe(hostile.length)
  })
})

describeDatabases(LASTING, ({ newUrl }) => {
  it('a ledger holds the rows of the last time', async () => {
    const url = await newUrl()
    const first = await openTestStore({ url })
    await first.ledger.record([ledgerRow()])
    await first.close()
    const second = await openTestStore({ url })
    expect((await second.ledger.statistics(...ALWAYS)).total.attempts).toBe(1)
  })

  it('a ledger may be shared by two processes', async () => {
    const url = await newUrl()
    const stores = await Promise.all([openTestStore({ url }), openTestStore({ url })])
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        stores[index % 2]?.ledger.record([ledgerRow({ callId: randomUUID() })]),
      ),
    )
    expect((await stores[0]?.ledger.statistics(...ALWAYS))?.total.attempts).toBe(100)
  })
})
