import { join } from 'node:path'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { beforeAll, describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { openApp, type RunningApp, startTestApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf } from '../support/clients.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const OPERATOR = 'o'.repeat(40)
const prompt = { prompt: 'Count.' }

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp({}, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
  for (const name of ['acme', 'umbrella']) {
    await clientsOf(app).admin.createTenant({ tenant: { name, timeZone: 'Europe/Berlin' } }, as(OPERATOR))
  }
  return () => app.stop()
})

function as(key: string) {
  return { headers: { authorization: `Bearer ${key}` } }
}

/** A key of a tenant, made by the operator. */
async function makeKey(role: AccessRole, tenant = 'acme', change: Record<string, unknown> = {}) {
  const { apiKey, key } = await clientsOf(app).admin.createApiKey({ apiKey: { tenant, role, ...change } }, as(OPERATOR))
  return { id: apiKey?.name ?? '', etag: apiKey?.etag ?? '', key }
}

describe.each<Door>(doors)('a virtual key through %s', (door) => {
  it('is made, used, rotated and revoked', async () => {
    const { admin, llm } = clientsOf(app, door)
    const { apiKey, key } = await admin.createApiKey({ apiKey: { tenant: 'acme', user: 'ada' } }, as(OPERATOR))
    const name = apiKey?.name ?? ''
    const { info } = await llm.generateText(prompt, as(key))
    expect(app.rows().find(({ call_id }) => call_id === info?.responseId)).toMatchObject({ principal: `keys/${name}` })
    await app.ended(1)
    const line = app.log.findLast((text) => text.includes(`"id":"${info?.responseId}"`)) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({ principal: `keys/${name}`, tenant: 'acme' })

    const rotated = await admin.rotateApiKey({ name, grace: { seconds: 3600n } }, as(OPERATOR))
    await llm.generateText(prompt, as(key))
    await llm.generateText(prompt, as(rotated.key))
    await admin.rotateApiKey({ name }, as(OPERATOR))
    for (const old of [key, rotated.key]) {
      expect(await errorOf(llm.generateText(prompt, as(old)))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    }
    const last = await admin.rotateApiKey({ name }, as(OPERATOR))
    await admin.revokeApiKey({ name }, as(OPERATOR))
    expect(await errorOf(llm.generateText(prompt, as(last.key)))).toMatchObject({
      code: 'Unauthenticated',
      reasons: ['UNAUTHENTICATED'],
    })
    expect((await admin.getApiKey({ name }, as(OPERATOR))).apiKey?.revokeTime).toBeDefined()
  })
})

describe('a key', () => {
  it('is shown only when it is made, and nothing of it is kept that tells it', async () => {
    const { admin } = clientsOf(app)
    const { id, key } = await makeKey(AccessRole.CALLER)
    const listed = await admin.listApiKeys({ tenant: 'acme' }, as(OPERATOR))
    expect(listed.apiKeys.map(({ name }) => name)).toContain(id)
    const seen = JSON.stringify(listed, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    expect(seen + JSON.stringify(app.log)).not.toContain(key.slice(20, 60))
  })

  it('ends when it expires', async () => {
    const { llm, admin } = clientsOf(app)
    const { id, key } = await makeKey(AccessRole.CALLER)
    await llm.generateText(prompt, as(key))
    const expireTime = timestampFromMs(Date.now() - 1)
    await admin.updateApiKey({ apiKey: { name: id, expireTime }, updateMask: { paths: ['expire_time'] } }, as(OPERATOR))
    const error = await errorOf(llm.generateText(prompt, as(key)))
    expect(error).toMatchObject({ reasons: ['UNAUTHENTICATED'], message: expect.stringContaining('expired') })
  })

  it('that was revoked is not rotated: no other would be good either', async () => {
    const { admin } = clientsOf(app)
    const { id } = await makeKey(AccessRole.CALLER)
    await admin.revokeApiKey({ name: id }, as(OPERATOR))
    const before = (await admin.getApiKey({ name: id }, as(OPERATOR))).apiKey
    expect(await errorOf(admin.rotateApiKey({ name: id }, as(OPERATOR)))).toMatchObject({
      reasons: ['INVALID_REQUEST'],
      fields: ['name'],
    })
    expect((await admin.getApiKey({ name: id }, as(OPERATOR))).apiKey).toEqual(before)
  })

  it('is refused while its tenant is disabled', async () => {
    const { llm, admin } = clientsOf(app)
    const { key } = await makeKey(AccessRole.CALLER, 'umbrella')
    const disable = (disabled: boolean) =>
      admin.updateTenant({ tenant: { name: 'umbrella', disabled }, updateMask: { paths: ['disabled'] } }, as(OPERATOR))
    await disable(true)
    expect(await errorOf(llm.generateText(prompt, as(key)))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    await disable(false)
    await llm.generateText(prompt, as(key))
  })

  it('is changed by one of two who read it at the same time', async () => {
    const { admin } = clientsOf(app)
    const { id, etag } = await makeKey(AccessRole.CALLER)
    const rename = (displayName: string) =>
      admin.updateApiKey({ apiKey: { name: id, displayName, etag } }, as(OPERATOR)).then(
        () => 'changed',
        (error) => errorOf(Promise.reject(error)).then(({ reasons }) => reasons[0]),
      )
    expect((await Promise.all([rename('one'), rename('two')])).sort()).toEqual(['ETAG_MISMATCH', 'changed'])
  })
})

describe('who may make keys', () => {
  it('gives no more than it has', async () => {
    const { admin } = clientsOf(app)
    const { key } = await makeKey(AccessRole.TENANT_ADMIN)
    const make = (apiKey: Record<string, unknown>) => errorOf(admin.createApiKey({ apiKey }, as(key)))
    expect(await make({ role: AccessRole.PLATFORM_ADMIN })).toMatchObject({ reasons: ['PERMISSION_DENIED'] })
    expect(await make({ tenant: 'umbrella' })).toMatchObject({
      reasons: ['INVALID_REQUEST'],
      fields: ['api_key.tenant'],
    })
    expect(await make({ scopes: ['everything:write'] })).toMatchObject({ fields: ['api_key.scopes[0]'] })
    const { apiKey } = await admin.createApiKey({ apiKey: { role: AccessRole.VIEWER } }, as(key))
    expect(apiKey?.tenant).toBe('acme')
  })

  it('sees nothing of another tenant, nor that it exists', async () => {
    const { admin } = clientsOf(app)
    const { key } = await makeKey(AccessRole.TENANT_ADMIN)
    const other = await makeKey(AccessRole.CALLER, 'umbrella')
    const attempts = [
      admin.getApiKey({ name: other.id }, as(key)),
      admin.updateApiKey({ apiKey: { name: other.id, displayName: 'mine' } }, as(key)),
      admin.rotateApiKey({ name: other.id }, as(key)),
      admin.revokeApiKey({ name: other.id }, as(key)),
      admin.getTenant({ name: 'umbrella' }, as(key)),
    ]
    for (const attempt of attempts) expect(await errorOf(attempt)).toMatchObject({ reasons: ['RESOURCE_NOT_FOUND'] })
    const unknown = await errorOf(admin.getApiKey({ name: '0'.repeat(16) }, as(key)))
    const foreign = await errorOf(admin.getApiKey({ name: other.id }, as(key)))
    expect(foreign.message.replace(other.id, '')).toBe(unknown.message.replace('0'.repeat(16), ''))
    expect((await admin.listTenants({}, as(key))).tenants.map(({ name }) => name)).toEqual(['acme'])
    const { apiKeys } = await admin.listApiKeys({ tenant: 'umbrella' }, as(key))
    expect(apiKeys).toEqual([])
  })
})

describe('a service on this machine', () => {
  it('asks for no key until there is one', async () => {
    const open = await openApp()
    const { admin, llm } = clientsOf(open)
    await llm.generateText(prompt)
    const { key } = await admin.createApiKey({ apiKey: { role: AccessRole.PLATFORM_ADMIN } })
    expect(await errorOf(llm.generateText(prompt))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    await llm.generateText(prompt, as(key))
  })

  it('makes an administrator’s key at its first start when callers must be known', async () => {
    const strict = await openApp({ authentication: { virtual_keys: true } })
    const { admin, llm } = clientsOf(strict)
    expect(await errorOf(llm.generateText(prompt))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    const key = strict.firstKey?.reveal() ?? ''
    expect((await admin.listApiKeys({}, as(key))).apiKeys).toMatchObject([{ displayName: 'administrator' }])
  })
})

describe('keys and tenants', () => {
  it('are there again after a restart, and so is what was changed about them', async () => {
    const store = { url: `sqlite:${join(temporaryDirectory(), 'kept.db')}` }
    const first = await startTestApp({ store, authentication: { virtual_keys: true } })
    const admin = as(first.firstKey?.reveal() ?? '')
    await clientsOf(first).admin.createTenant({ tenant: { name: 'acme' } }, admin)
    const { apiKey, key } = await clientsOf(first).admin.createApiKey({ apiKey: { tenant: 'acme' } }, admin)
    await first.stop()

    const second = await openApp({ store, authentication: { virtual_keys: true } })
    expect(second.firstKey).toBeUndefined()
    await clientsOf(second).llm.generateText(prompt, as(key))
    const seen = await clientsOf(second).admin.getApiKey({ name: apiKey?.name ?? '' }, admin)
    expect(seen.apiKey).toEqual(apiKey)
    const { auditEvents } = await clientsOf(second).admin.listAuditEvents({}, admin)
    expect(auditEvents.map(({ action }) => action)).toEqual(['api_key.create', 'tenant.create', 'api_key.create'])
  })
})
