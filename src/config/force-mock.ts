import { create } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { type Provider, ProviderModelSchema, ProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { knownModels } from './known-models.ts'

export const MOCK = 'mock'

export function mockProvider(): Provider {
  return create(ProviderSchema, { name: MOCK, adapter: MOCK })
}

/**
 * Leaves one provider, the mock, which answers for every configured model by its name: callers notice nothing, no key
 * is needed and the ledger says `mock`.
 */
export function forceMock(config: Config, adapters: readonly AdapterDefinition[]): void {
  const provider = mockProvider()
  const models = [...config.providers.flatMap((other) => other.models), ...knownModels(adapters, MOCK)]
  for (const { name, aliases, tier, bestFor } of models) {
    if (provider.models.some((known) => known.name === name)) continue
    provider.models.push(create(ProviderModelSchema, { name, aliases, tier, bestFor }))
  }
  config.providers = [provider]
  for (const route of config.routes) {
    const byModel = new Map(route.targets.toReversed().map((target) => [target.model, target]))
    route.targets = route.targets.filter((target) => byModel.get(target.model) === target)
    for (const target of route.targets) target.provider = MOCK
  }
}
