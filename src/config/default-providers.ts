import { create } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import {
  Adapter,
  type Provider,
  type ProviderModel,
  ProviderModelSchema,
  ProviderSchema,
} from '#gen/switchyard/config/v1/provider_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { type EnvironmentValues, isOn, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

const MOCK = 'mock'

/** The models of a provider whose configuration names none. */
export function defaultModels(adapter: Adapter): ProviderModel[] {
  if (adapter === Adapter.MOCK) return [model('mock-fast', Tier.FAST), model('mock-smart', Tier.PREMIUM)]
  if (adapter !== Adapter.OPENAI) return []
  return [
    model('gpt-5-mini', Tier.FAST),
    model('gpt-5', Tier.PREMIUM),
    model('gpt-4.1', Tier.BALANCED),
    model('gpt-4.1-mini', Tier.FAST),
  ]
}

/** Fills in the providers that the file leaves out: those whose keys are in the environment, else the mock. */
export function fillProviders(config: Config, environment: EnvironmentValues, faults: FaultList): void {
  if (config.providers.length === 0 && !faults.has('providers')) config.providers = fromEnvironment(environment)
  for (const provider of config.providers) {
    if (provider.models.length === 0) provider.models = defaultModels(provider.adapter)
  }
  if (isOn(environment, 'LLM_FORCE_MOCK', faults)) forceMock(config)
}

function fromEnvironment(environment: EnvironmentValues): Provider[] {
  const providers: Provider[] = []
  if (readVariable(environment, 'OPENAI_API_KEY')) {
    providers.push(create(ProviderSchema, { name: 'openai', adapter: Adapter.OPENAI }))
  }
  if (providers.length === 0 || readVariable(environment, 'LLM_PROVIDER') === MOCK) providers.push(mock())
  return providers
}

/**
 * Leaves one provider, the mock, which answers for every configured model by its name: callers notice nothing, no key
 * is needed and the ledger says `mock`.
 */
function forceMock(config: Config): void {
  const provider = mock()
  const models = [...config.providers.flatMap((other) => other.models), ...defaultModels(Adapter.MOCK)]
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
  return create(ProviderSchema, { name: MOCK, adapter: Adapter.MOCK })
}

function model(name: string, tier: Tier): ProviderModel {
  return create(ProviderModelSchema, { name, tier })
}
