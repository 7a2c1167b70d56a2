import { OpenAIApi, type Price, type Provider, type ProviderModel } from '#gen/switchyard/config/v1/provider_pb.js'
import { parseDecimal } from '../core/money.ts'
import type { AdapterDefinition } from '../providers/definition.ts'
import type { Compatibility, OpenAIApi as OpenAIApiName } from '../providers/options.ts'
import { toEndpoints } from './endpoints.ts'
import type { EnvironmentValues } from './environment.ts'
import type { FaultList } from './faults.ts'
import { toTimeouts } from './phase-settings.ts'
import type { ModelSettings, PriceSettings, ProviderSettings, TimeoutSettings } from './settings.ts'
import { suggest } from './suggest.ts'
import { toVendorOptions } from './vendor-options.ts'

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
  readonly faults: FaultList
}

export function toProvider(provider: Provider, path: string, surroundings: ProviderSurroundings): ProviderSettings {
  const { adapters, faults, timeouts } = surroundings
  const adapter = adapterOf(provider.adapter, `${path}.adapter`, adapters, faults)
  checkHeaders(provider, path, faults)
  checkModels(provider, path, faults)
  return {
    name: provider.name,
    adapter,
    endpoints: faults.has(`${path}.adapter`) ? [] : toEndpoints(provider, adapter, path, surroundings),
    models: provider.models.map((model) => toModel(model, provider)),
    compatibility: toCompatibility(provider.compatibility),
    options: toVendorOptions(provider),
    headers: { ...provider.headers },
    timeouts: toTimeouts(provider.timeouts, timeouts),
    maxConnections: provider.maxConnections || DEFAULT_MAX_CONNECTIONS,
  }
}

/** An unknown name is reported; the settings then do not count, so any adapter will do. */
function adapterOf(name: string, field: string, adapters: readonly AdapterDefinition[], faults: FaultList) {
  const names = adapters.map((adapter) => adapter.name)
  const found = adapters.find((adapter) => adapter.name === name)
  if (!found && !faults.has(field)) faults.add(field, `must be one of ${names.join(', ')}${suggest(name, names)}`)
  return found ?? (adapters[0] as AdapterDefinition)
}

function toModel(model: ProviderModel, { api }: Provider): ModelSettings {
  return {
    name: model.name,
    upstreamName: model.upstreamName || model.name,
    aliases: model.aliases,
    tier: model.tier,
    bestFor: model.bestFor,
    price: model.price && toPrice(model.price),
    capabilities: model.capabilities,
    api: apiName(model.api) ?? apiName(api),
  }
}

function toPrice(price: Price): PriceSettings {
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

/** Only what is set: the adapter knows the rest. */
function toCompatibility(set: Provider['compatibility']): Partial<Compatibility> {
  return {
    ...(set?.maxTokensField ? { maxTokensField: set.maxTokensField as Compatibility['maxTokensField'] } : {}),
    ...(set?.streamOptions === undefined ? {} : { streamOptions: set.streamOptions }),
    ...(set?.seed === undefined ? {} : { seed: set.seed }),
    ...(set?.jsonSchema === undefined ? {} : { jsonSchema: set.jsonSchema }),
    ...(set?.systemRole ? { systemRole: set.systemRole as Compatibility['systemRole'] } : {}),
  }
}

function apiName(api: OpenAIApi): OpenAIApiName | undefined {
  if (api === OpenAIApi.OPEN_AI_API_RESPONSES) return 'responses'
  return api === OpenAIApi.OPEN_AI_API_CHAT ? 'chat' : undefined
}

function checkModels(provider: Provider, path: string, faults: FaultList): void {
  if (provider.models.length > 0 || faults.has(`${path}.models`) || faults.has(`${path}.adapter`)) return
  faults.add(path, 'needs at least one of `models`')
}

function checkHeaders(provider: Provider, path: string, faults: FaultList): void {
  for (const name of Object.keys(provider.headers)) {
    if (!REFUSED_HEADERS.test(name)) continue
    faults.add(`${path}.headers["${name}"]`, 'must not be set here; a key belongs in `api_key_env`')
  }
}
