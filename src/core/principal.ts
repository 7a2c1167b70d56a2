/** What a principal may do. A method of the contract asks for one of them. */
export const scopes = [
  'llm:call',
  'models:read',
  'health:read',
  'usage:read',
  'settings:read',
  'settings:write',
  'keys:read',
  'keys:write',
  'tenants:read',
  'tenants:write',
  'budgets:read',
  'budgets:write',
  'audit:read',
] as const

export type Scope = (typeof scopes)[number]

/** What people are given: each stands for scopes and for how far they reach. */
export type Role = 'platform_admin' | 'tenant_admin' | 'viewer' | 'caller'

/** Whose things a principal may see and change: what it did itself, what is its tenant's, or everything. */
export type Reach = 'own' | 'tenant' | 'platform'

/** Who calls. There is no default principal: a door that could not tell who calls refuses the call. */
export interface Principal {
  readonly kind: 'local' | 'api_key' | 'certificate' | 'token'
  /** Names the caller in the ledger and the logs; never a secret. */
  readonly id: string
  /** Whose calls they are. */
  readonly tenant: string
  /** Who of the tenant calls; empty where that is not told. */
  readonly user: string
  /** What for; empty where that is not told. */
  readonly project: string
  /** The id of the virtual key that it showed; empty where it showed none. */
  readonly key: string
  readonly reach: Reach
  readonly scopes: ReadonlySet<Scope>
  /** Its tenant's list and its own. None: all models are allowed. */
  readonly allowedModels: ModelLists
}

/** Lists of models, routes and aliases: what is called must stand in each of them, by any of its names. */
export type ModelLists = readonly ReadonlySet<string>[]

/** Whose everything is as long as nobody made a tenant. */
export const DEFAULT_TENANT = 'default'

const everyScope: ReadonlySet<Scope> = new Set(scopes)

/** One who runs the gateway and may do everything. */
export function operator(kind: Principal['kind'], id: string): Principal {
  const nobody = { tenant: DEFAULT_TENANT, user: '', project: '', key: '' }
  return { kind, id, ...nobody, reach: 'platform', scopes: everyScope, allowedModels: [] }
}

/** One of whom nothing is known, for the few methods that anyone may call. */
export const anonymous: Principal = {
  ...operator('local', 'anonymous'),
  reach: 'own',
  scopes: new Set<Scope>(),
}
