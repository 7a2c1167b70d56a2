import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import type { Secret } from '../core/secret.ts'
import type { AzureOptions, VendorOptions } from '../providers/options.ts'
import { toAzureAuthentication } from './azure-authentication.ts'
import { API_VERSION, AZURE, ENDPOINT, FOUNDRY_ANTHROPIC, isAzure, isNamedBy } from './azure-variables.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'

/** One address of a provider, with the variable that the file names for its key. */
export interface ProviderAddress {
  readonly provider: Provider
  readonly path: string
  readonly baseUrl: string
  /** The key itself, where it was given at run time. */
  readonly key: Secret | undefined
  readonly keyVariable: string
  readonly keyField: string
}

/** What belongs to some vendors only, and the adapters that have it. */
const OWNERS = {
  anthropic: ['anthropic', FOUNDRY_ANTHROPIC],
  gemini: ['gemini'],
  azure: [AZURE, FOUNDRY_ANTHROPIC],
} as const satisfies Partial<Record<keyof Provider, readonly string[]>>

/** What only one vendor's provider has, at one of its addresses. */
export function toVendorOptions(
  address: ProviderAddress,
  environment: EnvironmentValues,
  faults: FaultList,
): VendorOptions {
  const { adapter, anthropic, gemini } = address.provider
  const azure = isAzure(adapter) ? toAzure(address, environment, faults) : undefined
  return {
    ...(anthropic?.apiVersion ? { anthropic: { version: anthropic.apiVersion } } : {}),
    ...(gemini ? { gemini: toGemini(gemini) } : {}),
    ...(azure ? { azure } : {}),
  }
}

/** A setting that the adapter does not have would silently do nothing. */
export function checkVendorFields(provider: Provider, path: string, faults: FaultList): void {
  if (faults.has(`${path}.adapter`)) return
  for (const [field, adapters] of Object.entries(OWNERS)) {
    if (!provider[field as keyof typeof OWNERS] || (adapters as readonly string[]).includes(provider.adapter)) continue
    const names = adapters.map((name) => `\`${name}\``).join(' and ')
    faults.add(`${path}.${field}`, `only the adapter${adapters.length > 1 ? 's' : ''} ${names} can have it`)
  }
  if (provider.adapter === FOUNDRY_ANTHROPIC && provider.azure?.apiVersion) {
    faults.add(
      `${path}.azure.api_version`,
      'only the adapter `azure` can have it; for Claude set `anthropic.api_version`',
    )
  }
}

function toGemini({ apiVersion, vertex }: NonNullable<Provider['gemini']>) {
  const { project, location } = vertex ?? {}
  return {
    apiVersion: apiVersion || undefined,
    ...(project && location ? { vertex: { project, location } } : {}),
  }
}

function toAzure(
  address: ProviderAddress,
  environment: EnvironmentValues,
  faults: FaultList,
): AzureOptions | undefined {
  const { azure } = address.provider
  const place = { ...address, entra: azure?.entra, entraField: `${address.path}.azure.entra` }
  const authentication = toAzureAuthentication(place, environment, faults)
  return authentication && { apiVersion: versionOf(address, environment, faults), authentication }
}

/** At the address that the environment names, its version wins; Claude has no such versions. */
function versionOf({ provider, baseUrl }: ProviderAddress, environment: EnvironmentValues, faults: FaultList) {
  if (provider.adapter !== AZURE) return undefined
  const version = isNamedBy(ENDPOINT, baseUrl, environment) ? readVariable(environment, API_VERSION) : undefined
  if (version !== undefined && !/^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$/.test(version)) {
    faults.add(API_VERSION, 'must be a date such as `2024-10-21`; leave it unset for the interface without versions')
  }
  return version ?? (provider.azure?.apiVersion || undefined)
}
