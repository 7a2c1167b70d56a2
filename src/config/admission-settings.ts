import type { Admission } from '#gen/switchyard/config/v1/admission_pb.js'
import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import type { FaultList } from './faults.ts'
import { milliseconds } from './milliseconds.ts'
import type { ModelSettings, ProviderSettings } from './settings.ts'

export interface AdmissionSettings {
  readonly maxQueued: number
  readonly maxQueueWaitMs: number
  readonly maxCalls: number
  /** From 0 to 1; Infinity: not checked. */
  readonly maxHeapShare: number
  readonly maxMemoryShare: number
  readonly maxEventLoopLagMs: number
}

export function toAdmission(admission: Admission | undefined): AdmissionSettings {
  return {
    maxQueued: admission?.maxQueued ?? 1000,
    maxQueueWaitMs: milliseconds(admission?.maxQueueWait, 30_000),
    maxCalls: admission?.maxCalls || 10_000,
    maxHeapShare: share(admission?.maxHeapPercent || 85),
    maxMemoryShare: share(admission?.maxMemoryPercent || 95),
    maxEventLoopLagMs: milliseconds(admission?.maxEventLoopLag, 1000),
  }
}

function share(percent: number): number {
  return percent === 100 ? Infinity : percent / 100
}

/**
 * The places at a provider. There are never more than connections: an attempt would wait for one of those with a place
 * in its hand, and with nobody to see to it that callers take turns.
 */
export function placesAt(
  provider: Provider,
  admission: Admission | undefined,
  maxConnections: number,
  path: string,
  faults: FaultList,
): number {
  const own = provider.maxConcurrentCalls
  if (own > maxConnections) {
    const bound = `\`max_connections\`, which is ${maxConnections}`
    faults.add(`${path}.max_concurrent_calls`, `must not be larger than ${bound}`)
  }
  return own || Math.min(admission?.maxConcurrentCalls || Infinity, maxConnections)
}

/** The settings as admission asks for them. */
export function admissionBounds(
  { maxQueued, maxQueueWaitMs }: AdmissionSettings,
  providers: readonly ProviderSettings[],
) {
  const placesOf = (models: readonly ModelSettings[]) =>
    new Map(models.map(({ name, maxConcurrentCalls }) => [name, maxConcurrentCalls ?? Infinity]))
  const atProviders = new Map(providers.map(({ name, maxConcurrentCalls }) => [name, maxConcurrentCalls]))
  const atModels = new Map(providers.map(({ name, models }) => [name, placesOf(models)]))
  return {
    maxQueued,
    maxQueueWaitMs,
    placesAtProvider: (account: string) => atProviders.get(account),
    placesAtModel: (account: string, model: string) => atModels.get(account)?.get(model),
  }
}
