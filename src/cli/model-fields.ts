import { create } from '@bufbuild/protobuf'
import { ModelCapabilitiesSchema, Tier } from '#gen/switchyard/v1/model_pb.js'
import {
  ProviderApi,
  type ProviderModel,
  ProviderModelPriceSchema,
  ProviderModelSchema,
} from '#gen/switchyard/v1/provider_options_pb.js'
import { UsageError } from './errors.ts'
import { NOT_SET } from './provider-model-commands.ts'
import { pathsOf, wordsOf } from './resource-fields.ts'

/** What of a model was given by options. */
export interface ModelFields {
  readonly upstreamName?: string
  readonly aliases?: string
  readonly tier?: string
  readonly bestFor?: string
  /** False: it is to have none. */
  readonly price?: boolean
  readonly priceInput?: string
  readonly priceOutput?: string
  readonly priceCacheRead?: string
  readonly priceCacheWrite?: string
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  readonly tools?: string
  readonly vision?: string
  readonly jsonSchema?: string
  readonly api?: string
  readonly maxConcurrentCalls?: number
}

/** The model that the options describe, and the fields that they set. Throws a UsageError. */
export function modelFrom(
  name: string,
  options: ModelFields,
): { readonly model: ProviderModel; readonly paths: string[] } {
  const own = ownFields(options)
  const price = priceFields(options)
  const capabilities = capabilityFields(options)
  const pricePaths = pathsOf(ProviderModelPriceSchema, price)
  const capabilityPaths = pathsOf(ModelCapabilitiesSchema, capabilities)
  const forgets = options.price === false
  if (forgets && pricePaths.length > 0) throw new UsageError('Use --no-price or give a price, not both.')
  const model = create(ProviderModelSchema, {
    name,
    ...own,
    ...(pricePaths.length > 0 && { price }),
    ...(capabilityPaths.length > 0 && { capabilities }),
  })
  const paths = [
    ...pathsOf(ProviderModelSchema, own),
    ...pricePaths.map((path) => `price.${path}`),
    ...capabilityPaths.map((path) => `capabilities.${path}`),
    ...(forgets ? ['price'] : []),
  ]
  return { model, paths }
}

function ownFields({ upstreamName, aliases, tier, bestFor, api, maxConcurrentCalls }: ModelFields) {
  return {
    ...(upstreamName !== undefined && { upstreamName }),
    ...(aliases !== undefined && { aliases: wordsOf(aliases) }),
    ...(tier !== undefined && { tier: enumValue(Tier, tier) }),
    ...(bestFor !== undefined && { bestFor: wordsOf(bestFor) }),
    ...(api !== undefined && { api: enumValue(ProviderApi, api) }),
    ...(maxConcurrentCalls !== undefined && { maxConcurrentCalls }),
  }
}

function priceFields({ priceInput, priceOutput, priceCacheRead, priceCacheWrite }: ModelFields) {
  return {
    ...(priceInput !== undefined && { input: priceInput }),
    ...(priceOutput !== undefined && { output: priceOutput }),
    ...(priceCacheRead !== undefined && { cacheReadInput: priceCacheRead }),
    ...(priceCacheWrite !== undefined && { cacheWriteInput: priceCacheWrite }),
  }
}

function capabilityFields({ contextWindow, maxOutputTokens, tools, vision, jsonSchema }: ModelFields) {
  return {
    ...(contextWindow !== undefined && { contextWindow: BigInt(contextWindow) }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens: BigInt(maxOutputTokens) }),
    ...(tools !== undefined && { tools: can(tools) }),
    ...(vision !== undefined && { vision: can(vision) }),
    ...(jsonSchema !== undefined && { jsonSchema: can(jsonSchema) }),
  }
}

function can(word: string): boolean | undefined {
  return word === NOT_SET ? undefined : word === 'yes'
}

/** By its short name; 0 for one that is not to be set. */
function enumValue<Value extends number>(names: Readonly<Record<string, Value | string>>, word: string): Value {
  return (names[word === NOT_SET ? 'UNSPECIFIED' : word.toUpperCase()] ?? 0) as Value
}
