import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import type { Directory } from '../access/directory.ts'
import type { AuditLog } from '../core/audit.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import { createApiKey, getApiKey, listApiKeys, revokeApiKey, rotateApiKey, updateApiKey } from './api-keys.ts'
import { listAuditEvents } from './audit-events.ts'
import { type BudgetOptions, budgetHandlers } from './budgets.ts'
import { caughtUp } from './caught-up.ts'
import { getCircuit, listCircuits, resetCircuit, tripCircuit } from './circuits.ts'
import { type ExplainSelectionOptions, explainSelection } from './explain-selection.ts'
import type { ServiceHandlers } from './handler.ts'
import type { PageOptions } from './page.ts'
import type { PageTokens } from './page-tokens.ts'
import { getPolicy, resetPolicy, updatePolicy } from './policy.ts'
import { checkProviderHealth } from './provider-health.ts'
import {
  createProviderModel,
  deleteProviderModel,
  getProviderModel,
  listProviderModels,
  type ProviderModelOptions,
  updateProviderModel,
} from './provider-models.ts'
import {
  createProvider,
  deleteProvider,
  disableProvider,
  enableProvider,
  getProvider,
  listProviders,
  type ProviderOptions,
  updateProvider,
} from './providers.ts'
import { type RateLimitOptions, rateLimitHandlers } from './rate-limits.ts'
import { createRoute, deleteRoute, getRoute, listRoutes, updateRoute } from './routes.ts'
import { getServiceHealth, type ServiceHealthOptions } from './service-health.ts'
import { type SyncModelsOptions, syncModels } from './sync-models.ts'
import { createTenant, deleteTenant, getTenant, listTenants, updateTenant } from './tenants.ts'
import type { Validate } from './validate.ts'

export interface AdminServiceOptions
  extends SyncModelsOptions,
    ExplainSelectionOptions,
    ServiceHealthOptions,
    ProviderModelOptions,
    ProviderOptions {
  readonly quotas: Omit<BudgetOptions & RateLimitOptions, keyof PageOptions>
  readonly configuration: LiveConfiguration
  readonly directory: Directory
  readonly audit: AuditLog
  readonly pageTokens: PageTokens
  readonly validate: Validate
}

export function adminService(options: AdminServiceOptions): ServiceHandlers {
  const { directory, pageTokens } = options
  const quotas = { ...options.quotas, pageTokens }
  return {
    desc: AdminService,
    handlers: {
      getServiceHealth: getServiceHealth(options),
      checkProviderHealth: checkProviderHealth(options),
      syncModels: syncModels(options),
      explainSelection: explainSelection(options),
      listCircuits: listCircuits(options),
      getCircuit: getCircuit(options),
      tripCircuit: tripCircuit(options),
      resetCircuit: resetCircuit(options),
      listRoutes: listRoutes(options),
      getRoute: getRoute(options),
      createRoute: createRoute(options),
      updateRoute: updateRoute(options),
      deleteRoute: deleteRoute(options),
      getPolicy: getPolicy(options),
      updatePolicy: updatePolicy(options),
      resetPolicy: resetPolicy(options),
      listTenants: caughtUp(directory, listTenants(options)),
      getTenant: caughtUp(directory, getTenant(options)),
      createTenant: caughtUp(directory, createTenant(options)),
      updateTenant: caughtUp(directory, updateTenant(options)),
      deleteTenant: caughtUp(directory, deleteTenant(options)),
      listApiKeys: caughtUp(directory, listApiKeys(options)),
      getApiKey: caughtUp(directory, getApiKey(options)),
      createApiKey: caughtUp(directory, createApiKey(options)),
      updateApiKey: caughtUp(directory, updateApiKey(options)),
      rotateApiKey: caughtUp(directory, rotateApiKey(options)),
      revokeApiKey: caughtUp(directory, revokeApiKey(options)),
      listAuditEvents: listAuditEvents(options),
      listProviders: listProviders(options),
      getProvider: getProvider(options),
      createProvider: createProvider(options),
      updateProvider: updateProvider(options),
      deleteProvider: deleteProvider(options),
      disableProvider: disableProvider(options),
      enableProvider: enableProvider(options),
      listProviderModels: listProviderModels(options),
      getProviderModel: getProviderModel(options),
      createProviderModel: createProviderModel(options),
      updateProviderModel: updateProviderModel(options),
      deleteProviderModel: deleteProviderModel(options),
      ...budgetHandlers(quotas),
      ...rateLimitHandlers(quotas),
    },
  }
}
