import { describe, expect, it } from 'vitest'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { authorizationOf } from '../../src/access/permissions.ts'
import { grantOf } from '../../src/access/roles.ts'
import { anonymous, operator, type Principal, type Role } from '../../src/core/principal.ts'

const roles: readonly Role[] = ['platform_admin', 'tenant_admin', 'viewer', 'caller']

const methods = [LLMService, UsageService, AdminService].flatMap((service) => service.methods)

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

/** Who may call what: to be read and agreed to, not to be generated. */
const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
  GenerateText: ['platform_admin', 'tenant_admin', 'caller'],
  GenerateTextStream: ['platform_admin', 'tenant_admin', 'caller'],
  GenerateChat: ['platform_admin', 'tenant_admin', 'caller'],
  GenerateChatStream: ['platform_admin', 'tenant_admin', 'caller'],
  CompareChat: ['platform_admin', 'tenant_admin', 'caller'],
  Embed: ['platform_admin', 'tenant_admin', 'caller'],
  CountTokens: ['platform_admin', 'tenant_admin', 'caller'],
  TestModel: ['platform_admin', 'tenant_admin', 'caller'],
  ListModels: ['platform_admin', 'tenant_admin', 'viewer', 'caller'],
  GetModel: ['platform_admin', 'tenant_admin', 'viewer', 'caller'],
  GetStatistics: ['platform_admin', 'tenant_admin', 'viewer', 'caller'],
  GetServiceHealth: ['platform_admin', 'tenant_admin', 'viewer', 'caller'],
  CheckProviderHealth: ['platform_admin'],
  SyncModels: ['platform_admin'],
  ListCircuits: ['platform_admin'],
  GetCircuit: ['platform_admin'],
  TripCircuit: ['platform_admin'],
  ResetCircuit: ['platform_admin'],
  ExplainSelection: ['platform_admin'],
  ListRoutes: ['platform_admin'],
  GetRoute: ['platform_admin'],
  CreateRoute: ['platform_admin'],
  UpdateRoute: ['platform_admin'],
  DeleteRoute: ['platform_admin'],
  GetPolicy: ['platform_admin'],
  UpdatePolicy: ['platform_admin'],
  ResetPolicy: ['platform_admin'],
  ListBudgets: ['platform_admin', 'tenant_admin', 'viewer'],
  GetBudget: ['platform_admin', 'tenant_admin', 'viewer'],
  CreateBudget: ['platform_admin', 'tenant_admin'],
  UpdateBudget: ['platform_admin', 'tenant_admin'],
  DeleteBudget: ['platform_admin', 'tenant_admin'],
  ListRateLimits: ['platform_admin', 'tenant_admin', 'viewer'],
  GetRateLimit: ['platform_admin', 'tenant_admin', 'viewer'],
  CreateRateLimit: ['platform_admin', 'tenant_admin'],
  UpdateRateLimit: ['platform_admin', 'tenant_admin'],
  DeleteRateLimit: ['platform_admin', 'tenant_admin'],
}

describe('permissions', () => {
  it.each(methods)('let the right roles call $name', (method) => {
    expect(roles.filter((role) => mayCall(method, principal(role)))).toEqual(ALLOWED[method.name])
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
