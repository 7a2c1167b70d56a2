import { create } from '@bufbuild/protobuf'
import { type Provider, ProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import { type AzureFoundry, AzureOptionsSchema } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import { AZURE, type FOUNDRY_ANTHROPIC, FOUNDRY_KEY, methodIn } from './azure-variables.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'

/** One of the two interfaces of a Foundry resource, as a provider without models. */
export function openFoundry(
  name: typeof AZURE | typeof FOUNDRY_ANTHROPIC,
  foundry: AzureFoundry,
  environment: EnvironmentValues,
): Provider {
  const { allowHttp, azure } = foundry
  const resource = resourceOf(foundry.endpoint)
  const options = name === AZURE ? { apiVersion: azure?.apiVersion ?? '' } : {}
  return create(ProviderSchema, {
    name,
    adapter: name,
    baseUrl: name === AZURE || resource === '' ? resource : `${resource}/anthropic`,
    apiKeyEnv: keyVariableOf(foundry, environment),
    allowHttp,
    azure: create(AzureOptionsSchema, { ...options, ...(azure?.entra ? { entra: azure.entra } : {}) }),
  })
}

/** Azure's pages show the addresses of interfaces and projects; all of them begin with that of the resource. */
function resourceOf(endpoint: string): string {
  return endpoint.replace(/\/+$/, '').replace(/\/(openai|anthropic|models|api\/projects)(\/.*)?$/, '')
}

function keyVariableOf({ apiKeyEnv, azure }: AzureFoundry, environment: EnvironmentValues): string {
  if (apiKeyEnv !== '' || methodIn(environment) === 'API_KEY') return apiKeyEnv || FOUNDRY_KEY
  return azure?.entra || readVariable(environment, FOUNDRY_KEY) === undefined ? '' : FOUNDRY_KEY
}
