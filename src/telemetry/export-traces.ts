import { exporterOptions, type OtlpServer, type Teller } from './otlp-server.ts'
import { SCHEMA_URL } from './semantic.ts'
import type { Tracing } from './spans.ts'
import type { VendorOf } from './vendor.ts'

export interface TraceServer extends OtlpServer {
  /** The share of the traces that begin here which is recorded. */
  readonly ratio: number
  /** Whether a caller's word about its own trace counts. */
  readonly parentBased: boolean
}

/** Spans on their way out. */
export interface TraceExport {
  /** Every configuration names its vendors. */
  tracing(vendorOf: VendorOf): Tracing
  /** Sends what waits. Never rejects. */
  close(): Promise<void>
}

/** Attributes longer than this are cut: a vendor may report a model's name of any length. */
const MAX_ATTRIBUTE_CHARACTERS = 1024

/** Opens the way out for spans. What it takes is loaded here, for most services need none of it. */
export async function exportTraces(server: TraceServer, teller: Teller): Promise<TraceExport> {
  const [api, sdk, { OTLPTraceExporter }, resources, { CallTracer }, { TraceIds }, { watched }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
    import('./tracer.ts'),
    import('./trace-ids.ts'),
    import('./watched-export.ts'),
  ])
  const exporter = watched(new OTLPTraceExporter(exporterOptions(server, teller)), 'traces', teller)
  const ids = new TraceIds(new sdk.RandomIdGenerator())
  const provider = new sdk.TracerProvider({
    resource: resources.defaultResource().merge(resources.resourceFromAttributes(teller.resource)),
    sampler: samplerOf(server, sdk),
    spanLimits: { attributeValueLengthLimit: MAX_ATTRIBUTE_CHARACTERS },
    idGenerator: ids,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer('switchyard', teller.version, { schemaUrl: SCHEMA_URL })
  return {
    tracing: (vendorOf) => new CallTracer({ api, tracer, ids, clock: teller.clock, vendorOf }),
    close: () => provider.shutdown().catch(() => {}),
  }
}

function samplerOf({ ratio, parentBased }: TraceServer, sdk: typeof import('@opentelemetry/sdk-trace')) {
  const root = ratio >= 1 ? new sdk.AlwaysOnSampler() : new sdk.TraceIdRatioBasedSampler(ratio)
  return parentBased ? new sdk.ParentBasedSampler({ root }) : root
}
