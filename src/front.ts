import type { Parts } from './parts.ts'
import { replaceable } from './rpc/services.ts'
import { createHealth } from './server/health.ts'
import type { ProviderStates } from './server/provider-status.ts'
import { readiness } from './server/readiness.ts'

/** What the doors show: the services of whatever runtime is in force, and how they do. */
export function openFront({ runtime, clock, start, store, configuration }: Parts) {
  const services = replaceable(() => runtime.current.services)
  const providers: ProviderStates = {
    get names() {
      return runtime.current.accounts.names
    },
    stateOf: (name) => runtime.current.accounts.stateOf(name),
  }
  const names = services.map(({ desc }) => desc.typeName)
  const health = createHealth(names, { clock, providers })
  const ready = () =>
    readiness({
      serving: health.serving,
      started: start.waitingFor === '',
      store: store.check(),
      providers,
      ...configuration.settings.health,
    })
  return { services, health, ready }
}
