import { create } from '@bufbuild/protobuf'
import {
  FactSource,
  type ProviderModel,
  type ProviderModelInForce,
  ProviderModelInForceSchema,
} from '#gen/switchyard/v1/provider_options_pb.js'
import type { Clock } from '../core/clock.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import type { VendorLimits } from '../routing/vendor-limits.ts'
import type { Prices } from '../usage/prices.ts'
import { capabilitiesOf, contextWindowOf, maxOutputTokensOf } from './model-facts.ts'

export interface InForceOptions {
  readonly configuration: LiveConfiguration
  /** Of the configuration in force at that moment, which a change may just have put in the place of the handler's own. */
  readonly pricesInForce: () => Promise<Prices>
  readonly vendorLimits: VendorLimits
  readonly clock: Clock
}

/** Models of a provider with what is in force of each. */
export async function withInForce(
  provider: string,
  models: readonly ProviderModel[],
  options: InForceOptions,
): Promise<ProviderModel[]> {
  const prices = await options.pricesInForce()
  return models.map((model) => {
    const inForce = inForceOf(provider, model.name, { ...options, prices })
    return inForce ? Object.assign(model, { inForce }) : model
  })
}

/** Undefined when no call goes to it by this provider. */
function inForceOf(
  provider: string,
  name: string,
  options: InForceOptions & { readonly prices: Prices },
): ProviderModelInForce | undefined {
  const { configuration, prices, clock } = options
  const offering = configuration.settings.providers.find((candidate) => candidate.name === provider)
  const model = offering?.models.find((candidate) => candidate.name === name)
  const endpoint = offering?.endpoints[0]
  if (!model || !endpoint) return undefined
  const target = { provider: endpoint.name, name, model: model.upstreamName }
  const price = prices.priceOf(target, clock.now())
  return create(ProviderModelInForceSchema, {
    upstreamName: model.upstreamName,
    ...(price && { price, priceSource: model.price ? FactSource.CONFIGURED : FactSource.BUILT_IN }),
    capabilities: capabilitiesOf(model.capabilities, target, options),
    contextWindowSource: contextWindowOf(model.capabilities, target, options).source,
    maxOutputTokensSource: maxOutputTokensOf(model.capabilities, target, options).source,
  })
}
