import type { DescMethod } from '@bufbuild/protobuf'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import { ServerReflection } from '#gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '#gen/grpc/reflection/v1alpha/reflection_pb.js'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import type { Role } from '../../src/core/principal.ts'

/** Every service that a port offers. */
export const services = [LLMService, UsageService, AdminService, Health, ServerReflection, ServerReflectionAlpha]

/** Services that anyone may call, whoever they are. */
const OPEN: readonly string[] = [Health.typeName, ServerReflection.typeName, ServerReflectionAlpha.typeName]

const platform: readonly Role[] = ['platform_admin']
const admins: readonly Role[] = ['platform_admin', 'tenant_admin']
const readers: readonly Role[] = ['platform_admin', 'tenant_admin', 'viewer']
const callers: readonly Role[] = ['platform_admin', 'tenant_admin', 'caller']
const all: readonly Role[] = ['platform_admin', 'tenant_admin', 'viewer', 'caller']

/** Who may call what: to be read and agreed to, not to be generated. A method without a row fails the tests. */
const ALLOWED: Readonly<Record<string, readonly Role[] | 'everyone'>> = {
  GenerateText: callers,
  GenerateTextStream: callers,
  GenerateChat: callers,
  GenerateChatStream: callers,
  CompareChat: callers,
  Embed: callers,
  CountTokens: callers,
  TestModel: callers,
  ListModels: all,
  GetModel: all,

  GetStatistics: all,
  QueryUsage: all,
  ListRequests: all,
  ExportUsage: all,
  WatchUsage: all,
  GetForecast: all,
  ListRecommendations: all,

  ListBudgets: readers,
  GetBudget: readers,
  CreateBudget: admins,
  UpdateBudget: admins,
  DeleteBudget: admins,
  ListRateLimits: readers,
  GetRateLimit: readers,
  CreateRateLimit: admins,
  UpdateRateLimit: admins,
  DeleteRateLimit: admins,

  GetServiceHealth: all,
  CheckProviderHealth: platform,
  SyncModels: platform,
  ListCircuits: platform,
  GetCircuit: platform,
  TripCircuit: platform,
  ResetCircuit: platform,
  ExplainSelection: platform,
  ListRoutes: platform,
  GetRoute: platform,
  CreateRoute: platform,
  UpdateRoute: platform,
  DeleteRoute: platform,
  GetPolicy: platform,
  UpdatePolicy: platform,
  ResetPolicy: platform,
  ListProviders: platform,
  GetProvider: platform,
  CreateProvider: platform,
  UpdateProvider: platform,
  DeleteProvider: platform,
  DisableProvider: platform,
  EnableProvider: platform,
  ListProviderModels: platform,
  GetProviderModel: platform,
  CreateProviderModel: platform,
  UpdateProviderModel: platform,
  DeleteProviderModel: platform,
  ListTenants: readers,
  GetTenant: readers,
  CreateTenant: platform,
  UpdateTenant: platform,
  DeleteTenant: platform,
  ListApiKeys: readers,
  GetApiKey: readers,
  CreateApiKey: admins,
  UpdateApiKey: admins,
  RotateApiKey: admins,
  RevokeApiKey: admins,
  ListAuditEvents: admins,

  Check: 'everyone',
  List: 'everyone',
  Watch: 'everyone',
  ServerReflectionInfo: 'everyone',
}

/** Throws for a method of which nobody said who may call it. */
export function allowedRoles(method: DescMethod): readonly Role[] | 'everyone' {
  const allowed = ALLOWED[method.name]
  if (!allowed) throw new Error(`Say in the table of permissions who may call ${method.name}.`)
  if ((allowed === 'everyone') !== OPEN.includes(method.parent.typeName)) {
    throw new Error(`${method.parent.typeName} is open to everyone as a whole or not at all.`)
  }
  return allowed
}
