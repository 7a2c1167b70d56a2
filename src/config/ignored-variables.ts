import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { type EnvironmentValues, readVariable } from './environment.ts'

/** Variables that vendors' SDKs read by themselves. Switchyard passes every setting explicitly, so they do nothing. */
const SDK_VARIABLES: Readonly<Record<string, string>> = {
  OPENAI_BASE_URL: 'set `base_url` of a provider in the configuration file',
  OPENAI_ORG_ID: 'set `headers` of a provider in the configuration file',
  OPENAI_PROJECT_ID: 'set `headers` of a provider in the configuration file',
  OPENAI_CUSTOM_HEADERS: 'set `headers` of a provider in the configuration file',
  OPENAI_LOG: 'set `log.level`',
}

/** Keys of vendors that need a provider in the file before they do anything. */
const VENDOR_KEYS: readonly string[] = [
  'ANTHROPIC_API_KEY',
  'GOOGLE_API_KEY',
  'MISTRAL_API_KEY',
  'OPENROUTER_API_KEY',
  'AZURE_OPENAI_API_KEY',
]

/** Variables that promise a bound which is not kept yet: staying silent about them could cost money. */
const NOT_HONOURED = /^LLM_([A-Z]+_BUDGET|CACHE_[A-Z_]+)$/

/** A sentence for every variable that is set and does nothing. */
export function warnOfIgnored(environment: EnvironmentValues, config: Config): string[] {
  const used = new Set(config.providers.map((provider) => provider.apiKeyEnv))
  const isSet = (name: string) => readVariable(environment, name) !== undefined && !used.has(name)
  const sdk = Object.entries(SDK_VARIABLES).filter(([name]) => isSet(name))
  return [
    ...sdk.map(([name, advice]) => `${name} is set and is ignored; ${advice} instead.`),
    ...VENDOR_KEYS.filter(isSet).map(
      (name) => `${name} is set and is ignored; name it in \`api_key_env\` of a provider in the configuration file.`,
    ),
    ...Object.keys(environment)
      .filter((name) => NOT_HONOURED.test(name) && isSet(name))
      .toSorted()
      .map((name) => `${name} is set and is not honoured yet.`),
  ]
}
