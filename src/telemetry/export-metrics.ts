import type { Measuring } from './measuring.ts'
import { exporterOptions, type OtlpServer, type Teller } from './otlp-server.ts'
import { SCHEMA_URL } from './semantic.ts'
import type { VendorOf } from './vendor.ts'

export interface MetricServer extends OtlpServer {
  readonly intervalMs: number
}

/** Figures on their way out. */
export interface MetricExport {
  /** Every configuration names its vendors. */
  measuring(vendorOf: VendorOf): Measuring
  /** Sends what waits. Never rejects. */
  close(): Promise<void>
}

/** Opens the way out for figures. What it takes is loaded here, for most services need none of it. */
export async function exportMetrics(server: MetricServer, teller: Teller): Promise<MetricExport> {
  const [sdk, { OTLPMetricExporter }, resources, { Instruments }, { watched }] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-metrics-otlp-proto'),
    import('@opentelemetry/resources'),
    import('./instruments.ts'),
    import('./watched-export.ts'),
  ])
  const exporter = watched(new OTLPMetricExporter(exporterOptions(server, teller)), 'metrics', teller)
  const { intervalMs, timeoutMs } = server
  const reader = new sdk.PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(timeoutMs, intervalMs),
  })
  const provider = new sdk.MeterProvider({
    resource: resources.defaultResource().merge(resources.resourceFromAttributes(teller.resource)),
    readers: [reader],
  })
  const meter = provider.getMeter('switchyard', teller.version, { schemaUrl: SCHEMA_URL })
  return {
    measuring: (vendorOf) => new Instruments({ meter, clock: teller.clock, vendorOf }),
    close: () => provider.shutdown().catch(() => {}),
  }
}
