import { describe, expect, it } from 'vitest'
import type { Environment } from './azure-files.ts'
import { load, loadEnvironment } from './load-config.ts'

const MOCK = 'providers: [{name: m, adapter: mock}]'

/** The variables that a warning begins with. */
function ignoredIn(text: string, environment: Environment): string[] {
  return load(text, environment).warnings.map((warning) => warning.split(' ')[0] ?? '')
}

describe('a variable that does nothing is named at the start', () => {
  it.each([
    'OPENAI_BASE_URL',
    'OPENAI_ORG_ID',
    'OPENAI_PROJECT_ID',
    'OPENAI_CUSTOM_HEADERS',
    'OPENAI_LOG',
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_CUSTOM_HEADERS',
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_FOUNDRY_RESOURCE',
    'GEMINI_API_KEY',
    'GOOGLE_GEMINI_BASE_URL',
    'GOOGLE_GENAI_USE_VERTEXAI',
    'GOOGLE_GENAI_USE_ENTERPRISE',
    'GOOGLE_GENAI_API_VERSION',
    'AZURE_OPENAI_AD_TOKEN',
    'LLM_WEEKLY_BUDGET',
    'LLM_CACHE_TTL',
  ])('%s', (name) => {
    const { warnings } = loadEnvironment({ [name]: 'canary' })
    expect(warnings).toEqual([expect.stringMatching(new RegExp(`^${name} is set and is (ignored|not honoured yet)`))])
    expect(warnings.join()).not.toContain('canary')
  })

  it.each([
    'OPENAI_API_KEY',
    'ANTHROPIC_API_KEY',
    'GOOGLE_API_KEY',
    'MISTRAL_API_KEY',
    'OPENROUTER_API_KEY',
    'AZURE_OPENAI_API_KEY',
    'AZURE_OPENAI_BEARER_TOKEN',
    'AZURE_OPENAI_MODEL_CHAT',
    'AZURE_OPENAI_ENDPOINT',
  ])('%s, when no provider of the file uses it', (name) => {
    expect(ignoredIn(MOCK, { [name]: 'x' })).toEqual([name])
  })

  it('a token that goes to no address of the file', () => {
    const text = 'providers: [{name: az, adapter: azure, base_url: "https://a.example", models: [m]}]'
    const environment = { AZURE_OPENAI_AUTH_METHOD: 'BEARER', AZURE_OPENAI_BEARER_TOKEN: 't' }
    expect(ignoredIn(text, { ...environment, AZURE_OPENAI_ENDPOINT: 'https://a.example' })).toEqual([])
    expect(ignoredIn(text, environment)).toContain('AZURE_OPENAI_BEARER_TOKEN')
  })
})

describe('nothing is said of a variable', () => {
  it.each([
    ['that a provider names', 'api_key_env: MISTRAL_API_KEY', { MISTRAL_API_KEY: 'x' }],
    ['that an SDK would read, when a provider names it', 'api_key_env: GEMINI_API_KEY', { GEMINI_API_KEY: 'x' }],
  ])('%s', (_, fields, environment) => {
    const address = 'base_url: "https://a.example", models: [a]'
    expect(ignoredIn(`providers: [{name: m, adapter: openai_compatible, ${address}, ${fields}}]`, environment)).toEqual(
      [],
    )
  })

  it('that a provider takes because it names none', () => {
    expect(ignoredIn('providers: [{name: an, adapter: anthropic}]', { ANTHROPIC_API_KEY: 'x' })).toEqual([])
  })

  it('that an address of a provider names', () => {
    const endpoints = '[{name: a, base_url: "https://a.example", api_key_env: AZURE_OPENAI_EAST_KEY}]'
    const text = `providers: [{name: az, adapter: azure, models: [m], endpoints: ${endpoints}}]`
    expect(ignoredIn(text, { AZURE_OPENAI_EAST_KEY: 'x' })).toEqual([])
  })

  it('that the mock makes superfluous', () => {
    expect(loadEnvironment({ LLM_FORCE_MOCK: '1', ANTHROPIC_API_KEY: 'x' }).warnings).toEqual([])
  })
})

it('keys that travel in clear at an open address without TLS are told', () => {
  const { warnings } = loadEnvironment({ SWITCHYARD_API_KEY: 'k'.repeat(32), SWITCHYARD_GRPC_LISTEN: '0.0.0.0:1' })
  expect(warnings).toEqual([expect.stringContaining('in clear')])
})
