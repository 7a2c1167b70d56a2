import { type ProviderStates, providerServices } from './provider-status.ts'
import type { Readiness } from './web/probes.ts'

export interface ReadinessParts {
  /** False until it has read its store, and once it was told to stop. */
  readonly serving: boolean
  /** Whether it has read its store. */
  readonly started: boolean
  /** With a message although healthy: degraded. */
  readonly store: { readonly healthy: boolean; readonly message: string }
  readonly providers: ProviderStates
  /** Whether calls are better not sent here while no provider answers. */
  readonly notReadyWhenAllUnhealthy: boolean
}

/** Whether calls can be served. Providers are told, but make the service not ready only where that is wanted. */
export function readiness({ serving, started, store, providers, notReadyWhenAllUnhealthy }: ReadinessParts): Readiness {
  const states = providers.names.map((name) => providers.stateOf(name))
  const services = providerServices(providers)
  const isStranded = notReadyWhenAllUnhealthy && states.length > 0 && states.every((state) => state === 'unhealthy')
  return {
    ready: serving && store.healthy && !isStranded,
    checks: {
      serving: serving ? 'ok' : started ? 'draining' : 'starting',
      store: store.message || 'ok',
      ...Object.fromEntries(states.map((state, index) => [services[index], state])),
    },
  }
}
