import type { Telemetry } from '#gen/switchyard/config/v1/telemetry_pb.js'
import { isLoopback } from './address.ts'
import { isOn, readVariable } from './environment.ts'
import { milliseconds } from './milliseconds.ts'
import { millisecondsIn, type OtlpSettings, type OtlpSurroundings, parsePairs, toOtlp } from './otlp-endpoint.ts'
import { type SamplerSettings, toSampler } from './sampler.ts'

/** Who is told by OpenTelemetry; undefined: nobody. */
export interface TelemetrySettings {
  readonly traces: (OtlpSettings & SamplerSettings) | undefined
  readonly metrics: (OtlpSettings & { readonly intervalMs: number }) | undefined
  /** What is told of the service, `service.name` among it. */
  readonly resource: Readonly<Record<string, string>>
}

const SERVICE_NAME = 'service.name'
const INTERVAL_MS = 60_000

export function toTelemetry(configured: Telemetry | undefined, surroundings: OtlpSurroundings): TelemetrySettings {
  const { environment, faults } = surroundings
  const resource = toResource(configured, surroundings)
  if (isOn(environment, 'OTEL_SDK_DISABLED', faults)) return { traces: undefined, metrics: undefined, resource }
  const traces = toOtlp('traces', configured?.traces?.endpoint, surroundings)
  const metrics = toOtlp('metrics', configured?.metrics?.endpoint, surroundings)
  const interval = milliseconds(configured?.metrics?.interval, INTERVAL_MS)
  return {
    traces: traces && { ...traces, ...toSampler(configured?.traces?.sampleRatio, surroundings) },
    metrics: metrics && {
      ...metrics,
      intervalMs: millisecondsIn('OTEL_METRIC_EXPORT_INTERVAL', interval, surroundings),
    },
    resource,
  }
}

function toResource(configured: Telemetry | undefined, { environment, faults }: OtlpSurroundings) {
  const list = readVariable(environment, 'OTEL_RESOURCE_ATTRIBUTES')
  const pairs = list === undefined ? [] : parsePairs(list)
  if (!pairs) faults.add('OTEL_RESOURCE_ATTRIBUTES', 'must be `name=value,name=value`, with values percent-encoded')
  const name = readVariable(environment, 'OTEL_SERVICE_NAME')
  return {
    [SERVICE_NAME]: configured?.serviceName || 'switchyard',
    ...configured?.resourceAttributes,
    ...Object.fromEntries(pairs ?? []),
    ...(name === undefined ? {} : { [SERVICE_NAME]: name }),
  }
}

/** A sentence for what is likely not meant. */
export function warnOfTelemetry({ traces, metrics }: TelemetrySettings, { environment }: OtlpSurroundings): string[] {
  const warnings: string[] = []
  for (const [name, endpoint] of Object.entries({ traces, metrics })) {
    if (endpoint && isInClear(endpoint)) {
      warnings.push(
        `The headers of telemetry.${name}, which may hold a key, are sent in clear: its address is not https.`,
      )
    }
  }
  const protocols = [
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL',
  ]
  for (const variable of traces || metrics ? protocols : []) {
    const protocol = readVariable(environment, variable)
    if (protocol === undefined || protocol === 'http/protobuf') continue
    warnings.push(`${variable} is set and is ignored: OTLP is spoken as http/protobuf, by default at port 4318.`)
  }
  return warnings
}

function isInClear({ url, headers }: OtlpSettings): boolean {
  if (Object.keys(headers).length === 0 || !URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLoopback(hostname)
}
