import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { type Budget, BudgetSchema } from '#gen/switchyard/v1/budget_pb.js'
import { BudgetWindow, type QuotaSubject, QuotaSubjectSchema } from '#gen/switchyard/v1/quota_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { usd } from '../../src/core/money.ts'
import { openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { type Clients, clientsOf, errorOf } from '../support/clients.ts'
import { describeDatabases, LASTING } from '../support/databases.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream } from '../support/upstream.ts'

const OPERATOR = 'o'.repeat(40)

/** Costs 1,004,000 billionths of a dollar. */
const request = { prompt: 'Count.', options: { model: 'm', maxOutputTokens: 100n } }
const COST = 1_004_000n

type Admin = Clients['admin']

const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
const operator = as(OPERATOR)

async function open(store?: { readonly url: string }): Promise<RunningApp & Clients> {
  const upstream = await openUpstream((exchange) =>
    playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 100 }),
  )
  const configuration = { providers: [playedProvider(upstream.url)], ...(store && { store }) }
  const app = await openApp(configuration, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
  const clients = clientsOf(app)
  for (const name of ['acme', 'umbrella']) await clients.admin.createTenant({ tenant: { name } }, operator)
  return { ...app, ...clients }
}

function budget(change: Partial<Budget> = {}): Budget {
  return Object.assign(create(BudgetSchema, { amount: usd(COST), hard: true }), change)
}

const subject = (fields: Partial<QuotaSubject>) => Object.assign(create(QuotaSubjectSchema), fields)

const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

async function allThere(admin: Admin) {
  const [{ apiKeys }, { budgets }, { rateLimits }] = await Promise.all([
    admin.listApiKeys({}, operator),
    admin.listBudgets({}, operator),
    admin.listRateLimits({}, operator),
  ])
  return [apiKeys, budgets, rateLimits].map(namesOf)
}

const NOTHING = [[], [], []]

describeDatabases(LASTING, ({ newUrl }) => {
  it('a key that is made with a budget is held to it from its first call on', async () => {
    const { admin, llm } = await open({ url: await newUrl() })
    const made = await admin.createApiKey({ apiKey: { tenant: 'acme' }, budgets: [budget()] }, operator)
    const name = `key-${made.apiKey?.name}`
    expect(made.budgets).toMatchObject([
      { name, subject: { tenant: 'acme', key: made.apiKey?.name }, origin: Origin.API, spent: { amountNanos: 0n } },
    ])
    await llm.generateText(request, as(made.key))
    expect((await admin.getBudget({ name }, operator)).budget?.spent?.amountNanos).toBe(COST)
    expect(await errorOf(llm.generateText(request, as(made.key)))).toMatchObject({ reasons: ['BUDGET_EXCEEDED'] })

    const small = { apiKey: { tenant: 'acme' }, budgets: [budget({ amount: usd(COST / 2n) })] }
    const { key } = await admin.createApiKey(small, operator)
    expect(await errorOf(llm.generateText(request, as(key)))).toMatchObject({ reasons: ['BUDGET_EXCEEDED'] })
    await llm.generateText(request, operator)
  })

  it('a key that is made with a rate limit is held to it from its first call on', async () => {
    const { admin, llm } = await open({ url: await newUrl() })
    const rateLimits = [{ requestsPerMinute: 1n }, { concurrentCalls: 1 }]
    const made = await admin.createApiKey({ apiKey: {}, rateLimits }, operator)
    const name = `key-${made.apiKey?.name}`
    expect(namesOf(made.rateLimits)).toEqual([name, `${name}-2`])
    await llm.generateText(request, as(made.key))
    expect(await errorOf(llm.generateText(request, as(made.key)))).toMatchObject({
      reasons: ['RATE_LIMITED'],
      metadata: { limit: name },
    })
    await llm.generateText(request, operator)
  })
})

describe('a key that is made with budgets and rate limits', () => {
  const bounds = { budgets: [budget({ name: 'cap', window: BudgetWindow.DAY })], rateLimits: [{ tokensPerMinute: 9n }] }

  it('leaves an event for each of them in the audit log, and they stay when it is revoked', async () => {
    const { admin } = await open()
    const traceId = 'a'.repeat(32)
    const traced = { headers: { ...operator.headers, traceparent: `00-${traceId}-${'b'.repeat(16)}-01` } }
    const { apiKey } = await admin.createApiKey({ apiKey: { tenant: 'acme' }, ...bounds }, traced)
    const name = apiKey?.name ?? ''
    const { auditEvents } = await admin.listAuditEvents({ tenant: 'acme' }, operator)
    expect(auditEvents.filter((event) => event.traceId === traceId)).toMatchObject([
      { action: 'api_key.create', resource: `keys/${name}` },
      { action: 'budget.create', resource: 'budgets/cap' },
      { action: 'rate_limit.create', resource: `rate_limits/key-${name}` },
    ])
    await admin.revokeApiKey({ name }, operator)
    expect(await allThere(admin)).toEqual([[name], ['cap'], [`key-${name}`]])
  })

  it('is only checked with validate_only', async () => {
    const { admin } = await open()
    const checked = await admin.createApiKey({ apiKey: {}, ...bounds, validateOnly: true }, operator)
    expect(checked).toMatchObject({ key: '', budgets: [{ name: 'cap', etag: '' }], rateLimits: [{ etag: '' }] })
    const wrong = { apiKey: {}, rateLimits: [{}], validateOnly: true }
    expect(await errorOf(admin.createApiKey(wrong, operator))).toMatchObject({ reasons: ['INVALID_REQUEST'] })
    expect(await allThere(admin)).toEqual(NOTHING)
  })

  it.each([
    [
      { budgets: [budget(), budget({ amount: usd(0n), timeZone: 'Mars/Base' })] },
      ['budgets[1].amount', 'budgets[1].time_zone'],
    ],
    [{ budgets: [budget({ name: 'No name' })] }, ['budgets[0].name']],
    [{ budgets: [budget({ name: 'b' }), budget({ name: 'b' })] }, ['budgets[1].name']],
    [{ budgets: [budget({ subject: subject({ tenant: 'umbrella' }) })] }, ['budgets[0].subject.tenant']],
    [{ budgets: [budget({ subject: subject({ tenant: 'acme', user: 'u' }) })] }, ['budgets[0].subject.user']],
    [{ budgets: Array.from({ length: 9 }, () => budget()) }, ['budgets']],
    [{ budgets: [budget()], rateLimits: [{}] }, ['rate_limits[0].requests_per_minute']],
    [{ rateLimits: [{ requestsPerMinute: -1n }] }, ['rate_limits[0].requests_per_minute']],
    [{ rateLimits: [{ concurrentCalls: 1, subject: { key: 'k' } }] }, ['rate_limits[0].subject.key']],
  ])('is not made when one of them is wrong, which its field tells: %#', async (wrong, fields) => {
    const { admin } = await open()
    const call = admin.createApiKey({ apiKey: { tenant: 'acme' }, ...wrong }, operator)
    expect(await errorOf(call)).toMatchObject({ reasons: ['INVALID_REQUEST'], fields })
    expect(await allThere(admin)).toEqual(NOTHING)
  })

  it('is not made when a name is taken', async () => {
    const { admin } = await open()
    await admin.createBudget({ budget: budget({ name: 'cap' }) }, operator)
    const call = admin.createApiKey({ apiKey: {}, ...bounds }, operator)
    expect(await errorOf(call)).toMatchObject({ reasons: ['RESOURCE_EXISTS'], metadata: { resource: 'budgets/cap' } })
    expect(await allThere(admin)).toEqual([[], ['cap'], []])
  })
})

describe('administrators of a tenant', () => {
  it('make keys with budgets and rate limits for their own tenant, and change these', async () => {
    const { admin } = await open()
    const own = { apiKey: { tenant: 'acme', role: AccessRole.TENANT_ADMIN } }
    const { key } = await admin.createApiKey(own, operator)
    const made = await admin.createApiKey({ apiKey: {}, budgets: [budget()] }, as(key))
    expect(made.budgets).toMatchObject([{ subject: { tenant: 'acme' }, ofPlatform: false }])
    const raised = { name: made.budgets[0]?.name ?? '', amount: usd(2n * COST) }
    await admin.updateBudget({ budget: raised }, as(key))
    const foreign = admin.createApiKey({ apiKey: { tenant: 'umbrella' }, budgets: [budget()] }, as(key))
    expect(await errorOf(foreign)).toMatchObject({ fields: ['api_key.tenant'] })
    expect((await allThere(admin))[1]).toHaveLength(1)
  })

  it('make no budgets and rate limits with keys when they may make none by themselves', async () => {
    const { admin } = await open()
    const scopes = ['keys:write', 'llm:call']
    const { key } = await admin.createApiKey({ apiKey: { role: AccessRole.TENANT_ADMIN, scopes } }, operator)
    const apiKey = { scopes: ['llm:call'] }
    for (const bound of [{ budgets: [budget()] }, { rateLimits: [{ concurrentCalls: 1 }] }]) {
      expect(await errorOf(admin.createApiKey({ apiKey, ...bound }, as(key)))).toMatchObject({
        reasons: ['PERMISSION_DENIED'],
        metadata: { scope: 'budgets:write' },
      })
    }
    const [keys, ...rest] = await allThere(admin)
    expect([keys?.length, ...rest]).toEqual([1, [], []])
    await admin.createApiKey({ apiKey }, as(key))
  })
})
