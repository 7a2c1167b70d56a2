import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LedgerFigures, LedgerRow, LedgerStatistics } from '../../src/usage/ledger.ts'
import { anyCalls, rowsOf, WINDOW } from '../support/any-calls.ts'
import { foldedFigures as foldedUsage } from '../support/any-rows.ts'
import { describeDatabases, describePostgres, LASTING, newPostgresUrl, openTestStore } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'

/** The statistics by the plainest means. */
function foldedStatistics(rows: readonly LedgerRow[]): LedgerStatistics {
  const groups = Map.groupBy(rows, (row) => `${row.provider} ${row.model}`)
  const models = [...groups.values()].map((group) => {
    const { provider, model } = group[0] as LedgerRow
    return { provider, model, ...foldedFigures(group) }
  })
  models.sort(
    (a, b) => Number(b.costNanos - a.costNanos) || compare(a.provider, b.provider) || compare(a.model, b.model),
  )
  return { total: foldedFigures(rows), models }
}

function foldedFigures(rows: readonly LedgerRow[]): LedgerFigures {
  const { meteredAttempts, cacheReadAttempts, ...figures } = foldedUsage(rows)
  return figures
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

describeDatabases(LASTING, ({ newUrl }) => {
  const newLedger = async () => (await openTestStore({ url: await newUrl() })).ledger

  it('statistics are what a plain fold over the rows of the time gives', async () => {
    const ledger = await newLedger()
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyCalls, async (calls) => {
        // Each round has a time of its own in the one ledger.
        base += 10 * WINDOW
        const rows = rowsOf(calls, base)
        await ledger.record(rows)
        const inTime = rows.filter(({ startTime }) => startTime >= base && startTime < base + WINDOW)
        const { total, models } = await ledger.statistics(base, base + WINDOW)
        const expected = foldedStatistics(inTime)
        expect(rounded(total)).toEqual(rounded(expected.total))
        expect(models.map(rounded)).toEqual(expected.models.map(rounded))
      }),
      { numRuns: 60 },
    )
  })

  it('statistics count a call once, where its last attempt was made', async () => {
    const ledger = await newLedger()
    await ledger.record([
      ledgerRow({ callId: 'a', attemptIndex: 0, last: false, outcome: 'failed', model: 'first' }),
      ledgerRow({ callId: 'a', attemptIndex: 1, last: false, outcome: 'failed', model: 'first' }),
      ledgerRow({ callId: 'a', attemptIndex: 2, outcome: 'succeeded', model: 'second', costNanos: 0n }),
    ])
    const { total, models } = await ledger.statistics(0, Number.MAX_SAFE_INTEGER)
    expect(total).toMatchObject({ totalRequests: 1, failedRequests: 0, attempts: 3, averageLatencyMs: 815 })
    expect(models).toMatchObject([
      { model: 'first', totalRequests: 0, failedRequests: 0, attempts: 2, averageLatencyMs: 0 },
      { model: 'second', totalRequests: 1, failedRequests: 0, attempts: 1, averageLatencyMs: 815 },
    ])
  })

  it('statistics are zeros when nothing happened', async () => {
    const ledger = await newLedger()
    expect(await ledger.statistics(0, 1)).toEqual({ total: foldedFigures([]), models: [] })
  })
})

describePostgres('statistics of the same rows', () => {
  it('are the same in both databases, to the last digit', async () => {
    const { ledger: inMemory } = await openTestStore({ url: 'sqlite::memory:' })
    const { ledger: inPostgres } = await openTestStore({ url: await newPostgresUrl() })
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyCalls, async (calls) => {
        base += 10 * WINDOW
        const rows = rowsOf(calls, base)
        await Promise.all([inMemory.record(rows), inPostgres.record(rows)])
        const [one, other] = await Promise.all(
          [inMemory, inPostgres].map((ledger) => ledger.statistics(base, base + WINDOW)),
        )
        expect(one).toEqual(other)
      }),
      { numRuns: 40 },
    )
  })
})

/** A mean is a fraction: the last bit may differ. */
function rounded<Figures extends LedgerFigures>(figures: Figures): Figures {
  return { ...figures, averageLatencyMs: Number(figures.averageLatencyMs.toFixed(6)) }
}
