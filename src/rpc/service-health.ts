import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import type {
  ConfigurationHealth,
  DependencyHealth,
  GetServiceHealthResponse,
  ModelHealth,
} from '#gen/switchyard/v1/admin_service_pb.js'
import { HealthState } from '#gen/switchyard/v1/health_pb.js'
import type { Target } from '../core/call.ts'
import { durationOf } from '../core/duration.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { TargetHealth } from '../resilience/target-health.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import type { Catalog } from '../routing/catalog.ts'
import type { Ledger } from '../usage/ledger.ts'
import type { UnaryHandler } from './handler.ts'
import { type ProviderHealthOptions, providerHealth, STATES } from './provider-health.ts'
import { targetsOf } from './targets.ts'

export interface ServiceHealthOptions extends ProviderHealthOptions {
  readonly catalog: Catalog
  readonly version: string
  /** Epoch milliseconds. */
  readonly startTime: number
  readonly circuits: Circuits
  readonly health: TargetHealth
  readonly ledger: Ledger
  readonly configuration: LiveConfiguration
}

/** What the service depends on, and how each of it does. */
export function getServiceHealth(options: ServiceHealthOptions): UnaryHandler<unknown, GetServiceHealthResponse> {
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

function modelHealth(target: Target, { accounts, circuits, health }: ServiceHealthOptions): ModelHealth {
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
