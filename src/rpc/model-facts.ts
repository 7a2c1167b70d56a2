import type { ModelCapabilities } from '#gen/switchyard/v1/model_pb.js'
import { FactSource } from '#gen/switchyard/v1/provider_options_pb.js'
import type { Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import type { VendorLimits } from '../routing/vendor-limits.ts'
import type { Prices } from '../usage/prices.ts'

/** Who can tell of models what is not configured. */
export interface FactSources {
  readonly prices: Pick<Prices, 'contextWindowOf'>
  readonly vendorLimits: VendorLimits
  readonly clock: Clock
}

/** A number that is known of a model; 0: it is not known. */
export interface Fact {
  readonly value: bigint
  readonly source: FactSource
}

/** What the configuration says wins, then what the vendor told, then the table of prices. */
export function contextWindowOf(
  configured: ModelCapabilities | undefined,
  target: Target | undefined,
  { prices, vendorLimits, clock }: FactSources,
): Fact {
  const told = target && vendorLimits.of(target)
  return first([
    [configured?.contextWindow, FactSource.CONFIGURED],
    [told?.contextWindow, FactSource.VENDOR],
    [target && prices.contextWindowOf(target, clock.now()), FactSource.BUILT_IN],
  ])
}

/** What the configuration says wins, then what the vendor told. */
export function maxOutputTokensOf(
  configured: ModelCapabilities | undefined,
  target: Target | undefined,
  { vendorLimits }: FactSources,
): Fact {
  const told = target && vendorLimits.of(target)
  return first([
    [configured?.maxOutputTokens, FactSource.CONFIGURED],
    [told?.maxOutputTokens, FactSource.VENDOR],
  ])
}

/** All that is known. */
export function capabilitiesOf(
  configured: ModelCapabilities | undefined,
  target: Target | undefined,
  sources: FactSources,
): ModelCapabilities {
  return {
    $typeName: 'switchyard.v1.ModelCapabilities',
    ...configured,
    contextWindow: contextWindowOf(configured, target, sources).value,
    maxOutputTokens: maxOutputTokensOf(configured, target, sources).value,
    streaming: true,
  }
}

function first(candidates: readonly (readonly [bigint | undefined, FactSource])[]): Fact {
  for (const [value, source] of candidates) if (value) return { value, source }
  return { value: 0n, source: FactSource.UNSPECIFIED }
}
