import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import type { Secret } from '../core/secret.ts'
import type { AdapterDefinition } from '../providers/definition.ts'
import { keyOf } from './api-keys.ts'
import { isAzure } from './azure-variables.ts'
import { isVendors, toBaseUrl } from './base-url.ts'
import type { ProviderSurroundings } from './provider-settings.ts'
import type { EndpointSettings } from './settings.ts'
import { type ProviderAddress, toVendorOptions } from './vendor-options.ts'

/** The addresses of a provider: the one of `base_url`, or each of `endpoints`. */
export function toEndpoints(
  provider: Provider,
  adapter: AdapterDefinition,
  path: string,
  surroundings: ProviderSurroundings,
): readonly EndpointSettings[] {
  const { faults } = surroundings
  const { allowHttp, apiKeyEnv, endpoints, name } = provider
  const key = surroundings.atRunTime.get(provider)?.apiKey
  const own = { provider, path, key, keyVariable: apiKeyEnv, keyField: `${path}.api_key_env` }
  if (endpoints.length === 0) {
    const baseUrl = toBaseUrl(adapter, provider, path, faults)
    return [toEndpoint(name, { ...own, baseUrl }, adapter, surroundings)]
  }
  if (provider.baseUrl !== '') faults.add(`${path}.base_url`, 'must not be set beside `endpoints`')
  return endpoints.map((endpoint, index) => {
    const at = `${path}.endpoints[${index}]`
    if (endpoints.findIndex((other) => other.name === endpoint.name) !== index)
      faults.add(`${at}.name`, `another endpoint is already called \`${endpoint.name}\``)
    const baseUrl = toBaseUrl(adapter, { baseUrl: endpoint.baseUrl, allowHttp }, at, faults)
    const variable = endpoint.apiKeyEnv ? { keyVariable: endpoint.apiKeyEnv, keyField: `${at}.api_key_env` } : {}
    return toEndpoint(`${name}/${endpoint.name}`, { ...own, ...variable, baseUrl }, adapter, surroundings)
  })
}

function toEndpoint(
  name: string,
  address: ProviderAddress,
  adapter: AdapterDefinition,
  surroundings: ProviderSurroundings,
): EndpointSettings {
  const { baseUrl } = address
  const options = toVendorOptions(address, surroundings.environment, surroundings.faults)
  if (!isAzure(adapter.name)) return { name, baseUrl, apiKey: toKey(adapter, address, surroundings), options }
  const authentication = options.azure?.authentication
  return { name, baseUrl, apiKey: authentication?.kind === 'api_key' ? authentication.key : undefined, options }
}

/** A vendor's key is taken from its usual variable, but is never sent to another host unless the file says so. */
function toKey(
  adapter: AdapterDefinition,
  { provider, baseUrl, key, keyVariable, keyField }: ProviderAddress,
  { environment, faults }: ProviderSurroundings,
): Secret | undefined {
  if (key) return key
  const usual = isVendors(adapter, baseUrl) && !provider.gemini?.vertex ? (adapter.keyVariable ?? '') : ''
  const variable = keyVariable || usual
  if (variable === '' || faults.has(keyField)) return undefined
  return keyOf(keyField, variable, environment, faults)
}
