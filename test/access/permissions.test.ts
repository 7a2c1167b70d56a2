import { describe, expect, it } from 'vitest'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { authorizationOf } from '../../src/access/permissions.ts'
import { grantOf } from '../../src/access/roles.ts'
import { anonymous, operator, type Principal, type Role } from '../../src/core/principal.ts'
import { allowedRoles, services } from '../support/permission-table.ts'

const roles: readonly Role[] = ['platform_admin', 'tenant_admin', 'viewer', 'caller']

const methods = services.flatMap((service) => service.methods).filter((method) => allowedRoles(method) !== 'everyone')

function principal(role: Role): Principal {
  return { ...operator('api_key', 'k'), ...grantOf(role) }
}

function mayCall(method: (typeof methods)[number], caller: Principal): boolean {
  try {
    authorizationOf(method)(caller)
    return true
  } catch {
    return false
  }
}

describe('permissions', () => {
  it.each(methods)('let the right roles call $name', (method) => {
    expect(roles.filter((role) => mayCall(method, principal(role)))).toEqual(allowedRoles(method))
  })

  it.each(methods)('let nobody call $name of whom nothing is known', (method) => {
    expect(mayCall(method, anonymous)).toBe(false)
  })

  it('name the scope that is missing', () => {
    const [method] = LLMService.methods as [(typeof methods)[number]]
    expect(() => authorizationOf(method)(principal('viewer'))).toThrow('llm:call')
  })

  it('never give a key more than its role', () => {
    expect(grantOf('caller', ['settings:write', 'llm:call']).scopes).toEqual(new Set(['llm:call']))
    expect(grantOf('caller', ['settings:write']).scopes).toEqual(new Set())
  })
})
