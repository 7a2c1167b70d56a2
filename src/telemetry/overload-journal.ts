import type { AdmissionMetrics } from './admission-metrics.ts'
import type { Logger } from './log.ts'

/** Tells metrics and log of overload: the log once for each change. */
export function overloadJournal(metrics: AdmissionMetrics, logger: Logger) {
  return {
    overloaded(kind: string, isOver: boolean): void {
      metrics.overloaded(kind, isOver)
      if (isOver) logger.warn({ kind }, 'overload: new calls are refused')
      else logger.info({ kind }, 'overload has passed')
    },
    eventLoopLag: (milliseconds: number) => metrics.eventLoopLag(milliseconds),
    refused: (kind: string) => metrics.refused('', kind),
  }
}
