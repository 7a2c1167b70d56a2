import type { Clock } from '../core/clock.ts'
import { exportMetrics, type MetricServer } from './export-metrics.ts'
import { exportTraces, type TraceServer } from './export-traces.ts'
import type { Measuring } from './measuring.ts'
import type { Teller } from './otlp-server.ts'
import type { Tracing } from './spans.ts'
import type { VendorOf } from './vendor.ts'

/** Where traces and metrics go by OTLP; undefined: nowhere. */
export interface ExportSettings {
  readonly traces: TraceServer | undefined
  readonly metrics: MetricServer | undefined
  readonly resource: Readonly<Record<string, string>>
}

/** What the pipeline is given for it. */
export interface Export {
  tracing(vendorOf: VendorOf): Tracing | undefined
  measuring(vendorOf: VendorOf): Measuring | undefined
  /** Sends what waits, as far as that is soon done. Never rejects. */
  close(): Promise<void>
}

/** How long the last spans and figures may take to be sent. */
const CLOSE_MS = 2000

export async function openExport(
  settings: ExportSettings,
  surroundings: Omit<Teller, 'resource' | 'signal'>,
): Promise<Export> {
  const end = new AbortController()
  const resource = { 'service.version': surroundings.version, ...settings.resource }
  const teller = { ...surroundings, resource, signal: end.signal }
  const traces = settings.traces && (await exportTraces(settings.traces, teller))
  const metrics = settings.metrics && (await exportMetrics(settings.metrics, teller))
  return {
    tracing: (vendorOf) => traces?.tracing(vendorOf),
    measuring: (vendorOf) => metrics?.measuring(vendorOf),
    async close() {
      await within(teller.clock, CLOSE_MS, Promise.all([traces?.close(), metrics?.close()]))
      end.abort()
    },
  }
}

/** Waits for a promise that never rejects, so long at most. */
function within(clock: Clock, milliseconds: number, promise: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, resolve)
    promise.then(() => {
      cancel()
      resolve()
    })
  })
}
