import { MethodOptions_IdempotencyLevel as Idempotency, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt'
import { beforeEach, describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import type { AuditEvent } from '#gen/switchyard/v1/audit_pb.js'
import { openApp, type RunningApp } from '../support/app.ts'
import { type Clients, clientsOf, errorOf } from '../support/clients.ts'
import { everyChange, madeKey } from '../support/every-change.ts'

const OPERATOR = 'o'.repeat(40)

let app: RunningApp
let admin: Clients['admin']

beforeEach(async () => {
  app = await openApp({}, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
  admin = clientsOf(app).admin
})

function as(key: string, trace = 'trace-1') {
  return { headers: { authorization: `Bearer ${key}`, 'x-trace-id': trace } }
}

async function events(filter: Parameters<Clients['admin']['listAuditEvents']>[0] = {}, key = OPERATOR) {
  return (await admin.listAuditEvents(filter, as(key))).auditEvents
}

function told({ action, tenant, resource }: AuditEvent) {
  return [action, tenant, resource]
}

/** Makes every change that there is, and gives the id of the key that was made. */
async function changeEverything(): Promise<string> {
  let key = ''
  for (const [, change] of everyChange) key = madeKey(await change(admin, as(OPERATOR), key)) || key
  return key
}

describe('the audit log', () => {
  it('has one event for each change, the newest first', async () => {
    const key = `keys/${await changeEverything()}`
    expect((await events()).reverse().map(told)).toEqual([
      ['route.create', '', 'routes/way'],
      ['route.update', '', 'routes/way'],
      ['route.delete', '', 'routes/way'],
      ['policy.update', '', 'policy'],
      ['policy.reset', '', 'policy'],
      ['provider.create', '', 'providers/extra'],
      ['provider.update', '', 'providers/extra'],
      ['provider_model.create', '', 'providers/extra/models/second'],
      ['provider_model.update', '', 'providers/extra/models/second'],
      ['provider_model.delete', '', 'providers/extra/models/second'],
      ['provider.disable', '', 'providers/extra'],
      ['provider.enable', '', 'providers/extra'],
      ['provider.delete', '', 'providers/extra'],
      ['circuit.trip', '', 'circuits/mock/mock-fast'],
      ['circuit.reset', '', 'circuits/mock'],
      ['tenant.create', 'acme', 'tenants/acme'],
      ['tenant.update', 'acme', 'tenants/acme'],
      ['api_key.create', 'acme', key],
      ['api_key.update', 'acme', key],
      ['api_key.rotate', 'acme', key],
      ['api_key.revoke', 'acme', key],
      ['budget.create', 'acme', 'budgets/cap'],
      ['budget.update', 'acme', 'budgets/cap'],
      ['budget.delete', 'acme', 'budgets/cap'],
      ['rate_limit.create', '', 'rate_limits/pace'],
      ['rate_limit.update', '', 'rate_limits/pace'],
      ['rate_limit.delete', '', 'rate_limits/pace'],
      ['tenant.delete', 'acme', 'tenants/acme'],
    ])
  })

  it('knows an action for every method that changes something', async () => {
    await changeEverything()
    const made = new Set((await events()).map(({ action }) => action.replace(/[._]/g, '')))
    const changing = AdminService.methods.filter(({ idempotency }) => idempotency !== Idempotency.NO_SIDE_EFFECTS)
    const wordOf = (name: string) => name.replace(/^([A-Z][a-z]+)(\w+)$/, '$2$1').toLowerCase()
    const missing = changing.map(({ name }) => wordOf(name)).filter((word) => !made.has(word))
    // These change nothing that anyone set.
    expect(missing).toEqual(['providerhealthcheck', 'modelssync'])
  })

  it('tells who, when, in which trace, and what it was before and after', async () => {
    const start = Date.now()
    await admin.createTenant({ tenant: { name: 'acme' } }, as(OPERATOR, 'trace-7'))
    await admin.updateTenant({ tenant: { name: 'acme', displayName: 'Acme' } }, as(OPERATOR, 'trace-8'))
    const [updated, created] = await events()
    expect(created).toMatchObject({ principal: 'api-key', traceId: 'trace-7', beforeJson: '' })
    expect(JSON.parse(created?.afterJson ?? '')).toEqual({ name: 'acme' })
    expect(updated).toMatchObject({ principal: 'api-key', traceId: 'trace-8', beforeJson: created?.afterJson })
    expect(JSON.parse(updated?.afterJson ?? '')).toEqual({ name: 'acme', displayName: 'Acme' })
    const time = updated?.createTime ? timestampMs(updated.createTime) : 0
    expect(time).toBeGreaterThanOrEqual(start)
    expect(time).toBeLessThanOrEqual(Date.now())
  })

  it('tells what a route of the file was before one took its place', async () => {
    const targets = [{ provider: 'mock', model: 'mock-fast' }]
    const filed = await openApp({ routes: [{ name: 'way', targets }] })
    const client = clientsOf(filed).admin
    await client.updateRoute({ route: { name: 'way', targets: [{ provider: 'mock', model: 'mock-smart' }] } })
    const [event] = (await client.listAuditEvents({})).auditEvents
    expect(event).toMatchObject({ beforeJson: expect.stringContaining('mock-fast'), principal: 'local' })
    expect(event?.afterJson).toContain('mock-smart')
  })

  it('has nothing of what was only checked, refused, or no change', async () => {
    const options = as(OPERATOR)
    await admin.createTenant({ tenant: { name: 'acme' }, validateOnly: true }, options)
    await admin.createApiKey({ apiKey: {}, validateOnly: true }, options)
    await admin.updatePolicy({ policy: { defaultModel: 'mock-fast' }, validateOnly: true }, options)
    await errorOf(admin.updatePolicy({ policy: { defaultModel: 'nope' } }, options))
    await errorOf(admin.deleteTenant({ name: 'default' }, options))
    await errorOf(admin.updateTenant({ tenant: { name: 'default', displayName: 'x', etag: 'old' } }, options))
    await errorOf(admin.tripCircuit({ provider: 'nope' }, options))
    await errorOf(admin.createTenant({ tenant: { name: 'acme' } }, as('sy_wrong')))
    expect(await events()).toEqual([])
  })

  it('has neither keys nor what is made of them', async () => {
    const { apiKey, key } = await admin.createApiKey({ apiKey: {} }, as(OPERATOR))
    const rotated = await admin.rotateApiKey({ name: apiKey?.name ?? '' }, as(OPERATOR))
    const text = JSON.stringify((await events()).map(({ beforeJson, afterJson }) => [beforeJson, afterJson]))
    expect(text).toContain(apiKey?.name)
    for (const secret of [key.slice(20), rotated.key.slice(20), 'digest', 'Digest', OPERATOR]) {
      expect(text).not.toContain(secret)
    }
  })

  it('is asked by tenant, principal, resource, action and time', async () => {
    const key = `keys/${await changeEverything()}`
    const actions = async (filter: object) => (await events(filter)).map(({ action }) => action)
    expect(await actions({ tenant: 'acme', action: 'tenant.update' })).toEqual(['tenant.update'])
    expect(await actions({ resource: 'routes/way' })).toEqual(['route.delete', 'route.update', 'route.create'])
    expect(await actions({ resource: key })).toHaveLength(4)
    expect(await actions({ principal: 'api-key' })).toHaveLength(28)
    expect(await actions({ principal: 'nobody' })).toEqual([])
    expect(await actions({ endTime: timestampFromMs(Date.now() - 3_600_000) })).toEqual([])
    expect(await actions({ startTime: timestampFromMs(Date.now() - 3_600_000) })).toHaveLength(28)
    const backwards = { startTime: timestampFromMs(2000), endTime: timestampFromMs(1000) }
    expect(await errorOf(admin.listAuditEvents(backwards, as(OPERATOR)))).toMatchObject({ fields: ['end_time'] })
  })

  it('comes in pages that hold each event once, though others are added', async () => {
    await changeEverything()
    const seen: string[] = []
    let pageToken = ''
    do {
      const page = await admin.listAuditEvents({ pageSize: 4, pageToken }, as(OPERATOR))
      seen.push(...page.auditEvents.map(({ id }) => id))
      pageToken = page.nextPageToken
      await admin.updateTenant({ tenant: { name: 'default', displayName: `${seen.length}` } }, as(OPERATOR))
    } while (pageToken !== '')
    expect(seen).toHaveLength(28)
    expect(new Set(seen).size).toBe(28)
  })
})

describe('an administrator of a tenant', () => {
  it('sees what was done to its tenant, by whomever, and nothing else', async () => {
    await changeEverything()
    await admin.createTenant({ tenant: { name: 'umbrella' } }, as(OPERATOR))
    const role = AccessRole.TENANT_ADMIN
    const { apiKey, key } = await admin.createApiKey({ apiKey: { tenant: 'umbrella', role } }, as(OPERATOR))
    const seen = await events({}, key)
    expect(seen.map(told)).toEqual([
      ['api_key.create', 'umbrella', `keys/${apiKey?.name}`],
      ['tenant.create', 'umbrella', 'tenants/umbrella'],
    ])
    expect(await events({ tenant: 'acme' }, key)).toEqual([])
    expect(await events({ tenant: 'umbrella' }, key)).toEqual(seen)
    const page = await admin.listAuditEvents({ pageSize: 1 }, as(OPERATOR))
    const stolen = { pageSize: 1, pageToken: page.nextPageToken }
    expect(await errorOf(admin.listAuditEvents(stolen, as(key)))).toMatchObject({ fields: ['page_token'] })
  })

  it('needs the scope', async () => {
    const { key } = await admin.createApiKey({ apiKey: { role: AccessRole.VIEWER } }, as(OPERATOR))
    expect(await errorOf(admin.listAuditEvents({}, as(key)))).toMatchObject({ metadata: { scope: 'audit:read' } })
  })
})
