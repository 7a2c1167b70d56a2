import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  AdminService,
  type ConfigurationHealth,
  type DependencyHealth,
  type GetServiceHealthResponse,
  type ModelHealth,
} from '#gen/switchyard/v1/admin_service_pb.js'
import { HealthState } from '#gen/switchyard/v1/health_pb.js'
import type { Directory } from '../access/directory.ts'
import type { AuditLog } from '../core/audit.ts'
import type { Target } from '../core/call.ts'
import { durationOf } from '../core/duration.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { TargetHealth } from '../resilience/target-health.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import type { Ledger } from '../usage/ledger.ts'
import { createApiKey, getApiKey, listApiKeys, revokeApiKey, rotateApiKey, updateApiKey } from './api-keys.ts'
import { listAuditEvents } from './audit-events.ts'
import { type BudgetOptions, budgetHandlers } from './budgets.ts'
import { caughtUp } from './caught-up.ts'
import { getCircuit, listCircuits, resetCircuit, tripCircuit } from './circuits.ts'
import { type ExplainSelectionOptions, explainSelection } from './explain-selection.ts'
import type { ServiceHandlers, UnaryHandler } from './handler.ts'
import type { PageOptions } from './page.ts'
import type { PageTokens } from './page-tokens.ts'
import { getPolicy, resetPolicy, updatePolicy } from './policy.ts'
import { checkProviderHealth, type ProviderHealthOptions, providerHealth, STATES } from './provider-health.ts'
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
import { type SyncModelsOptions, syncModels } from './sync-models.ts'
import { targetsOf } from './targets.ts'
import { createTenant, deleteTenant, getTenant, listTenants, updateTenant } from './tenants.ts'

export interface AdminServiceOptions
  extends SyncModelsOptions,
    ExplainSelectionOptions,
    ProviderHealthOptions,
    ProviderModelOptions,
    ProviderOptions {
  readonly quotas: Omit<BudgetOptions & RateLimitOptions, keyof PageOptions>
  readonly version: string
  /** Epoch milliseconds. */
  readonly startTime: number
  readonly circuits: Circuits
  readonly health: TargetHealth
  readonly ledger: Ledger
  readonly configuration: LiveConfiguration
  readonly directory: Directory
  readonly audit: AuditLog
  readonly pageTokens: PageTokens
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

function getServiceHealth(options: AdminServiceOptions): UnaryHandler<unknown, GetServiceHealthResponse> {
  return async (_request, { principal }) => {
    const store = storeHealth(options.ledger)
    const models = targetsOf(options.catalog).map((target) => modelHealth(target, options))
    const providers = options.accounts.names.map((name) => providerHealth(name, options.accounts))
    const configuration = configurationHealth(options.configuration)
    // What is wrong names hosts, files and settings, which are for those who run the service.
    if (principal.reach !== 'platform') for (const part of [store, configuration]) part.message = ''
    return {
      $typeName: 'switchyard.v1.GetServiceHealthResponse',
      state: serviceState(store, configuration, [models, providers]),
      version: options.version,
      startTime: timestampFromMs(options.startTime),
      dependencies: [store],
      models,
      providers,
      configuration,
    }
  }
}

/** Nothing can be answered without the store; a failing model or provider leaves the others. */
function serviceState(
  store: DependencyHealth,
  configuration: ConfigurationHealth,
  kinds: readonly (readonly { readonly state: HealthState }[])[],
): HealthState {
  const isFailing = ({ state }: { readonly state: HealthState }) => state === HealthState.UNHEALTHY
  if (isFailing(store) || kinds.some((parts) => parts.length > 0 && parts.every(isFailing)))
    return HealthState.UNHEALTHY
  const parts = [store, configuration, ...kinds.flat()]
  const isTroubled = parts.some((part) => isFailing(part) || part.state === HealthState.DEGRADED)
  return isTroubled ? HealthState.DEGRADED : HealthState.HEALTHY
}

/** The one in force answers calls, whatever became of the one that was to replace it. */
function configurationHealth(configuration: LiveConfiguration): ConfigurationHealth {
  const { refusal, applyTime } = configuration
  const troubles = [
    refusal?.message ?? [],
    configuration.misfits().map(({ resource, why }) => `${resource}: ${why}`),
  ].flat()
  return {
    $typeName: 'switchyard.v1.ConfigurationHealth',
    state: troubles.length === 0 ? HealthState.HEALTHY : HealthState.DEGRADED,
    message: troubles.join('\n'),
    applyTime: timestampFromMs(applyTime),
    ...(refusal && { refusalTime: timestampFromMs(refusal.time) }),
  }
}

function storeHealth(ledger: Ledger): DependencyHealth {
  const { healthy, message } = ledger.check()
  const fit = message === '' ? HealthState.HEALTHY : HealthState.DEGRADED
  const state = healthy ? fit : HealthState.UNHEALTHY
  return { $typeName: 'switchyard.v1.DependencyHealth', name: 'store', state, message }
}

function modelHealth(target: Target, { accounts, circuits, health }: AdminServiceOptions): ModelHealth {
  const { consecutiveFailures, averageLatencyMs } = health.of(target)
  const model: ModelHealth = {
    $typeName: 'switchyard.v1.ModelHealth',
    provider: target.provider,
    model: target.model,
    state: STATES[accounts.stateOfTarget(target)],
    circuit: circuits.stateOf(target),
    consecutiveFailures,
  }
  if (averageLatencyMs !== undefined) model.averageLatency = durationOf(averageLatencyMs)
  return model
}
