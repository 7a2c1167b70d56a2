import type { DescMethod, DescService } from '@bufbuild/protobuf'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Principal, Scope } from '../core/principal.ts'

/** What a method asks of its caller. */
export interface Permission {
  readonly scope: Scope
  /** Whether it concerns the whole service rather than things of a tenant. */
  readonly platform: boolean
}

type Permissions<Service extends DescService> = Readonly<Record<keyof Service['method'], Permission>>

const ofTenant = (scope: Scope): Permission => ({ scope, platform: false })
const ofPlatform = (scope: Scope): Permission => ({ scope, platform: true })

const llm: Permissions<typeof LLMService> = {
  generateText: ofTenant('llm:call'),
  generateTextStream: ofTenant('llm:call'),
  generateChat: ofTenant('llm:call'),
  generateChatStream: ofTenant('llm:call'),
  compareChat: ofTenant('llm:call'),
  embed: ofTenant('llm:call'),
  countTokens: ofTenant('llm:call'),
  testModel: ofTenant('llm:call'),
  listModels: ofTenant('models:read'),
  getModel: ofTenant('models:read'),
}

const usage: Permissions<typeof UsageService> = {
  getStatistics: ofTenant('usage:read'),
  queryUsage: ofTenant('usage:read'),
  listRequests: ofTenant('usage:read'),
  exportUsage: ofTenant('usage:read'),
  watchUsage: ofTenant('usage:read'),
  getForecast: ofTenant('usage:read'),
  listRecommendations: ofTenant('usage:read'),
}

const admin: Permissions<typeof AdminService> = {
  getServiceHealth: ofTenant('health:read'),
  checkProviderHealth: ofPlatform('settings:write'),
  syncModels: ofPlatform('settings:write'),
  listCircuits: ofPlatform('settings:read'),
  getCircuit: ofPlatform('settings:read'),
  tripCircuit: ofPlatform('settings:write'),
  resetCircuit: ofPlatform('settings:write'),
  explainSelection: ofPlatform('settings:read'),
  listRoutes: ofPlatform('settings:read'),
  getRoute: ofPlatform('settings:read'),
  createRoute: ofPlatform('settings:write'),
  updateRoute: ofPlatform('settings:write'),
  deleteRoute: ofPlatform('settings:write'),
  getPolicy: ofPlatform('settings:read'),
  updatePolicy: ofPlatform('settings:write'),
  resetPolicy: ofPlatform('settings:write'),
  listTenants: ofTenant('tenants:read'),
  getTenant: ofTenant('tenants:read'),
  createTenant: ofPlatform('tenants:write'),
  updateTenant: ofPlatform('tenants:write'),
  deleteTenant: ofPlatform('tenants:write'),
  listApiKeys: ofTenant('keys:read'),
  getApiKey: ofTenant('keys:read'),
  createApiKey: ofTenant('keys:write'),
  updateApiKey: ofTenant('keys:write'),
  rotateApiKey: ofTenant('keys:write'),
  revokeApiKey: ofTenant('keys:write'),
  listAuditEvents: ofTenant('audit:read'),
  listProviders: ofPlatform('settings:read'),
  getProvider: ofPlatform('settings:read'),
  createProvider: ofPlatform('settings:write'),
  updateProvider: ofPlatform('settings:write'),
  deleteProvider: ofPlatform('settings:write'),
  disableProvider: ofPlatform('settings:write'),
  enableProvider: ofPlatform('settings:write'),
  listProviderModels: ofPlatform('settings:read'),
  getProviderModel: ofPlatform('settings:read'),
  createProviderModel: ofPlatform('settings:write'),
  updateProviderModel: ofPlatform('settings:write'),
  deleteProviderModel: ofPlatform('settings:write'),
  listBudgets: ofTenant('budgets:read'),
  getBudget: ofTenant('budgets:read'),
  createBudget: ofTenant('budgets:write'),
  updateBudget: ofTenant('budgets:write'),
  deleteBudget: ofTenant('budgets:write'),
  listRateLimits: ofTenant('budgets:read'),
  getRateLimit: ofTenant('budgets:read'),
  createRateLimit: ofTenant('budgets:write'),
  updateRateLimit: ofTenant('budgets:write'),
  deleteRateLimit: ofTenant('budgets:write'),
}

/** A method that is added to the contract does not compile until it stands here. */
const permissions: Readonly<Record<string, Readonly<Record<string, Permission>>>> = {
  [LLMService.typeName]: llm,
  [UsageService.typeName]: usage,
  [AdminService.typeName]: admin,
}

/** What a method asks of its caller; undefined: it is closed to all. */
export function permissionOf(method: DescMethod): Permission | undefined {
  return permissions[method.parent.typeName]?.[method.localName]
}

/** Throws PERMISSION_DENIED when the principal may not call the method. */
export type Authorize = (principal: Principal) => void

/**
 * Decides who may call a method. It goes by the descriptor alone, never by an address that the caller wrote. A method
 * of a service that is not listed here is closed to all.
 */
export function authorizationOf(method: DescMethod): Authorize {
  const permission = permissionOf(method)
  if (!permission) return () => deny('This method is not open to anyone.', {})
  const { scope, platform } = permission
  return (principal) => {
    if (!principal.scopes.has(scope)) deny(`This needs the scope ${scope}, which the caller lacks.`, { scope })
    if (platform && principal.reach !== 'platform') {
      deny('This concerns the whole service: only those who run it may do it.', { scope })
    }
  }
}

function deny(message: string, metadata: Readonly<Record<string, string>>): never {
  throw new GatewayError(ErrorReason.PERMISSION_DENIED, message, { metadata })
}
