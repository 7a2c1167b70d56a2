import { type EnvironmentValues, readVariable } from './environment.ts'

/** The adapters that speak to Azure. */
export const AZURE = 'azure'
export const FOUNDRY_ANTHROPIC = 'foundry_anthropic'

/** The account that the environment describes. Its key, token and version belong to this address alone. */
export const ENDPOINT = 'AZURE_OPENAI_ENDPOINT'
export const API_KEY = 'AZURE_OPENAI_API_KEY'
export const BEARER_TOKEN = 'AZURE_OPENAI_BEARER_TOKEN'
export const API_VERSION = 'AZURE_OPENAI_API_VERSION'

/** `API_KEY` or `BEARER`, for every provider at Azure. */
export const AUTH_METHOD = 'AZURE_OPENAI_AUTH_METHOD'

/** The deployments to offer at `AZURE_OPENAI_ENDPOINT`. */
export const MODEL_CHAT = 'AZURE_OPENAI_MODEL_CHAT'
export const MODEL_REASONING = 'AZURE_OPENAI_MODEL_REASONING'

/** What all models go through when it is switched on. */
export const FOUNDRY_ENDPOINT = 'AZURE_AI_FOUNDRY_ENDPOINT'
export const FOUNDRY_KEY = 'AZURE_AI_FOUNDRY_KEY'

/** What `AzureOptions.deployments` takes as well. */
export const DEPLOYMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,255}$/
export const DEPLOYMENT_HINT =
  'must be the name of a deployment: letters, digits, `.`, `_` and `-`, a letter or digit first'

/** The method that the environment asks for, by whatever word. */
export function methodIn(environment: EnvironmentValues): string | undefined {
  return readVariable(environment, AUTH_METHOD)?.toUpperCase()
}

export function isAzure(adapter: string): boolean {
  return adapter === AZURE || adapter === FOUNDRY_ANTHROPIC
}

/** Whether the variable holds an address at the same host. */
export function isNamedBy(variable: string, baseUrl: string, environment: EnvironmentValues): boolean {
  const named = readVariable(environment, variable) ?? ''
  return URL.canParse(named) && URL.canParse(baseUrl) && new URL(named).origin === new URL(baseUrl).origin
}
