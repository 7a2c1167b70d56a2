import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { ConfigurationMetrics } from './configuration-metrics.ts'
import { describeFault, type Logger } from './log.ts'

interface ChangeLine {
  readonly kind: string
  readonly name: string
  readonly principal: string
  readonly paths: readonly string[]
  readonly etagBefore: string | undefined
  readonly etagAfter: string | undefined
}

export interface ObserveConfigurationOptions {
  readonly metrics: ConfigurationMetrics
  readonly logger: Logger
  readonly clock: Clock
}

/** Writes what becomes of the configuration to the log and counts it. No value of a field is written. */
export function observeConfiguration({ metrics, logger, clock }: ObserveConfigurationOptions) {
  metrics.applied(clock.now(), true)
  return {
    changed({ kind, name, principal, paths, etagBefore, etagAfter }: ChangeLine): void {
      metrics.changed(kind)
      logger.info({ kind, name, principal, paths, etag_before: etagBefore, etag_after: etagAfter }, 'resource changed')
    },
    reloaded(): void {
      metrics.applied(clock.now())
      logger.info('configuration reloaded')
    },
    reloadRefused(error: unknown): void {
      metrics.refused()
      logger.error(whyOf(error), 'configuration reload refused')
    },
    misfits(misfits: readonly { readonly resource: string; readonly why: string }[]): void {
      metrics.misfits(misfits.length)
      for (const { resource, why } of misfits) logger.warn({ resource, why }, 'resource not applied')
    },
    changeUndone(resource: string): void {
      logger.error({ resource }, 'resource could not be put in force and is as it was')
    },
    changeNotUndone(resource: string, error: unknown): void {
      logger.error({ resource, ...whyOf(error) }, 'resource is stored but could not be put in force')
    },
  }
}

/** Faults of a configuration name fields and never repeat values; of anything else only kind and place are told. */
function whyOf(error: unknown) {
  if (error instanceof GatewayError) return { reason: error.reasonName }
  return error instanceof Error && error.name === 'ConfigError'
    ? { why: error.message }
    : { fault: describeFault(error) }
}
