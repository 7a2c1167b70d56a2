import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { isAzure } from './azure-variables.ts'
import type { FilledProviders } from './default-providers.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import { warnOfIgnoredAzure } from './ignored-azure-variables.ts'
import type { ProviderSettings } from './settings.ts'

/** What tells whether a variable is used. */
export interface Usage {
  readonly environment: EnvironmentValues
  readonly adapters: readonly AdapterDefinition[]
  readonly config: Config
  /** Made from those of the configuration, in the same order. */
  readonly providers: readonly ProviderSettings[]
  readonly filled: FilledProviders
}

const BASE_URL = 'set `base_url` of a provider in the configuration file'
const HEADERS = 'set `headers` of a provider in the configuration file'
const KEY = 'name it in `api_key_env` of a provider in the configuration file'
const LOG_LEVEL = 'set `log.level`'
const VERTEX = 'set `gemini.vertex` of a provider in the configuration file'

/** Variables that vendors' SDKs read by themselves. Switchyard passes every setting explicitly, so they do nothing. */
const SDK_VARIABLES: Readonly<Record<string, string>> = {
  OPENAI_BASE_URL: BASE_URL,
  OPENAI_ORG_ID: HEADERS,
  OPENAI_PROJECT_ID: HEADERS,
  OPENAI_CUSTOM_HEADERS: HEADERS,
  OPENAI_LOG: LOG_LEVEL,
  OPENAI_API_VERSION: 'set AZURE_OPENAI_API_VERSION',
  ANTHROPIC_BASE_URL: BASE_URL,
  ANTHROPIC_CUSTOM_HEADERS: HEADERS,
  ANTHROPIC_AUTH_TOKEN: 'set ANTHROPIC_API_KEY',
  ANTHROPIC_LOG: LOG_LEVEL,
  ANTHROPIC_FOUNDRY_API_KEY: KEY,
  ANTHROPIC_FOUNDRY_AUTH_TOKEN: KEY,
  ANTHROPIC_FOUNDRY_BASE_URL: BASE_URL,
  ANTHROPIC_FOUNDRY_RESOURCE: BASE_URL,
  GEMINI_API_KEY: 'set GOOGLE_API_KEY',
  GOOGLE_GEMINI_BASE_URL: BASE_URL,
  GOOGLE_VERTEX_BASE_URL: BASE_URL,
  GOOGLE_GENAI_API_VERSION: 'set `gemini.api_version` of a provider in the configuration file',
  GOOGLE_GENAI_USE_VERTEXAI: VERTEX,
  GOOGLE_GENAI_USE_ENTERPRISE: VERTEX,
}

/** Variables that promise a bound which is not kept yet: staying silent about them could cost money. */
const NOT_HONOURED = /^LLM_((?!DAILY_|MONTHLY_)[A-Z]+_BUDGET|CACHE_[A-Z_]+)$/

/** A sentence for every variable that is set and does nothing. */
export function warnOfIgnored(usage: Usage): string[] {
  const { environment } = usage
  const used = usedKeys(usage)
  const isSet = (name: string) => readVariable(environment, name) !== undefined && !used.has(name)
  const sdk = Object.entries(SDK_VARIABLES).filter(([name]) => isSet(name))
  return [
    ...sdk.map(([name, advice]) => `${name} is set and is ignored; ${advice} instead.`),
    ...vendorKeys(usage)
      .filter(isSet)
      .map((name) => `${name} is set and is ignored: no provider of the configuration file uses it.`),
    ...warnOfIgnoredAzure(usage, isSet),
    ...Object.keys(environment)
      .filter((name) => NOT_HONOURED.test(name) && isSet(name))
      .toSorted()
      .map((name) => `${name} is set and is not honoured yet.`),
  ]
}

/** Keys in their usual variables. Whoever put others in the place of their providers does not miss them. */
function vendorKeys({ adapters, filled }: Usage): string[] {
  if (filled.replaced.length > 0) return []
  return adapters.flatMap(({ name, keyVariable }) => (keyVariable && !isAzure(name) ? [keyVariable] : []))
}

/** The variables that the file names, and those that are taken because it names none. */
function usedKeys({ config, providers }: Usage): ReadonlySet<string> {
  const named = config.providers.flatMap(({ apiKeyEnv, azure, endpoints }) => [
    apiKeyEnv,
    azure?.entra?.clientSecretEnv ?? '',
    ...endpoints.map((endpoint) => endpoint.apiKeyEnv),
  ])
  const usual = providers
    .filter(({ endpoints }) => endpoints.some(({ apiKey }) => apiKey !== undefined))
    .map(({ adapter }) => adapter.keyVariable ?? '')
  return new Set([...named, ...usual, config.authentication?.apiKeyEnv ?? ''])
}
