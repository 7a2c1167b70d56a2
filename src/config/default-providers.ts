import { create } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import {
  type Provider,
  type ProviderModel,
  ProviderModelSchema,
  ProviderSchema,
} from '#gen/switchyard/config/v1/provider_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { type EnvironmentValues, isOn, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

const MOCK = 'mock'

const TIERS = { fast: Tier.FAST, balanced: Tier.BALANCED, premium: Tier.PREMIUM } as const

/** What the file's gaps are filled from. */
export interface Filling {
  readonly adapters: readonly AdapterDefinition[]
  readonly environment: EnvironmentValues
  readonly faults: FaultList
}

/** Fills in the providers that the file leaves out: those whose keys are in the environment, else the mock. */
export function fillProviders(config: Config, filling: Filling): void {
  const { adapters, environment, faults } = filling
  if (config.providers.length === 0 && !faults.has('providers')) config.providers = fromEnvironment(filling)
  for (const provider of config.providers) {
    if (provider.models.length === 0) provider.models = knownModels(adapters, provider.adapter)
  }
  if (isOn(environment, 'LLM_FORCE_MOCK', faults)) forceMock(config, adapters)
}

/** The models of a provider whose configuration names none. */
function knownModels(adapters: readonly AdapterDefinition[], name: string): ProviderModel[] {
  const known = adapters.find((adapter) => adapter.name === name)?.models ?? []
  return known.map((model) => create(ProviderModelSchema, { name: model.name, tier: TIERS[model.tier] }))
}

function fromEnvironment({ adapters, environment }: Filling): Provider[] {
  const providers = adapters
    .filter(({ keyVariable, models }) => keyVariable && models && readVariable(environment, keyVariable))
    .map(({ name }) => create(ProviderSchema, { name, adapter: name }))
  if (providers.length === 0 || readVariable(environment, 'LLM_PROVIDER') === MOCK) providers.push(mock())
  return providers
}

/**
 * Leaves one provider, the mock, which answers for every configured model by its name: callers notice nothing, no key
 * is needed and the ledger says `mock`.
 */
function forceMock(config: Config, adapters: readonly AdapterDefinition[]): void {
  const provider = mock()
  const models = [...config.providers.flatMap((other) => other.models), ...knownModels(adapters, MOCK)]
  for (const { name, aliases, tier, bestFor } of models) {
    if (provider.models.some((known) => known.name === name)) continue
    provider.models.push(create(ProviderModelSchema, { name, aliases, tier, bestFor }))
  }
  config.providers = [provider]
  for (const route of config.routes) {
    const names = new Set(route.targets.map((target) => target.model))
    route.targets = [...names].map((name) => ({
      $typeName: 'switchyard.config.v1.Target',
      provider: MOCK,
      model: name,
    }))
  }
}

function mock(): Provider {
  return create(ProviderSchema, { name: MOCK, adapter: MOCK })
}
