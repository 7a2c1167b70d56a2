import type { Clock } from '../core/clock.ts'
import type { Logger } from './log.ts'

/** What the exporters of all signals have in common. */
interface Exporter<Batch> {
  export(batch: Batch, done: (result: ExportResult) => void): void
}

interface ExportResult {
  /** 0: it was taken. */
  readonly code: number
  readonly error?: Error
}

/** A collector that is down is told of this often. */
const QUIET_MS = 60_000

/** The exporter, with a line in the log when what it sends is not taken; nothing else ever hears of it. */
export function watched<Batch, E extends Exporter<Batch>>(
  exporter: E,
  signal: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): E {
  const send = exporter.export.bind(exporter) as Exporter<Batch>['export']
  let lastLine = Number.NEGATIVE_INFINITY
  exporter.export = (batch: Batch, done: (result: ExportResult) => void) =>
    send(batch, (result) => {
      if (result.code !== 0 && clock.monotonic() - lastLine >= QUIET_MS) {
        lastLine = clock.monotonic()
        // Its message may repeat what the collector answered.
        logger.warn({ signal, fault: result.error?.name }, 'telemetry was not taken')
      }
      done(result)
    })
  return exporter
}
