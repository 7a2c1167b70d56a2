import type { Admission } from '#gen/switchyard/config/v1/admission_pb.js'
import { OpenAIApi, type Price, type Provider, type ProviderModel } from '#gen/switchyard/config/v1/provider_pb.js'
import { parseDecimal } from '../core/money.ts'
import type { AdapterDefinition } from '../providers/definition.ts'
import type { Compatibility, OpenAIApi as OpenAIApiName } from '../providers/options.ts'
import { placesAt } from './admission-settings.ts'
import { AZURE, ENDPOINT, isAzure, MODEL_CHAT, MODEL_REASONING } from './azure-variables.ts'
import { toContextHeaders } from './context-headers.ts'
import { toEndpoints } from './endpoints.ts'
import type { EnvironmentValues } from './environment.ts'
import type { FaultList } from './faults.ts'
import { toTimeouts } from './phase-settings.ts'
import type { RunTimeProviders } from './run-time-providers.ts'
import type { ModelSettings, PriceSettings, ProviderSettings, TimeoutSettings } from './settings.ts'
import { suggest } from './suggest.ts'
import { checkVendorFields } from './vendor-options.ts'

const DEFAULT_MAX_CONNECTIONS = 1024

/** Headers that are ours to set, or that carry a secret, whose place is not the file. */
const REFUSED_HEADERS =
  /^(host|connection|content-.*|transfer-encoding|te|upgrade|expect|authorization|proxy-authorization|cookie|api-key|x-api-key)$/i

/** What a provider's settings are made from, beside its configuration. */
export interface ProviderSurroundings {
  readonly adapters: readonly AdapterDefinition[]
  readonly environment: EnvironmentValues
  /** The service's. */
  readonly timeouts: TimeoutSettings
  readonly admission: Admission | undefined
  /** Those that were laid over the file. */
  readonly atRunTime: RunTimeProviders
  readonly faults: FaultList
}

export function toProvider(provider: Provider, path: string, surroundings: ProviderSurroundings): ProviderSettings {
  const { adapters, admission, atRunTime, faults, timeouts } = surroundings
  const maxConnections = provider.maxConnections || DEFAULT_MAX_CONNECTIONS
  const adapter = adapterOf(provider.adapter, `${path}.adapter`, adapters, faults)
  checkHeaders(provider, path, faults)
  checkModels(provider, path, faults)
  checkVendorFields(provider, path, faults)
  checkDeployments(provider, path, faults)
  return {
    name: provider.name,
    adapter,
    endpoints: faults.has(`${path}.adapter`) ? [] : toEndpoints(provider, adapter, path, surroundings),
    models: provider.models.map((model) => toModel(model, provider)),
    compatibility: toCompatibility(provider.compatibility),
    headers: { ...provider.headers },
    forwardContext: toContextHeaders(provider, path, faults),
    guard: atRunTime.get(provider)?.guard,
    timeouts: toTimeouts(provider.timeouts, timeouts),
    maxConnections,
    maxConcurrentCalls: placesAt(provider, admission, maxConnections, path, faults),
  }
}

/** An unknown name is reported; the settings then do not count, so any adapter will do. */
function adapterOf(name: string, field: string, adapters: readonly AdapterDefinition[], faults: FaultList) {
  const names = adapters.map((adapter) => adapter.name)
  const found = adapters.find((adapter) => adapter.name === name)
  if (!found && !faults.has(field)) faults.add(field, `must be one of ${names.join(', ')}${suggest(name, names)}`)
  return found ?? (adapters[0] as AdapterDefinition)
}

function toModel(model: ProviderModel, { api, azure }: Provider): ModelSettings {
  return {
    name: model.name,
    upstreamName: model.upstreamName || deploymentOf(azure, model.name) || model.name,
    aliases: model.aliases,
    tier: model.tier,
    bestFor: model.bestFor,
    price: model.price && toPrice(model.price),
    capabilities: model.capabilities,
    api: apiName(model.api) ?? apiName(api),
    maxConcurrentCalls: model.maxConcurrentCalls || undefined,
  }
}

function deploymentOf(azure: Provider['azure'], model: string): string | undefined {
  return azure && Object.hasOwn(azure.deployments, model) ? azure.deployments[model] : undefined
}

export function toPrice(price: Price): PriceSettings {
  return {
    inputNanos: nanosOf(price.input),
    outputNanos: nanosOf(price.output),
    cacheReadInputNanos: nanosOf(price.cacheReadInput || price.input),
    cacheWriteInputNanos: nanosOf(price.cacheWriteInput || price.input),
  }
}

/** Text that is no price was reported by the schema's bounds, and counts as 0. */
function nanosOf(decimal: string): bigint {
  return /^[0-9]+([.][0-9]{1,9})?$/.test(decimal) ? parseDecimal(decimal) : 0n
}

/** Only what is set: the adapter knows the rest. The fields have the same names, and the schema bounds their values. */
function toCompatibility(set: Provider['compatibility']): Partial<Compatibility> {
  const { $typeName, $unknown, ...flags } = set ?? {}
  const isSet = (value: unknown) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => isSet(value))) as Partial<Compatibility>
}

function apiName(api: OpenAIApi): OpenAIApiName | undefined {
  if (api === OpenAIApi.OPEN_AI_API_RESPONSES) return 'responses'
  return api === OpenAIApi.OPEN_AI_API_CHAT ? 'chat' : undefined
}

function checkModels(provider: Provider, path: string, faults: FaultList): void {
  if (provider.models.length > 0 || faults.has(`${path}.models`) || faults.has(`${path}.adapter`)) return
  const variables = `${MODEL_CHAT} and ${MODEL_REASONING} name those at ${ENDPOINT}`
  faults.add(path, `needs at least one of \`models\`${provider.adapter === AZURE ? `; ${variables}` : ''}`)
}

function checkDeployments({ adapter, azure, models }: Provider, path: string, faults: FaultList): void {
  if (!isAzure(adapter) || models.length === 0) return
  const names = models.map(({ name }) => name)
  for (const name of Object.keys(azure?.deployments ?? {})) {
    if (names.includes(name)) continue
    const field = `${path}.azure.deployments[${JSON.stringify(name)}]`
    if (!faults.has(field)) faults.add(field, `the provider offers no model of this name${suggest(name, names)}`)
  }
}

function checkHeaders(provider: Provider, path: string, faults: FaultList): void {
  for (const name of Object.keys(provider.headers)) {
    if (!REFUSED_HEADERS.test(name)) continue
    faults.add(`${path}.headers["${name}"]`, 'must not be set here; a key belongs in `api_key_env`')
  }
}
