import type { Settings } from '../../src/config/settings.ts'
import type { Clock } from '../../src/core/clock.ts'
import { openQuotas, type Quotas } from '../../src/quotas.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import type { Spend } from '../../src/usage/spend.ts'

const NOTHING: Spend = { read: async () => 0n }

/** The budgets and limits of the settings, beside an empty ledger unless another is given. */
export function openTestQuotas(settings: Settings, clock: Clock, spend: Spend = NOTHING): Promise<Quotas> {
  return openQuotas(settings, {
    repository: new MemoryResources(clock),
    spend,
    tenants: { tenant: () => undefined, onTenantsChanged: () => {} },
    isReadable: true,
    clock,
    logger: createLogger('silent'),
    metrics: new Metrics().budgets,
  })
}
