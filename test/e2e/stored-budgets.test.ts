import { timestampDate } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { BudgetWindow } from '#gen/switchyard/v1/quota_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { usd } from '../../src/core/money.ts'
import { openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { clientsOf, errorOf, llmOf } from '../support/clients.ts'
import { describeDatabases, describePostgres, LASTING, newPostgresUrl } from '../support/databases.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

/** Costs 1,004,000 billionths of a dollar. */
const request = { prompt: 'Count.', options: { model: 'm', maxOutputTokens: 100n } }
const COST = 1_004_000n

const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 100 })

async function spentOf(app: RunningApp, name: string): Promise<bigint | undefined> {
  return (await clientsOf(app).admin.getBudget({ name })).budget?.spent?.amountNanos
}

describe('a budget', () => {
  it('that is made while the service runs counts what its window has cost so far', async () => {
    const upstream = await openUpstream(answer)
    const app = await openApp({ providers: [playedProvider(upstream.url)] })
    const { admin, llm } = clientsOf(app)
    for (let count = 0; count < 2; count++) await llm.generateText(request)
    const { budget } = await admin.createBudget({ budget: { name: 'b', amount: usd(3n * COST), hard: true } })
    expect(budget).toMatchObject({ origin: Origin.API, ofPlatform: true, spent: { amountNanos: 2n * COST } })
    await llm.generateText(request)
    expect((await errorOf(llm.generateText(request))).reasons).toEqual(['BUDGET_EXCEEDED'])

    const raised = { name: 'b', amount: usd(4n * COST), etag: budget?.etag ?? '' }
    const changed = await admin.updateBudget({ budget: raised, updateMask: { paths: ['amount'] } })
    expect(changed.budget).toMatchObject({ hard: true, spent: { amountNanos: 3n * COST } })
    await llm.generateText(request)
    expect((await errorOf(llm.generateText(request))).reasons).toEqual(['BUDGET_EXCEEDED'])
    expect((await errorOf(admin.updateBudget({ budget: raised }))).reasons).toEqual(['ETAG_MISMATCH'])

    await admin.deleteBudget({ name: 'b' })
    expect((await llm.generateText(request)).text).toBe('one')
    expect((await admin.listBudgets({})).budgets).toEqual([])
  })

  it('has the days of its tenant, unless it says otherwise, also when those change', async () => {
    const upstream = await openUpstream(answer)
    const inFile = { name: 'file', subject: { tenant: 'acme' }, window: 'day', amount: '1' }
    const app = await openApp({ providers: [playedProvider(upstream.url)], budgets: [inFile] })
    const { admin, llm } = clientsOf(app)
    // Neither sets its clocks, so that days begin at the same time all year.
    await admin.createTenant({ tenant: { name: 'acme', timeZone: 'Asia/Tokyo' } })
    const subject = { tenant: 'acme' }
    const day = { window: BudgetWindow.DAY, amount: usd(COST) }
    await admin.createBudget({ budget: { ...day, name: 'own', subject, timeZone: 'Asia/Dubai' } })
    await admin.createBudget({ budget: { ...day, name: 'tenant', subject } })
    await admin.createBudget({ budget: { ...day, name: 'all' } })
    const startOf = async (name: string) => {
      const { budget } = await admin.getBudget({ name })
      return budget?.windowStart && timestampDate(budget.windowStart).toISOString().slice(11, 16)
    }
    const starts = () => Promise.all(['file', 'tenant', 'own', 'all'].map(startOf))
    expect(await starts()).toEqual(['15:00', '15:00', '20:00', '00:00'])
    await llm.generateText(request)
    await admin.updateTenant({ tenant: { name: 'acme', timeZone: 'Asia/Karachi' } })
    expect(await starts()).toEqual(['19:00', '19:00', '20:00', '00:00'])
    expect(await spentOf(app, 'all')).toBe(COST)
    await admin.deleteTenant({ name: 'acme' })
    expect(await starts()).toEqual(['00:00', '00:00', '20:00', '00:00'])
  })

  it('that is deleted leaves no series of metrics behind', async () => {
    const upstream = await openUpstream(answer)
    const app = await openApp({ providers: [playedProvider(upstream.url)] })
    const { admin, llm } = clientsOf(app)
    for (const name of ['one', 'two', 'three']) {
      await admin.createBudget({ budget: { name, amount: usd(1n), hard: true } })
      await errorOf(llm.generateText(request))
      expect(await app.metrics()).toContain(`llm_budget_refusals_total{budget="${name}"} 1`)
      await admin.deleteBudget({ name })
      await admin.createRateLimit({ rateLimit: { name, requestsPerMinute: 1n } })
      await llm.generateText(request)
      expect((await errorOf(llm.generateText(request))).reasons).toEqual(['RATE_LIMITED'])
      await admin.deleteRateLimit({ name })
    }
    expect(await app.metrics()).not.toMatch(/="(one|two|three)"/)
  })

  it('that is only validated is not made', async () => {
    const app = await openApp({ providers: [{ name: 'p', adapter: 'mock', models: ['m'] }] })
    const { admin } = clientsOf(app)
    const { budget } = await admin.createBudget({ budget: { name: 'b', amount: usd(1n) }, validateOnly: true })
    expect(budget).toMatchObject({ name: 'b', etag: '' })
    expect(await errorOf(admin.getBudget({ name: 'b' }))).toMatchObject({
      reasons: ['RESOURCE_NOT_FOUND'],
      metadata: { resource: 'budgets/b' },
    })
  })

  it('of the file changes with it, and keeps what was spent', async () => {
    const upstream = await openUpstream(answer)
    const configuration = (amount: string) => ({
      providers: [playedProvider(upstream.url)],
      budgets: [{ name: 'b', amount, hard: true }],
    })
    const app = await openApp(configuration('0.001004'))
    const llm = llmOf(app)
    await llm.generateText(request)
    await errorOf(llm.generateText(request))
    await app.reload(configuration('0.002008'))
    expect(await spentOf(app, 'b')).toBe(COST)
    await llm.generateText(request)
    expect((await errorOf(llm.generateText(request))).reasons).toEqual(['BUDGET_EXCEEDED'])
  })
})

describePostgres('replicas on one PostgreSQL', () => {
  it('learn of each other’s budgets and of what the other one spent, once', async () => {
    const upstream = await openUpstream(answer)
    const configuration = { providers: [playedProvider(upstream.url)], store: { url: await newPostgresUrl() } }
    const [one, two] = [await openApp(configuration), await openApp(configuration)]
    await clientsOf(one).admin.createBudget({ budget: { name: 'b', amount: usd(5n * COST), hard: true } })
    await two.refresh()
    for (const app of [one, two, two]) await llmOf(app).generateText(request)
    for (let count = 0; count < 3; count++) for (const app of [one, two]) await app.refresh()
    expect([await spentOf(one, 'b'), await spentOf(two, 'b')]).toEqual([3n * COST, 3n * COST])
    for (let count = 0; count < 2; count++) await llmOf(one).generateText(request)
    await two.refresh()
    expect((await errorOf(llmOf(two).generateText(request))).reasons).toEqual(['BUDGET_EXCEEDED'])
  })
})

describeDatabases(LASTING, ({ newUrl }) => {
  it('a text that no database can hold is refused with its field, and harms nobody', async () => {
    const app = await openApp({ store: { url: await newUrl() } })
    const { admin } = clientsOf(app)
    const subject = { user: 'a\0b' }
    const refused = [
      await errorOf(admin.createBudget({ budget: { name: 'b', subject, amount: usd(1n) } })),
      await errorOf(admin.createRateLimit({ rateLimit: { name: 'r', subject, requestsPerMinute: 1n } })),
      await errorOf(admin.listAuditEvents({ principal: 'a\0b' })),
    ]
    expect(refused.map(({ fields }) => fields)).toEqual([
      ['budget.subject.user'],
      ['rate_limit.subject.user'],
      ['principal'],
    ])
    await app.refresh()
  })
})
