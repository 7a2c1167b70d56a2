import { MethodOptions_IdempotencyLevel as Idempotency } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { passingVault } from '../../src/secrets/vault.ts'
import { type AppChoices, openApp, type RunningApp } from '../support/app.ts'
import { type Clients, clientsOf, errorOf } from '../support/clients.ts'
import { describeDatabases, LASTING } from '../support/databases.ts'
import { FailingStatements, openFailingKept } from '../support/failing-statements.ts'

const OPERATOR = 'o'.repeat(40)

type Admin = Clients['admin']

/** How a method is called so that it changes something, and what must be there before. */
interface Row {
  readonly before?: (admin: Admin) => Promise<unknown>
  readonly change: (admin: Admin, key: string) => Promise<unknown>
}

const target = { provider: 'mock', model: 'mock-fast' }
const route = { name: 'way', targets: [target] }
const extraModel = { name: 'extra-model' }
const provider = { name: 'extra', adapter: 'mock', models: [extraModel] }
const tenant = { name: 'acme' }
const budget = { name: 'cap', hard: true, amount: { currencyCode: 'USD', amountNanos: 5_000_000_000n } }
const rateLimit = { name: 'pace', requestsPerMinute: 5n }

const withRoute = (admin: Admin) => admin.createRoute({ route })
const withProvider = (admin: Admin) => admin.createProvider({ provider })
const withTenant = (admin: Admin) => admin.createTenant({ tenant })
const withBudget = (admin: Admin) => admin.createBudget({ budget })
const withRateLimit = (admin: Admin) => admin.createRateLimit({ rateLimit })

/** A method that may change something and has no row fails the tests; these change nothing that anyone set. */
const NO_CHANGE = ['CheckProviderHealth', 'SyncModels']

const ROWS: Readonly<Record<string, Row>> = {
  TripCircuit: { change: (admin) => admin.tripCircuit(target) },
  ResetCircuit: { before: (admin) => admin.tripCircuit(target), change: (admin) => admin.resetCircuit(target) },
  CreateRoute: { change: withRoute },
  UpdateRoute: {
    before: withRoute,
    change: (admin) => admin.updateRoute({ route: { ...route, contentFilterFallback: true } }),
  },
  DeleteRoute: { before: withRoute, change: (admin) => admin.deleteRoute(route) },
  UpdatePolicy: { change: (admin) => admin.updatePolicy({ policy: { defaultModel: 'mock-smart' } }) },
  ResetPolicy: {
    before: (admin) => admin.updatePolicy({ policy: { defaultModel: 'mock-smart' } }),
    change: (admin) => admin.resetPolicy({ resetMask: { paths: ['*'] } }),
  },
  CreateProvider: { change: (admin) => admin.createProvider({ provider, apiKey: 'a-key' }) },
  UpdateProvider: { before: withProvider, change: (admin) => admin.updateProvider({ provider, apiKey: 'a-key' }) },
  DeleteProvider: { before: withProvider, change: (admin) => admin.deleteProvider(provider) },
  DisableProvider: { before: withProvider, change: (admin) => admin.disableProvider(provider) },
  EnableProvider: {
    before: async (admin) => {
      await withProvider(admin)
      await admin.disableProvider(provider)
    },
    change: (admin) => admin.enableProvider(provider),
  },
  CreateProviderModel: {
    before: withProvider,
    change: (admin) => admin.createProviderModel({ provider: 'extra', providerModel: { name: 'new-model' } }),
  },
  UpdateProviderModel: {
    before: withProvider,
    change: (admin) =>
      admin.updateProviderModel({ provider: 'extra', providerModel: { ...extraModel, aliases: ['other'] } }),
  },
  DeleteProviderModel: {
    before: async (admin) => {
      await withProvider(admin)
      await admin.createProviderModel({ provider: 'extra', providerModel: { name: 'new-model' } })
    },
    change: (admin) => admin.deleteProviderModel({ provider: 'extra', name: 'new-model' }),
  },
  CreateTenant: { change: withTenant },
  UpdateTenant: {
    before: withTenant,
    change: (admin) => admin.updateTenant({ tenant: { ...tenant, displayName: 'Acme' } }),
  },
  DeleteTenant: { before: withTenant, change: (admin) => admin.deleteTenant(tenant) },
  CreateApiKey: { change: (admin) => admin.createApiKey({ apiKey: { displayName: 'ci' } }) },
  UpdateApiKey: { change: (admin, name) => admin.updateApiKey({ apiKey: { name, displayName: 'CI' } }) },
  RotateApiKey: { change: (admin, name) => admin.rotateApiKey({ name }) },
  RevokeApiKey: { change: (admin, name) => admin.revokeApiKey({ name }) },
  CreateBudget: { change: withBudget },
  UpdateBudget: { before: withBudget, change: (admin) => admin.updateBudget({ budget: { ...budget, hard: false } }) },
  DeleteBudget: { before: withBudget, change: (admin) => admin.deleteBudget(budget) },
  CreateRateLimit: { change: withRateLimit },
  UpdateRateLimit: {
    before: withRateLimit,
    change: (admin) => admin.updateRateLimit({ rateLimit: { ...rateLimit, requestsPerMinute: 6n } }),
  },
  DeleteRateLimit: { before: withRateLimit, change: (admin) => admin.deleteRateLimit(rateLimit) },
}

const changing = AdminService.methods
  .filter(({ idempotency }) => idempotency !== Idempotency.NO_SIDE_EFFECTS)
  .map(({ name }) => name)
  .filter((name) => !NO_CHANGE.includes(name))

function rowOf(method: string): Row {
  const row = ROWS[method]
  if (!row) throw new Error(`Say in the table how ${method} is called.`)
  return row
}

/** Everything that is in force and outlives the process. */
async function inForce(admin: Admin) {
  const { routes } = await admin.listRoutes({})
  const { providers } = await admin.listProviders({})
  const { tenants } = await admin.listTenants({})
  const { apiKeys } = await admin.listApiKeys({})
  const { budgets } = await admin.listBudgets({})
  const { rateLimits } = await admin.listRateLimits({})
  const { policy } = await admin.getPolicy({})
  return { routes, providers, tenants, apiKeys, budgets, rateLimits, policy }
}

/** All that a change can change: what is in force, who is held back, and what is told of changes. */
async function everything(admin: Admin) {
  const { circuits } = await admin.listCircuits({})
  const { auditEvents } = await admin.listAuditEvents({ pageSize: 100 })
  const tripped = circuits.map(({ provider, model, tripped }) => ({ provider, model, tripped }))
  return { ...(await inForce(admin)), tripped, audit: auditEvents.map(({ id }) => id) }
}

/** Calls as those who run the service. */
function operatorOf(app: RunningApp): Admin {
  type Method = (request: object, options: object) => Promise<unknown>
  const headers = { authorization: `Bearer ${OPERATOR}` }
  return new Proxy(clientsOf(app).admin, {
    get: (admin, name) => (request: object) => (Reflect.get(admin, name) as Method)(request, { headers }),
  })
}

describe('the table', () => {
  it('names no method that is not there', () => {
    expect(Object.keys(ROWS).filter((name) => !changing.includes(name))).toEqual([])
  })
})

describeDatabases(LASTING, ({ newUrl }) => {
  it('a key with its budgets and rate limits is made as a whole or not at all, whichever statement fails', async () => {
    const statements = new FailingStatements()
    const kept = await openFailingKept(await newUrl(), statements)
    const choices: AppChoices = { kept, vault: passingVault(), environment: { SWITCHYARD_API_KEY: OPERATOR } }
    const admin = operatorOf(await openApp({}, choices))
    const request = { apiKey: {}, budgets: [{ ...budget, name: '' }, budget], rateLimits: [rateLimit] }
    const unchanged = await inForce(admin)
    let failures = 0
    for (;;) {
      statements.failAt(failures + 1)
      const call = admin.createApiKey(request)
      await Promise.allSettled([call])
      if (!statements.stop()) break
      failures += 1
      expect((await errorOf(call)).reasons).toEqual(['STORE_UNAVAILABLE'])
      expect(await inForce(admin)).toEqual(unchanged)
      expect(await kept.resources.list(['api_key', 'budgets', 'rate_limits'])).toEqual([])
    }
    // One to write what it is and one for the audit log, for each of the four.
    expect(failures).toBeGreaterThanOrEqual(8)
    const { apiKeys, budgets, rateLimits } = await inForce(admin)
    expect([apiKeys, budgets, rateLimits].map(({ length }) => length)).toEqual([1, 2, 1])
  })

  it.each(changing)('%s is made as a whole or not at all, whichever of its statements fails', async (method) => {
    const { before, change } = rowOf(method)
    const statements = new FailingStatements()
    const kept = await openFailingKept(await newUrl(), statements)
    const choices: AppChoices = { kept, vault: passingVault(), environment: { SWITCHYARD_API_KEY: OPERATOR } }
    const admin = operatorOf(await openApp({}, choices))
    const key = (await admin.createApiKey({ apiKey: {} })).apiKey?.name ?? ''
    await before?.(admin)
    const unchanged = await everything(admin)
    let failures = 0
    for (let isMade = false; !isMade; ) {
      statements.failAt(failures + 1)
      const call = change(admin, key)
      const end = await call.then(
        () => 'made',
        () => 'failed',
      )
      isMade = !statements.stop()
      expect(end).toBe(isMade ? 'made' : 'failed')
      if (isMade) break
      failures += 1
      expect((await errorOf(call)).reasons).toEqual(['STORE_UNAVAILABLE'])
      expect(await everything(admin)).toEqual(unchanged)
    }
    // One to write what it is and one for the audit log, but for what is kept in the log alone.
    expect(failures).toBeGreaterThanOrEqual(method.endsWith('Circuit') ? 1 : 2)
    const changed = await everything(admin)
    expect(changed.audit).toHaveLength(unchanged.audit.length + 1)
    expect({ ...changed, audit: [] }).not.toEqual({ ...unchanged, audit: [] })
    // What is kept is what is in force.
    const again = operatorOf(await openApp({}, choices))
    expect(await inForce(again)).toEqual(await inForce(admin))
  })
})
