import {
  Adapter,
  OpenAIApi,
  type Price,
  type Provider,
  type ProviderModel,
} from '#gen/switchyard/config/v1/provider_pb.js'
import { parseDecimal } from '../core/money.ts'
import { keyOf } from './api-keys.ts'
import { isOpenAI, toBaseUrl } from './base-url.ts'
import type { EnvironmentValues } from './environment.ts'
import type { FaultList } from './faults.ts'
import { toTimeouts } from './phase-settings.ts'
import type { Secret } from './secret.ts'
import type {
  AdapterName,
  CompatibilitySettings,
  ModelSettings,
  OpenAIApiName,
  PriceSettings,
  ProviderSettings,
  TimeoutSettings,
} from './settings.ts'

const DEFAULT_MAX_CONNECTIONS = 1024

const ADAPTERS: Readonly<Record<Adapter, AdapterName>> = {
  [Adapter.UNSPECIFIED]: 'mock',
  [Adapter.MOCK]: 'mock',
  [Adapter.OPENAI]: 'openai',
  [Adapter.OPENAI_COMPATIBLE]: 'openai_compatible',
}

/** Headers that are ours to set, or that carry a secret, whose place is not the file. */
const REFUSED_HEADERS =
  /^(host|connection|content-.*|transfer-encoding|te|upgrade|expect|authorization|proxy-authorization|cookie|api-key|x-api-key)$/i

/** What a provider's settings are made from, beside its configuration. */
export interface ProviderSurroundings {
  readonly environment: EnvironmentValues
  /** The service's. */
  readonly timeouts: TimeoutSettings
  readonly faults: FaultList
}

export function toProvider(provider: Provider, path: string, surroundings: ProviderSurroundings): ProviderSettings {
  const { faults, timeouts } = surroundings
  const baseUrl = toBaseUrl(provider, path, faults)
  const api = apiName(provider.api) ?? (provider.adapter === Adapter.OPENAI_COMPATIBLE ? 'chat' : 'responses')
  checkHeaders(provider, path, faults)
  checkModels(provider, path, faults)
  return {
    name: provider.name,
    adapter: ADAPTERS[provider.adapter],
    baseUrl,
    apiKey: toKey(provider, baseUrl, path, surroundings),
    models: provider.models.map((model) => toModel(model, api)),
    api,
    compatibility: toCompatibility(provider),
    headers: { ...provider.headers },
    timeouts: toTimeouts(provider.timeouts, timeouts),
    maxConnections: provider.maxConnections || DEFAULT_MAX_CONNECTIONS,
  }
}

/** OpenAI's own key is taken from its usual variable, but is never sent to another host unless the file says so. */
function toKey(provider: Provider, baseUrl: string, path: string, from: ProviderSurroundings): Secret | undefined {
  const usual = provider.adapter === Adapter.OPENAI && isOpenAI(baseUrl) ? 'OPENAI_API_KEY' : ''
  const variable = provider.apiKeyEnv || usual
  if (variable === '' || from.faults.has(`${path}.api_key_env`)) return undefined
  return keyOf(`${path}.api_key_env`, variable, from.environment, from.faults)
}

function toModel(model: ProviderModel, api: OpenAIApiName): ModelSettings {
  return {
    name: model.name,
    upstreamName: model.upstreamName || model.name,
    aliases: model.aliases,
    tier: model.tier,
    bestFor: model.bestFor,
    price: model.price && toPrice(model.price),
    capabilities: model.capabilities,
    api: apiName(model.api) ?? api,
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

/** OpenAI's reasoning models refuse `max_tokens`; most other servers know nothing else. */
function toCompatibility({ adapter, compatibility }: Provider): CompatibilitySettings {
  const usual = adapter === Adapter.OPENAI ? 'max_completion_tokens' : 'max_tokens'
  return {
    maxTokensField: (compatibility?.maxTokensField || usual) as CompatibilitySettings['maxTokensField'],
    streamOptions: compatibility?.streamOptions ?? true,
    seed: compatibility?.seed ?? true,
    jsonSchema: compatibility?.jsonSchema ?? true,
    systemRole: compatibility?.systemRole === 'developer' ? 'developer' : 'system',
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
