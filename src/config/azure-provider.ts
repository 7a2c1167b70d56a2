import { create } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { type Provider, type ProviderModel, ProviderModelSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import {
  AZURE,
  DEPLOYMENT,
  DEPLOYMENT_HINT,
  ENDPOINT,
  isNamedBy,
  MODEL_CHAT,
  MODEL_REASONING,
} from './azure-variables.ts'
import type { Filling } from './default-providers.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'

/** A deployment that the environment names. */
interface NamedDeployment {
  readonly variable: string
  readonly model: ProviderModel
}

type Gaps = Pick<Filling, 'environment' | 'faults'>

/** Gives providers of Azure the address, and at that address the deployments, that the environment names. */
export function fillAzure(config: Config, filling: Gaps): void {
  config.providers.forEach((provider, index) => {
    if (provider.adapter === AZURE) fill(provider, `providers[${index}]`, filling)
  })
}

function fill(provider: Provider, path: string, { environment, faults }: Gaps): void {
  const address = readVariable(environment, ENDPOINT)
  if (address !== undefined && provider.baseUrl === '' && provider.endpoints.length === 0) {
    provider.baseUrl = address
    faults.cameFrom(`${path}.base_url`, ENDPOINT)
  }
  const isHere = isNamedBy(ENDPOINT, provider.baseUrl, environment)
  if (!isHere || provider.models.length > 0 || faults.has(`${path}.models`)) return
  namedDeployments(environment).forEach(({ variable, model }, index) => {
    faults.cameFrom(`${path}.models[${index}]`, variable)
    if (!DEPLOYMENT.test(model.name)) faults.add(`${path}.models[${index}]`, DEPLOYMENT_HINT)
    provider.models.push(model)
  })
}

/** The deployments of `AZURE_OPENAI_MODEL_CHAT` and `AZURE_OPENAI_MODEL_REASONING`; one, when both are the same. */
export function namedDeployments(environment: EnvironmentValues): NamedDeployment[] {
  const chat = readVariable(environment, MODEL_CHAT)
  const reasoning = readVariable(environment, MODEL_REASONING)
  if (chat !== undefined && chat === reasoning) {
    return [{ variable: MODEL_CHAT, model: deployment(chat, Tier.BALANCED, ['chat', 'reasoning']) }]
  }
  return [
    ...(chat === undefined ? [] : [{ variable: MODEL_CHAT, model: deployment(chat, Tier.BALANCED, ['chat']) }]),
    ...(reasoning === undefined
      ? []
      : [{ variable: MODEL_REASONING, model: deployment(reasoning, Tier.PREMIUM, ['reasoning']) }]),
  ]
}

function deployment(name: string, tier: Tier, bestFor: string[]): ProviderModel {
  return create(ProviderModelSchema, { name, tier, bestFor })
}
