import { describe, expect, it } from 'vitest'
import { CalendarUnit, ExportFormat, UsageDimension } from '#gen/switchyard/v1/usage_report_pb.js'
import { operator, type Principal } from '../../src/core/principal.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { parseCsv } from '../support/csv.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { openUsageService, type UsageServiceFixture } from '../support/usage-service.ts'

const base = operator('token', 'root')
const acmeAdmin: Principal = { ...base, id: 'acme-admin', tenant: 'acme', reach: 'tenant' }
const acmeCaller: Principal = { ...base, id: 'ada', tenant: 'acme', reach: 'own' }
const globexAdmin: Principal = { ...base, id: 'globex-admin', tenant: 'globex', reach: 'tenant' }
/** Has the name of a caller of the other tenant. */
const namesake: Principal = { ...base, id: 'ada', tenant: 'globex', reach: 'own' }

/** Who sees how many of what each of the three did: 100, 200 and 400 requests. */
const SEEN: readonly [who: string, principal: Principal, requests: number][] = [
  ['an operator', base, 700],
  ['an administrator of acme', acmeAdmin, 300],
  ['a caller of acme', acmeCaller, 100],
  ['an administrator of globex', globexAdmin, 400],
  ['a caller of globex of the same name', namesake, 0],
]

const COST = 1_000_000_000n

function calls(count: number, startTime: number, tenant: string, principal: string): LedgerRow[] {
  const tokens = { inputTokens: 400_000n, outputTokens: 100_000n, cacheReadInputTokens: 0n, costNanos: COST }
  return Array.from({ length: count }, () => ledgerRow({ startTime, tenant, principal, ...tokens }))
}

async function open(): Promise<UsageServiceFixture> {
  const service = await openUsageService()
  const time = service.clock.now() - 1
  await service.record(
    ...calls(100, time, 'acme', 'ada'),
    ...calls(200, time, 'acme', 'bob'),
    ...calls(400, time, 'globex', 'eve'),
  )
  return service
}

/** What each method tells of how many requests, for a filter. */
const COUNTS: readonly [
  method: string,
  count: (service: UsageServiceFixture, as: Principal, tenants: string[]) => Promise<number>,
][] = [
  [
    'QueryUsage',
    async (service, as, tenants) => {
      const { total, groups } = await service.ask(
        'queryUsage',
        { filter: { tenants }, groupBy: [UsageDimension.TENANT] },
        as,
      )
      const sum = groups.reduce((all, { statistics }) => all + Number(statistics?.totalRequests), 0)
      expect(Number(total?.totalRequests)).toBe(sum)
      return sum
    },
  ],
  [
    'ListRequests',
    async (service, as, tenants) => {
      let found = 0
      let pageToken = ''
      do {
        const page = await service.ask('listRequests', { filter: { tenants }, pageSize: 130, pageToken }, as)
        found += page.requests.length
        pageToken = page.nextPageToken
      } while (pageToken !== '')
      return found
    },
  ],
  [
    'ExportUsage',
    async (service, as, tenants) => {
      const chunks: string[] = []
      const messages = service.stream('exportUsage', { filter: { tenants }, format: ExportFormat.CSV }, as)
      for (let next = await messages.next(); !next.done; next = await messages.next())
        chunks.push(Buffer.from(next.value.data).toString())
      return parseCsv(chunks.join('')).length - 1
    },
  ],
  [
    'GetForecast',
    async (service, as, tenants) => {
      const { spent } = await service.ask('getForecast', { filter: { tenants }, period: CalendarUnit.DAY }, as)
      return Number((spent?.amountNanos ?? 0n) / COST)
    },
  ],
  [
    'ListRecommendations',
    async (service, as, tenants) => {
      const { recommendations } = await service.ask('listRecommendations', { filter: { tenants } }, as)
      expect(new Set(recommendations.map(({ attempts }) => attempts)).size).toBeLessThan(2)
      return Number(recommendations[0]?.attempts ?? 0)
    },
  ],
]

describe.each(COUNTS)('%s', (_, count) => {
  it.each(SEEN)('tells %s what is theirs', async (_who, principal, requests) => {
    expect(await count(await open(), principal, [])).toBe(requests)
  })

  it('finds nothing of another tenant, whoever asks for it', async () => {
    const service = await open()
    expect(await count(service, acmeAdmin, ['globex'])).toBe(0)
    expect(await count(service, acmeCaller, ['globex'])).toBe(0)
    expect(await count(service, acmeAdmin, ['globex', 'acme'])).toBe(300)
    expect(await count(service, base, ['globex'])).toBe(400)
    expect(await count(service, base, ['nobody'])).toBe(0)
  })
})

describe('GetStatistics', () => {
  it.each(SEEN)('tells %s what is theirs', async (_who, principal, requests) => {
    const { total, models } = await (await open()).ask('getStatistics', { timeframe: '1h' }, principal)
    expect(Number(total?.totalRequests)).toBe(requests)
    expect(Number(models[0]?.statistics?.totalRequests ?? 0)).toBe(requests)
  })
})

describe('WatchUsage', () => {
  it('tells each what is theirs', async () => {
    const service = await openUsageService()
    const watches = SEEN.map(([, principal]) => service.stream('watchUsage', {}, principal))
    for (const watch of watches) expect((await watch.next()).value.event.case).toBeUndefined()
    const told = ['ada', 'bob'].map((principal) => ledgerRow({ tenant: 'acme', principal, callId: principal }))
    told.push(ledgerRow({ tenant: 'globex', principal: 'ada', callId: 'other ada' }))
    for (const row of told) service.feed.tell([row])
    const first = await Promise.all(watches.map(async (watch) => (await watch.next()).value.event.value.responseId))
    expect(first).toEqual(['ada', 'ada', 'ada', 'other ada', 'other ada'])
    const second = await Promise.all(
      watches.slice(0, 2).map(async (watch) => (await watch.next()).value.event.value.responseId),
    )
    expect(second).toEqual(['bob', 'bob'])
    service.feed.tell([ledgerRow({ tenant: 'acme', principal: 'ada', callId: 'last' })])
    expect((await watches[2]?.next())?.value.event.value.responseId).toBe('last')
  })
})
