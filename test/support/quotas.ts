import type { Settings } from '../../src/config/settings.ts'
import type { Clock } from '../../src/core/clock.ts'
import { openQuotas, type Quotas } from '../../src/quotas.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'

/** The budgets and limits of the settings, beside an empty ledger. */
export function openTestQuotas(settings: Settings, clock: Clock): Promise<Quotas> {
  return openQuotas(settings, {
    repository: new MemoryResources(clock),
    spend: { read: async () => 0n },
    isReadable: true,
    clock,
    logger: createLogger('silent'),
    metrics: new Metrics().budgets,
  })
}
