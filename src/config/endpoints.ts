import type { Endpoint, Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import type { Secret } from '../core/secret.ts'
import type { AdapterDefinition } from '../providers/definition.ts'
import { keyOf } from './api-keys.ts'
import { isVendors, toBaseUrl } from './base-url.ts'
import type { ProviderSurroundings } from './provider-settings.ts'
import type { EndpointSettings } from './settings.ts'

/** The addresses of a provider: the one of `base_url`, or each of `endpoints`. */
export function toEndpoints(
  provider: Provider,
  adapter: AdapterDefinition,
  path: string,
  surroundings: ProviderSurroundings,
): readonly EndpointSettings[] {
  const { faults } = surroundings
  if (provider.endpoints.length === 0) {
    const baseUrl = toBaseUrl(adapter, provider, path, faults)
    const apiKey = toKey(adapter, baseUrl, { variable: provider.apiKeyEnv, field: `${path}.api_key_env` }, surroundings)
    return [{ name: provider.name, baseUrl, apiKey }]
  }
  if (provider.baseUrl !== '') faults.add(`${path}.base_url`, 'must not be set beside `endpoints`')
  return provider.endpoints.map((endpoint, index) => {
    const at = `${path}.endpoints[${index}]`
    if (provider.endpoints.findIndex(({ name }) => name === endpoint.name) !== index)
      faults.add(`${at}.name`, `another endpoint is already called \`${endpoint.name}\``)
    return toEndpoint(provider, endpoint, adapter, at, surroundings)
  })
}

function toEndpoint(
  provider: Provider,
  endpoint: Endpoint,
  adapter: AdapterDefinition,
  path: string,
  surroundings: ProviderSurroundings,
): EndpointSettings {
  const { baseUrl: url, name } = endpoint
  const baseUrl = toBaseUrl(adapter, { baseUrl: url, allowHttp: provider.allowHttp }, path, surroundings.faults)
  const named = { variable: endpoint.apiKeyEnv || provider.apiKeyEnv, field: `${path}.api_key_env` }
  return { name: `${provider.name}/${name}`, baseUrl, apiKey: toKey(adapter, baseUrl, named, surroundings) }
}

/** A vendor's key is taken from its usual variable, but is never sent to another host unless the file says so. */
function toKey(
  adapter: AdapterDefinition,
  baseUrl: string,
  named: { readonly variable: string; readonly field: string },
  { environment, faults }: ProviderSurroundings,
): Secret | undefined {
  const usual = isVendors(adapter, baseUrl) ? (adapter.keyVariable ?? '') : ''
  const variable = named.variable || usual
  if (variable === '' || faults.has(named.field)) return undefined
  return keyOf(named.field, variable, environment, faults)
}
