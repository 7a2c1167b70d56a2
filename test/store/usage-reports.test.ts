import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import type { RowPosition, UsageFigures, UsageQuery } from '../../src/usage/reports.ts'
import { WINDOW } from '../support/any-calls.ts'
import { anyFilter, anyRows, DIMENSIONS, passing } from '../support/any-rows.ts'
import { ALL, describeDatabases, describePostgres, newPostgresUrl, openTestStore } from '../support/databases.ts'
import { foldedAnswer, toldAnswer } from '../support/folded-answer.ts'
import { ledgerRow } from '../support/ledger-row.ts'

const PIECE = 250

const anyQuery = fc.record({
  filter: anyFilter,
  groupBy: fc.subarray([...DIMENSIONS], { maxLength: 3 }),
  split: fc.boolean(),
})

type AnyQuery = typeof anyQuery extends fc.Arbitrary<infer Query> ? Query : never

/** The query for a time of its own, which begins at `base`. */
function queryIn(base: number, { filter, groupBy, split }: AnyQuery): UsageQuery {
  const pieces = Array.from({ length: WINDOW / PIECE }, (_, index) => ({
    from: base + index * PIECE,
    to: base + (index + 1) * PIECE,
  }))
  return {
    filter: { from: base, to: base + WINDOW, ...filter },
    pieces: split ? pieces : undefined,
    groupBy,
    order: [],
    total: true,
    percentiles: true,
    limit: 1000,
    offset: 0,
  }
}

const SUMS = [
  'totalRequests',
  'failedRequests',
  'cancelledRequests',
  'attempts',
  'meteredAttempts',
  'cacheReadAttempts',
  'inputTokens',
  'outputTokens',
  'cacheReadInputTokens',
  'cacheWriteInputTokens',
  'reasoningOutputTokens',
  'costNanos',
] as const

function summed(groups: readonly UsageFigures[]) {
  return Object.fromEntries(
    SUMS.map((name) => [name, groups.reduce((total, figures) => total + BigInt(figures[name]), 0n)]),
  )
}

describeDatabases(ALL, ({ newUrl }) => {
  it('groups are what a plain fold over the matching rows gives, and add up to the total', async () => {
    const { ledger, reports } = await openTestStore({ url: await newUrl() })
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyRows(0), anyQuery, async (given, choice) => {
        base += 10 * WINDOW
        const rows = moved(given, base)
        await ledger.record(rows)
        const query = queryIn(base, choice)
        const answer = await reports.query(query)
        expect(toldAnswer(answer, query)).toEqual(foldedAnswer(rows, query))
        const { total, groups, more } = answer
        expect(summed(groups.map(({ figures }) => figures))).toEqual(summed(total ? [total] : []))
        expect(more).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it('pages of groups, in any order, are together all groups in that order', async () => {
    const { ledger, reports } = await openTestStore({ url: await newUrl() })
    const order = fc.constantFrom('time', 'cost', 'requests', 'failedRequests', 'tokens') as fc.Arbitrary<'cost'>
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyRows(0), anyQuery, order, fc.boolean(), async (given, choice, by, ascending) => {
        base += 10 * WINDOW
        await ledger.record(moved(given, base))
        const query = { ...queryIn(base, choice), percentiles: false, order: [{ by, ascending }] }
        const { groups } = await reports.query(query)
        const paged = []
        for (let offset = 0, more = true; more; offset += 3) {
          const page = await reports.query({ ...query, limit: 3, offset })
          paged.push(...page.groups)
          more = page.more
        }
        expect(paged).toEqual(groups)
        const figures = groups.map((group) => orderedBy(by, group))
        expect(figures).toEqual(figures.toSorted((a, b) => (ascending ? a - b : b - a)))
      }),
      { numRuns: 30 },
    )
  })

  it('pages of rows are together all rows that match, the oldest first, as they were recorded', async () => {
    const { ledger, reports } = await openTestStore({ url: await newUrl() })
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyRows(0), anyFilter, async (given, choice) => {
        base += 10 * WINDOW
        const rows = moved(given, base)
        await ledger.record(rows)
        const filter = { from: base, to: base + WINDOW, ...choice }
        const found: LedgerRow[] = []
        for (
          let page = await reports.rows(filter, 7);
          page.length > 0;
          page = await reports.rows(filter, 7, positionOf(page.at(-1)))
        ) {
          found.push(...page)
        }
        expect(found).toEqual(passing(rows, filter).toSorted(byTime))
      }),
      { numRuns: 30 },
    )
  })

  it('pages of requests have each once with all of its attempts, the newest first, while others arrive', async () => {
    const { ledger, reports } = await openTestStore({ url: await newUrl() })
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyRows(0), anyRows(0), anyFilter, async (given, arriving, choice) => {
        base += 10 * WINDOW
        const rows = moved(given, base)
        await ledger.record(rows)
        const filter = { from: base, to: base + WINDOW, ...choice }
        const found: (readonly LedgerRow[])[] = []
        let before: RowPosition | undefined
        for (
          let page = await reports.requests(filter, 3);
          page.length > 0;
          page = await reports.requests(filter, 3, before)
        ) {
          found.push(...page)
          before = positionOf(page.at(-1)?.at(-1))
          if (found.length === 3) await ledger.record(moved(arriving, base, 'late-'))
        }
        const known = new Set(rows.map(({ callId }) => callId))
        const listed = found.filter(([row]) => known.has(row?.callId ?? ''))
        const lasts = passing(rows, filter).filter(({ last }) => last)
        expect(listed).toEqual(
          lasts
            .toSorted(byTime)
            .reverse()
            .map(({ callId }) => rows.filter((row) => row.callId === callId)),
        )
        expect(new Set(found.map(([row]) => row?.callId)).size).toBe(found.length)
      }),
      { numRuns: 30 },
    )
  })

  it('pages tell requests and rows of one moment each once', async () => {
    const { ledger, reports } = await openTestStore({ url: await newUrl() })
    // Recorded in an order that is none of theirs.
    const ids = Array.from({ length: 20 }, (_, index) => String((index * 7) % 20).padStart(2, '0'))
    await ledger.record(ids.map((id) => ledgerRow({ attemptId: id, callId: `call ${id}`, startTime: 500 })))
    const filter = { from: 500, to: 501, scope: {}, values: new Map(), labels: new Map() }
    const told: { requests: string[]; rows: string[] } = { requests: [], rows: [] }
    let last: RowPosition | undefined
    for (let count = 0; count < 20; count += 3) {
      const requests = await reports.requests(filter, 3, last)
      told.requests.push(...requests.flat().map(({ attemptId }) => attemptId))
      last = requests.at(-1)?.at(-1)
    }
    for (let count = 0, after: RowPosition | undefined; count < 20; count += 3) {
      const rows = await reports.rows(filter, 3, after)
      told.rows.push(...rows.map(({ attemptId }) => attemptId))
      after = rows.at(-1)
    }
    expect(told).toEqual({ requests: ids.toSorted().reverse(), rows: ids.toSorted() })
  })
})

describePostgres('reports of the same rows', () => {
  it('are the same in both databases, to the last digit and in the same order', async () => {
    const inMemory = await openTestStore({ url: 'sqlite::memory:' })
    const inPostgres = await openTestStore({ url: await newPostgresUrl() })
    let base = 0
    await fc.assert(
      fc.asyncProperty(anyRows(0), anyQuery, async (given, choice) => {
        base += 10 * WINDOW
        const rows = moved(given, base)
        await Promise.all([inMemory.ledger.record(rows), inPostgres.ledger.record(rows)])
        const query = { ...queryIn(base, choice), order: [{ by: 'cost' as const, ascending: false }] }
        expect(await inPostgres.reports.query(query)).toEqual(await inMemory.reports.query(query))
      }),
      { numRuns: 40 },
    )
  })
})

/** The rows in a time that begins at `base`, with ids of their own. */
function moved(rows: readonly LedgerRow[], base: number, prefix = ''): LedgerRow[] {
  return rows.map((row, index) => ({
    ...row,
    startTime: row.startTime + base,
    callId: `${prefix}${base}${row.callId}`,
    attemptId: `${prefix}${base}-${index}`,
  }))
}

function orderedBy(by: string, { time, figures }: { time: { from: number }; figures: UsageFigures }): number {
  switch (by) {
    case 'time':
      return time.from
    case 'cost':
      return Number(figures.costNanos)
    case 'tokens':
      return Number(figures.inputTokens + figures.outputTokens)
    default:
      return by === 'requests' ? figures.totalRequests : figures.failedRequests
  }
}

function byTime(one: LedgerRow, other: LedgerRow): number {
  return one.startTime - other.startTime || (one.attemptId < other.attemptId ? -1 : 1)
}

function positionOf(row: LedgerRow | undefined): RowPosition | undefined {
  return row && { startTime: row.startTime, attemptId: row.attemptId }
}
