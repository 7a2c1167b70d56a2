import type {
  GetModelRequest,
  GetModelResponse,
  ListModelsRequest,
  ListModelsResponse,
} from '#gen/switchyard/v1/llm_service_pb.js'
import type { Model } from '#gen/switchyard/v1/model_pb.js'
import type { Clock } from '../core/clock.ts'
import type { Catalog, CatalogEntry } from '../routing/catalog.ts'
import type { VendorLimits } from '../routing/vendor-limits.ts'
import type { Prices } from '../usage/prices.ts'
import type { UnaryHandler } from './handler.ts'
import { capabilitiesOf } from './model-facts.ts'
import { type PageOptions, pageOf } from './page.ts'

export interface ModelOptions extends PageOptions {
  readonly catalog: Catalog
  readonly prices: Prices
  readonly vendorLimits: VendorLimits
  readonly clock: Clock
}

export function listModels(options: ModelOptions): UnaryHandler<ListModelsRequest, ListModelsResponse> {
  return async (request, { principal }) => {
    const offered = options.catalog.list(principal.allowedModels)
    const { page, nextPageToken } = pageOf(offered, ({ name }) => name, request, principal, options)
    const models = page.map((entry) => modelOf(entry, options))
    return { $typeName: 'switchyard.v1.ListModelsResponse', models, nextPageToken }
  }
}

export function getModel(options: ModelOptions): UnaryHandler<GetModelRequest, GetModelResponse> {
  return async ({ name }, { principal }) => {
    const entry = options.catalog.get(name, principal.allowedModels)
    return { $typeName: 'switchyard.v1.GetModelResponse', model: modelOf(entry, options) }
  }
}

/** What is told of a model or route. */
export function modelOf(entry: CatalogEntry, options: ModelOptions): Model {
  const { prices, clock } = options
  const [target] = entry.targets
  const model: Model = {
    $typeName: 'switchyard.v1.Model',
    name: entry.name,
    providers: [...new Set(entry.targets.map((target) => target.provider))],
    aliases: [...entry.aliases],
    tier: entry.tier,
    bestFor: [...entry.bestFor],
    capabilities: capabilitiesOf(entry.capabilities, target, options),
  }
  const price = target && prices.priceOf(target, clock.now())
  if (price) model.price = price
  return model
}
