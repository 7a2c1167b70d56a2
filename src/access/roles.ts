import { type Principal, type Reach, type Role, type Scope, scopes } from '../core/principal.ts'

interface RoleDefinition {
  readonly reach: Reach
  readonly scopes: readonly Scope[]
}

const READ_OWN_TENANT: readonly Scope[] = [
  'models:read',
  'health:read',
  'usage:read',
  'keys:read',
  'tenants:read',
  'budgets:read',
]

export const roles: Readonly<Record<Role, RoleDefinition>> = {
  platform_admin: { reach: 'platform', scopes },
  tenant_admin: {
    reach: 'tenant',
    scopes: [...READ_OWN_TENANT, 'audit:read', 'llm:call', 'keys:write', 'budgets:write'],
  },
  viewer: { reach: 'tenant', scopes: READ_OWN_TENANT },
  caller: { reach: 'own', scopes: ['llm:call', 'models:read', 'health:read', 'usage:read'] },
}

/** What a role gives, narrowed to some scopes where there are any: a key never has more than its role. */
export function grantOf(role: Role, narrowedTo: readonly Scope[] = []): Pick<Principal, 'reach' | 'scopes'> {
  const { reach, scopes: given } = roles[role]
  const kept = narrowedTo.length === 0 ? given : given.filter((scope) => narrowedTo.includes(scope))
  return { reach, scopes: new Set(kept) }
}

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text)
}
