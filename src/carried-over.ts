import { isDeepStrictEqual } from 'node:util'
import type { Settings } from './config/settings.ts'
import { providersWithoutAccount } from './provider-set.ts'
import { Circuits } from './resilience/circuits.ts'
import { RetryBudget } from './resilience/retry-budget.ts'
import type { Runtime, RuntimeContext } from './runtime.ts'

/** The runtime that is replaced, where everything is as it was but these providers. */
export interface Predecessor {
  readonly runtime: Runtime
  /** By their names. */
  readonly changedProviders: ReadonlySet<string>
}

/** Those of providers that are the same go on, unless their settings changed; all others are closed. */
export function createCircuits(
  settings: Settings,
  { clock, metrics, trippedCircuits }: RuntimeContext,
  before: Predecessor | undefined,
): Circuits {
  metrics.circuitsReplaced()
  const circuits = new Circuits({
    settings: settings.circuit,
    clock,
    observer: metrics,
    tripped: trippedCircuits,
    withoutAccount: providersWithoutAccount(settings),
  })
  if (before && isDeepStrictEqual(before.runtime.settings.circuit, settings.circuit)) {
    const changed = endpointsOf(before.changedProviders, [before.runtime.settings, settings])
    circuits.takeOver(before.runtime.circuits, ({ provider }) => !changed.has(provider))
  }
  return circuits
}

/** The full names of all that these providers are in any of the settings. */
function endpointsOf(providers: ReadonlySet<string>, all: readonly Settings[]): Set<string> {
  const named = all.flatMap((settings) => settings.providers.filter(({ name }) => providers.has(name)))
  return new Set(named.flatMap(({ endpoints }) => endpoints.map(({ name }) => name)))
}

/** As before unless its settings changed. */
export function createRetryBudget(
  { retryBudget }: Settings,
  { clock }: RuntimeContext,
  before: Predecessor | undefined,
) {
  const isSame = before && isDeepStrictEqual(before.runtime.settings.retryBudget, retryBudget)
  return isSame ? before.runtime.retryBudget : new RetryBudget(retryBudget, clock)
}
