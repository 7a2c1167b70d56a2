import { create } from '@bufbuild/protobuf'
import { type ProviderModel, ProviderModelSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'

const TIERS = { fast: Tier.FAST, balanced: Tier.BALANCED, premium: Tier.PREMIUM } as const

/** The models of a provider whose configuration names none. */
export function knownModels(adapters: readonly AdapterDefinition[], name: string): ProviderModel[] {
  const known = adapters.find((adapter) => adapter.name === name)?.models ?? []
  return known.map((model) => create(ProviderModelSchema, { name: model.name, tier: TIERS[model.tier] }))
}
