import { usd } from '../../src/core/money.ts'
import type { Clients } from './clients.ts'

type Admin = Clients['admin']
type Options = NonNullable<Parameters<Admin['createRoute']>[1]>

/** A change, given the id of the key that an earlier one made. */
type Change = (admin: Admin, options: Options, key: string) => Promise<unknown>

const target = { provider: 'mock', model: 'mock-fast' }
const provider = { name: 'extra', adapter: 'mock', models: [{ name: 'extra-model' }] }
const model = { provider: 'extra', providerModel: { name: 'second', maxConcurrentCalls: 1 } }
const subject = { tenant: 'acme' }

/** Every change that there is, with its action in the audit log: each builds on those before it, the last leave nothing. */
export const everyChange: readonly (readonly [action: string, Change])[] = [
  ['route.create', (admin, options) => admin.createRoute({ route: { name: 'way', targets: [target] } }, options)],
  [
    'route.update',
    (admin, options) =>
      admin.updateRoute({ route: { name: 'way', targets: [{ provider: 'mock', model: 'mock-smart' }] } }, options),
  ],
  ['route.delete', (admin, options) => admin.deleteRoute({ name: 'way' }, options)],
  ['policy.update', (admin, options) => admin.updatePolicy({ policy: { defaultModel: 'mock-smart' } }, options)],
  ['policy.reset', (admin, options) => admin.resetPolicy({ resetMask: { paths: ['default_model'] } }, options)],
  ['provider.create', (admin, options) => admin.createProvider({ provider }, options)],
  [
    'provider.update',
    (admin, options) => admin.updateProvider({ provider: { ...provider, maxConnections: 7 } }, options),
  ],
  ['provider_model.create', (admin, options) => admin.createProviderModel(model, options)],
  [
    'provider_model.update',
    (admin, options) =>
      admin.updateProviderModel({ ...model, providerModel: { name: 'second', maxConcurrentCalls: 2 } }, options),
  ],
  [
    'provider_model.delete',
    (admin, options) => admin.deleteProviderModel({ provider: 'extra', name: 'second' }, options),
  ],
  ['provider.disable', (admin, options) => admin.disableProvider({ name: 'extra' }, options)],
  ['provider.enable', (admin, options) => admin.enableProvider({ name: 'extra' }, options)],
  ['provider.delete', (admin, options) => admin.deleteProvider({ name: 'extra' }, options)],
  ['circuit.trip', (admin, options) => admin.tripCircuit(target, options)],
  ['circuit.reset', (admin, options) => admin.resetCircuit({ provider: 'mock' }, options)],
  ['tenant.create', (admin, options) => admin.createTenant({ tenant: { name: 'acme' } }, options)],
  ['tenant.update', (admin, options) => admin.updateTenant({ tenant: { name: 'acme', displayName: 'Acme' } }, options)],
  [
    'api_key.create',
    (admin, options) => admin.createApiKey({ apiKey: { tenant: 'acme', displayName: 'ci' } }, options),
  ],
  ['api_key.update', (admin, options, name) => admin.updateApiKey({ apiKey: { name, displayName: 'CI' } }, options)],
  ['api_key.rotate', (admin, options, name) => admin.rotateApiKey({ name, grace: { seconds: 60n } }, options)],
  ['api_key.revoke', (admin, options, name) => admin.revokeApiKey({ name }, options)],
  [
    'budget.create',
    (admin, options) => admin.createBudget({ budget: { name: 'cap', subject, amount: usd(5_000_000_000n) } }, options),
  ],
  ['budget.update', (admin, options) => admin.updateBudget({ budget: { name: 'cap', hard: true } }, options)],
  ['budget.delete', (admin, options) => admin.deleteBudget({ name: 'cap' }, options)],
  [
    'rate_limit.create',
    (admin, options) => admin.createRateLimit({ rateLimit: { name: 'pace', requestsPerMinute: 5n } }, options),
  ],
  [
    'rate_limit.update',
    (admin, options) => admin.updateRateLimit({ rateLimit: { name: 'pace', requestsPerMinute: 6n } }, options),
  ],
  ['rate_limit.delete', (admin, options) => admin.deleteRateLimit({ name: 'pace' }, options)],
  ['tenant.delete', (admin, options) => admin.deleteTenant({ name: 'acme' }, options)],
]

/** The id of the key that a change made; empty when it made none. */
export function madeKey(answer: unknown): string {
  return (answer as { apiKey?: { name?: string } }).apiKey?.name ?? ''
}
