import type { MessageInitShape } from '@bufbuild/protobuf'
import { timestampDate, timestampFromMs } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import {
  CalendarUnit,
  type QueryUsageRequestSchema,
  RequestOutcome,
  UsageDimension,
  UsageOrder,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { ledgerRow } from '../support/ledger-row.ts'
import { openUsageService } from '../support/usage-service.ts'

type Request = MessageInitShape<typeof QueryUsageRequestSchema>

const at = (text: string) => Date.parse(text)
const time = (text: string) => timestampFromMs(at(text))

describe('QueryUsage', () => {
  it('splits by day in the zone that is named, on the days when its clocks are set too', async () => {
    const service = await openUsageService()
    const times = ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z']
    await service.record(...times.map((text) => ledgerRow({ startTime: at(text) })))
    const { groups } = await service.ask('queryUsage', {
      filter: { startTime: time('2026-03-01T00:00:00Z'), endTime: time('2026-04-01T00:00:00Z') },
      timeBucket: CalendarUnit.DAY,
      timeZone: 'Europe/Berlin',
    })
    const days = groups.map(({ startTime, endTime, statistics }) => [
      ...[startTime, endTime].map((instant) => instant && timestampDate(instant).toISOString().slice(0, 13)),
      Number(statistics?.totalRequests),
    ])
    expect(days).toEqual([
      ['2026-03-27T23', '2026-03-28T23', 1],
      ['2026-03-28T23', '2026-03-29T22', 2],
      ['2026-03-29T22', '2026-03-30T22', 1],
    ])
  })

  it('counts a request in the group of its last attempt, and attempts and cost where they were made', async () => {
    const service = await openUsageService()
    const startTime = service.clock.now() - 1
    const call = { startTime, callId: 'c', callOutcome: 'succeeded' as const }
    await service.record(
      ledgerRow({ ...call, model: 'a', outcome: 'failed', last: false, costNanos: 5n }),
      ledgerRow({ ...call, model: 'b', attemptIndex: 1, costNanos: 1n, callLatencyMs: 1500 }),
      ledgerRow({ startTime, model: 'b', outcome: 'failed', costNanos: 0n }),
    )
    const groupBy = [UsageDimension.MODEL, UsageDimension.OUTCOME]
    const { groups, total } = await service.ask('queryUsage', { groupBy, percentiles: true })
    const seen = groups.map(({ model, outcome, provider, statistics }) => [
      [model, RequestOutcome[outcome], provider],
      [statistics?.totalRequests, statistics?.attempts, statistics?.cost?.total?.amountNanos, statistics?.errorRate],
    ])
    expect(seen).toEqual([
      [
        ['a', 'SUCCEEDED', undefined],
        [0n, 1n, 5n, 0],
      ],
      [
        ['b', 'SUCCEEDED', undefined],
        [1n, 1n, 1n, 0],
      ],
      [
        ['b', 'FAILED', undefined],
        [1n, 1n, 0n, 1],
      ],
    ])
    expect(total).toMatchObject({ totalRequests: 2n, failedRequests: 1n, attempts: 3n, errorRate: 0.5 })
    expect((await service.ask('queryUsage', { groupBy })).total?.p99Latency).toBeUndefined()
    expect(groups[1]?.statistics?.p99Latency).toMatchObject({ seconds: 1n, nanos: 525_000_000 })
  })

  it('finds what has a label, an agent or none, exactly', async () => {
    const service = await openUsageService()
    const startTime = service.clock.now() - 1
    await service.record(
      ledgerRow({ startTime, sourceAgent: '', labels: '{"team":"search"}' }),
      ledgerRow({ startTime, sourceAgent: 'a', labels: '{"x":"1","team":"search"}' }),
      ledgerRow({ startTime, sourceAgent: 'A', labels: '{"team":"searching"}' }),
      ledgerRow({ startTime, sourceAgent: 'b', labels: '{"a":"{\\"team\\":\\"search\\""}' }),
    )
    const found = async (filter: Request['filter']) => {
      return Number((await service.ask('queryUsage', { filter })).total?.totalRequests)
    }
    expect(await found({ labels: { team: 'search' } })).toBe(2)
    expect(await found({ labels: { team: 'search', x: '1' } })).toBe(1)
    expect(await found({ agents: [''] })).toBe(1)
    expect(await found({ agents: ['a', 'b'] })).toBe(2)
    expect(await found({ outcomes: [RequestOutcome.FAILED] })).toBe(0)
  })

  it('pages through the groups over the time of the first page, while more is recorded', async () => {
    const service = await openUsageService()
    const row = (model: string, costNanos: bigint) =>
      ledgerRow({ startTime: service.clock.now() - 1, model, costNanos })
    await service.record(...['a', 'b', 'c', 'd', 'e'].map((model, index) => row(model, BigInt(index))))
    const request = { groupBy: [UsageDimension.MODEL], order: UsageOrder.COST, pageSize: 2 }
    const models: (string | undefined)[] = []
    let pageToken = ''
    const ends = new Set<bigint | undefined>()
    do {
      const page = await service.ask('queryUsage', { ...request, pageToken })
      models.push(...page.groups.map(({ model }) => model))
      pageToken = page.nextPageToken
      ends.add(page.endTime?.seconds)
      await service.clock.advance(10_000)
      await service.record(row('z', 1000n))
    } while (pageToken !== '')
    expect(models).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(ends.size).toBe(1)
  })

  const from = (text: string, end: string) => ({ startTime: time(text), endTime: time(end) })

  it.each<[string, Request]>([
    ['filter.end_time', { filter: from('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z') }],
    ['filter.start_time', { filter: { startTime: timestampFromMs(-1) } }],
    ['filter.end_time', { filter: { endTime: { seconds: 253_402_300_800n, nanos: 0 } } }],
    ['filter.end_time', { filter: { endTime: { seconds: 1n, nanos: -1 } } }],
    ['filter.tenants', { filter: { tenants: ['a\0'] } }],
    ['time_zone', { timeZone: 'Mars/Olympus' }],
    ['time_bucket', { timeBucket: CalendarUnit.HOUR, filter: from('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z') }],
    ['time_bucket', { timeBucket: CalendarUnit.DAY, filter: from('1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z') }],
    ['time_bucket', { timeBucket: 9 as CalendarUnit }],
    ['group_by', { groupBy: [UsageDimension.MODEL, UsageDimension.MODEL] }],
    ['group_by[0]', { groupBy: [UsageDimension.UNSPECIFIED] }],
    ['page_size', { pageSize: -1 }],
    ['page_token', { pageToken: 'nonsense' }],
    ['page_token', { pageToken: Buffer.from('{"from":5,"to":1,"offset":0}').toString('base64url') }],
    ['page_token', { pageToken: Buffer.from('{"from":1,"to":5,"offset":"0; DROP"}').toString('base64url') }],
  ])('refuses what is out of bounds by the name of its field: %s', async (field, request) => {
    const service = await openUsageService()
    await expect(service.ask('queryUsage', request)).rejects.toMatchObject({
      reasonName: 'INVALID_REQUEST',
      violations: [{ field }],
    })
  })

  it('takes a time up to the year 9999, and one of no length', async () => {
    const service = await openUsageService()
    await service.record(ledgerRow())
    const all = await service.ask('queryUsage', { filter: from('1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z') })
    expect(all.total?.totalRequests).toBe(1n)
    const timeBucket = CalendarUnit.DAY
    const none = await service.ask('queryUsage', {
      timeBucket,
      filter: from('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
    })
    expect(none).toMatchObject({ total: { totalRequests: 0n }, groups: [] })
  })
})
