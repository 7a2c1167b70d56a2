import type { DescMethod } from '@bufbuild/protobuf'
import { beforeAll, describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { usd } from '../../src/core/money.ts'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { type Clients, clientsOf, errorOf, type SeenError } from '../support/clients.ts'
import { allowedRoles } from '../support/permission-table.ts'

const OPERATOR = 'o'.repeat(40)
const UNKNOWN_KEY = '0'.repeat(16)
const UNKNOWN_TENANT = 'nowhere'
const DOLLAR = usd(1_000_000_000n)

let app: RunningApp
let admin: Clients['admin']
/** Of `umbrella`, where the one who calls is of `acme`. */
let foreignKey: string
let caller: { headers: Record<string, string> }

beforeAll(async () => {
  app = await startTestApp({}, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
  admin = clientsOf(app).admin
  for (const name of ['acme', 'umbrella']) await admin.createTenant({ tenant: { name } }, as(OPERATOR))
  const subject = { tenant: 'umbrella' }
  await admin.createBudget({ budget: { name: 'umbrella', subject, amount: DOLLAR } }, as(OPERATOR))
  await admin.createRateLimit({ rateLimit: { name: 'umbrella', subject, requestsPerMinute: 5n } }, as(OPERATOR))
  foreignKey = (await makeKey('umbrella', AccessRole.CALLER)).name
  caller = as((await makeKey('acme', AccessRole.TENANT_ADMIN)).key)
  return () => app.stop()
})

function as(key: string) {
  return { headers: { authorization: `Bearer ${key}` } }
}

async function makeKey(tenant: string, role: AccessRole) {
  const { apiKey, key } = await admin.createApiKey({ apiKey: { tenant, role } }, as(OPERATOR))
  return { name: apiKey?.name ?? '', key }
}

type Ask = (id: string) => Promise<unknown>

/** Every method that members of a tenant may call and that takes the id of a thing of a tenant. */
const byId: Readonly<Record<string, { readonly id: 'key' | 'tenant'; readonly ask: Ask }>> = {
  GetApiKey: { id: 'key', ask: (name) => admin.getApiKey({ name }, caller) },
  UpdateApiKey: { id: 'key', ask: (name) => admin.updateApiKey({ apiKey: { name, displayName: 'x' } }, caller) },
  RotateApiKey: { id: 'key', ask: (name) => admin.rotateApiKey({ name }, caller) },
  RevokeApiKey: { id: 'key', ask: (name) => admin.revokeApiKey({ name }, caller) },
  GetTenant: { id: 'tenant', ask: (name) => admin.getTenant({ name }, caller) },
  GetBudget: { id: 'tenant', ask: (name) => admin.getBudget({ name }, caller) },
  UpdateBudget: { id: 'tenant', ask: (name) => admin.updateBudget({ budget: { name, hard: true } }, caller) },
  DeleteBudget: { id: 'tenant', ask: (name) => admin.deleteBudget({ name }, caller) },
  CreateBudget: {
    id: 'tenant',
    ask: (tenant) => admin.createBudget({ budget: { name: 'b', subject: { tenant }, amount: DOLLAR } }, caller),
  },
  GetRateLimit: { id: 'tenant', ask: (name) => admin.getRateLimit({ name }, caller) },
  UpdateRateLimit: {
    id: 'tenant',
    ask: (name) => admin.updateRateLimit({ rateLimit: { name, requestsPerMinute: 9n } }, caller),
  },
  DeleteRateLimit: { id: 'tenant', ask: (name) => admin.deleteRateLimit({ name }, caller) },
  CreateRateLimit: {
    id: 'tenant',
    ask: (tenant) =>
      admin.createRateLimit({ rateLimit: { name: 'r', subject: { tenant }, requestsPerMinute: 9n } }, caller),
  },
  CreateApiKey: { id: 'tenant', ask: (tenant) => admin.createApiKey({ apiKey: { tenant } }, caller) },
}

/** Lists that can be asked for by tenant: those of another one are empty. */
const lists: Readonly<Record<string, (tenant: string) => Promise<object>>> = {
  ListApiKeys: (tenant) => admin.listApiKeys({ tenant }, caller),
  ListBudgets: () => admin.listBudgets({}, caller),
  ListRateLimits: () => admin.listRateLimits({}, caller),
  ListAuditEvents: (tenant) => admin.listAuditEvents({ tenant }, caller),
}

/** Methods that take no id of a thing of a tenant. */
const WITHOUT_ID: readonly string[] = ['GetServiceHealth', 'ListTenants']

/** Whose a new thing is stands in a field of it. */
const REFUSED: Readonly<Record<string, string>> = {
  CreateApiKey: 'INVALID_REQUEST',
  CreateBudget: 'PERMISSION_DENIED',
  CreateRateLimit: 'PERMISSION_DENIED',
}

/** Their filters are tried with two tenants in test/rpc/usage-tenancy.test.ts. */
const REPORTS: readonly string[] = UsageService.methods.map(({ name }) => name)

const ofTenants = [UsageService, AdminService].flatMap((service) => service.methods).filter(isOfTenants)

function isOfTenants(method: DescMethod): boolean {
  const allowed = allowedRoles(method)
  return allowed === 'everyone' || allowed.some((role) => role !== 'platform_admin')
}

/** What is told, without the id that was asked for. */
function withoutId({ metadata, ...error }: SeenError, id: string) {
  const resource = metadata.resource?.replace(id, '…')
  return { ...error, metadata: { ...metadata, resource }, message: error.message.replaceAll(id, '…') }
}

describe('what another tenant has', () => {
  it('is asked for by every method that could', () => {
    const asked = [...Object.keys(byId), ...Object.keys(lists), ...WITHOUT_ID, ...REPORTS]
    expect(ofTenants.map(({ name }) => name).sort()).toEqual(asked.sort())
    // Models are everyone's.
    expect(LLMService.methods.flatMap(({ input }) => Object.keys(input.field))).not.toContain('tenant')
  })

  it.each(Object.entries(byId))('is to %s what does not exist', async (name, { id, ask }) => {
    const foreign = id === 'key' ? foreignKey : 'umbrella'
    const unknown = id === 'key' ? UNKNOWN_KEY : UNKNOWN_TENANT
    const told = await errorOf(ask(foreign))
    expect(withoutId(told, foreign)).toEqual(withoutId(await errorOf(ask(unknown)), unknown))
    expect(told.reasons).toEqual([REFUSED[name] ?? 'RESOURCE_NOT_FOUND'])
  })

  it.each(Object.entries(lists))('is not in %s', async (_, list) => {
    const { $typeName: _type, ...foreign } = (await list('umbrella')) as { $typeName: string }
    expect(foreign).toEqual({ ...(await list(UNKNOWN_TENANT)), $typeName: undefined })
    expect(JSON.stringify(await list(''), textOf)).not.toContain('umbrella')
  })

  it('is not in the list of tenants, nor was any of it changed', async () => {
    expect((await admin.listTenants({}, caller)).tenants.map(({ name }) => name)).toEqual(['acme'])
    const { apiKey } = await admin.getApiKey({ name: foreignKey }, as(OPERATOR))
    expect(apiKey).toMatchObject({ displayName: '', tenant: 'umbrella' })
    expect(apiKey?.revokeTime).toBeUndefined()
  })

  it('cannot be had by making a stronger key of one’s own', async () => {
    for (const role of [AccessRole.PLATFORM_ADMIN, AccessRole.TENANT_ADMIN, AccessRole.VIEWER, AccessRole.CALLER]) {
      for (const tenant of ['umbrella', 'default', UNKNOWN_TENANT]) {
        const { reasons } = await errorOf(admin.createApiKey({ apiKey: { tenant, role } }, caller))
        expect(reasons).toEqual(['INVALID_REQUEST'])
      }
    }
    const { name } = await makeKey('acme', AccessRole.CALLER)
    const stronger = { name, role: AccessRole.PLATFORM_ADMIN }
    expect(await errorOf(admin.updateApiKey({ apiKey: stronger }, caller))).toMatchObject({
      reasons: ['PERMISSION_DENIED'],
    })
    const moved = { name, tenant: 'umbrella' }
    expect(await errorOf(admin.updateApiKey({ apiKey: moved }, caller))).toMatchObject({ reasons: ['INVALID_REQUEST'] })
  })
})

describe('a key that is for some models only', () => {
  it('makes none for others, nor gives itself more', async () => {
    const own = { tenant: 'acme', role: AccessRole.TENANT_ADMIN, allowedModels: ['mock-fast', 'mock-smart'] }
    const { apiKey, key } = await admin.createApiKey({ apiKey: own }, as(OPERATOR))
    const make = (allowedModels: string[]) => admin.createApiKey({ apiKey: { allowedModels } }, as(key))
    expect((await make(['mock-fast'])).apiKey?.allowedModels).toEqual(['mock-fast'])
    const widened = { apiKey: { name: apiKey?.name ?? '' }, updateMask: { paths: ['allowed_models'] } }
    const attempts = [() => make([]), () => make(['mock-fast', 'other']), () => admin.updateApiKey(widened, as(key))]
    for (const attempt of attempts) {
      expect(await errorOf(attempt())).toMatchObject({ reasons: ['PERMISSION_DENIED'] })
    }
  })
})

describe('a key of the platform that stands in a tenant', () => {
  it('is not for the tenant’s administrator to take over', async () => {
    const { name } = await makeKey('acme', AccessRole.PLATFORM_ADMIN)
    expect(await errorOf(admin.rotateApiKey({ name }, caller))).toMatchObject({ reasons: ['PERMISSION_DENIED'] })
    expect(await errorOf(admin.revokeApiKey({ name }, caller))).toMatchObject({ reasons: ['PERMISSION_DENIED'] })
    const lists = { name, allowedModels: ['mock-fast'] }
    expect(await errorOf(admin.updateApiKey({ apiKey: lists }, caller))).toMatchObject({
      reasons: ['PERMISSION_DENIED'],
    })
  })
})

function textOf(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
