import { describe, expect, it } from 'vitest'
import { scriptedModels } from '../../src/providers/mock/names.ts'
import { adapters } from '../../src/providers/registry.ts'
import { faultsOf, load, loadEnvironment } from './load-config.ts'

const KEY = 'k'.repeat(32)

function modelsIn(environment: Record<string, string>): Record<string, string[]> {
  const { providers } = loadEnvironment(environment)
  return Object.fromEntries(providers.map(({ name, models }) => [name, models.map((model) => model.name)]))
}

describe('without a file', () => {
  it('the mock answers when no key is set', () => {
    expect(modelsIn({})).toEqual({ mock: ['mock-fast', 'mock-smart'] })
    expect(loadEnvironment({}).defaultModel).toBe('mock-fast')
  })

  it('OpenAI appears with its key, and the mock goes', () => {
    expect(modelsIn({ OPENAI_API_KEY: 'sk-1' })).toEqual({ openai: ['gpt-5-mini', 'gpt-5', 'gpt-4.1', 'gpt-4.1-mini'] })
  })

  it.each(adapters.flatMap(({ name, keyVariable, models }) => (keyVariable && models ? [[name, keyVariable]] : [])))(
    '%s appears with %s, and the mock goes',
    (name, variable) => {
      const { providers, warnings } = loadEnvironment({ [variable]: 'canary' })
      expect(providers).toMatchObject([{ name, adapter: { name } }])
      expect(providers[0]?.endpoints[0]?.apiKey?.reveal()).toBe('canary')
      expect(warnings).toEqual([])
    },
  )

  it('all vendors can appear at once, since no two of them know a model of the same name', () => {
    const keys = adapters.flatMap(({ keyVariable }) => (keyVariable ? [[keyVariable, 'k']] : []))
    const names = Object.keys(modelsIn(Object.fromEntries(keys)))
    expect(names).toEqual(['openai', 'anthropic', 'gemini', 'mistral', 'openrouter'])
  })

  it('what is wrong with the key of one is told of its variable', () => {
    const [fault] = faultsOf(() => loadEnvironment({ OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k k' }))
    expect(fault).toEqual({ path: 'ANTHROPIC_API_KEY', message: expect.stringMatching(/holds spaces/) })
  })

  it('an empty key counts as none', () => {
    expect(modelsIn({ OPENAI_API_KEY: ' ' })).toEqual({ mock: ['mock-fast', 'mock-smart'] })
  })

  it('LLM_FORCE_MOCK leaves only the mock, which answers for the models that would be there', () => {
    const models = modelsIn({ OPENAI_API_KEY: 'sk-1', LLM_FORCE_MOCK: '1', LLM_PROVIDER: 'openai' })
    expect(Object.keys(models)).toEqual(['mock'])
    expect(models.mock).toContain('gpt-5-mini')
    expect(models.mock).toContain('mock-fast')
  })

  it('LLM_PROVIDER puts the default model at that provider', () => {
    const environment = { OPENAI_API_KEY: 'sk-1', LLM_PROVIDER: 'mock' }
    expect(loadEnvironment(environment).defaultModel).toBe('mock-fast')
    expect(loadEnvironment({ ...environment, LLM_PROVIDER: 'openai' }).defaultModel).toBe('gpt-5-mini')
    expect(loadEnvironment({ ...environment, LLM_DEFAULT_MODEL: 'gpt-5' }).defaultModel).toBe('gpt-5')
  })

  it('the default model is the first allowed one', () => {
    expect(loadEnvironment({ ALLOWED_MODELS: 'mock-smart' }).defaultModel).toBe('mock-smart')
  })

  it('every name the mock plays a fault under may be the default or allowed', () => {
    for (const name of scriptedModels) expect(loadEnvironment({ LLM_DEFAULT_MODEL: name }).defaultModel).toBe(name)
  })
})

describe('each variable sets its field', () => {
  it.each([
    ['LLM_REQUEST_TIMEOUT', '5', { timeouts: { totalMs: 5000 } }],
    ['LLM_REQUEST_TIMEOUT', '1500ms', { timeouts: { totalMs: 1500 } }],
    ['LLM_MAX_RETRIES', '0', { retry: { maxRetries: 0 } }],
    ['LLM_RETRY_BACKOFF_BASE', '0.25', { retry: { initialDelayMs: 250 } }],
    ['LLM_CIRCUIT_FAILURE_THRESHOLD', '9', { circuit: { failureThreshold: 9 } }],
    ['LLM_CIRCUIT_TIMEOUT', '2m', { circuit: { openMs: 120_000 } }],
    ['ALLOWED_MODELS', ' mock-fast , mock-smart,', { allowedModels: ['mock-fast', 'mock-smart'] }],
    ['SWITCHYARD_GRPC_LISTEN', '[::1]:7', { listen: { grpc: { host: '::1', port: 7 } } }],
    ['SWITCHYARD_WEB_LISTEN', 'localhost:0', { listen: { web: { host: 'localhost', port: 0 } } }],
    ['SWITCHYARD_STORE_URL', 'sqlite::memory:', { store: { place: 'sqlite::memory:' } }],
    ['SWITCHYARD_LOG_LEVEL', 'debug', { log: { level: 'debug' } }],
  ])('%s=%s', (name, value, expected) => {
    expect(loadEnvironment({ [name]: value })).toMatchObject(expected)
  })
})

describe('a malformed variable is an error that names it', () => {
  it.each([
    ['LLM_REQUEST_TIMEOUT', 'soon', /seconds above 0/],
    ['LLM_REQUEST_TIMEOUT', '0', /seconds above 0/],
    ['LLM_MAX_RETRIES', '-1', /whole number/],
    ['LLM_MAX_RETRIES', '99', /less than or equal to 10/],
    ['LLM_RETRY_BACKOFF_BASE', '10m', /less than or equal to 60s/],
    ['LLM_CIRCUIT_FAILURE_THRESHOLD', '1.5', /whole number/],
    ['LLM_CIRCUIT_TIMEOUT', '-3', /seconds above 0/],
    ['LLM_FORCE_MOCK', 'maybe', /1, true, 0 or false/],
    ['LLM_PROVIDER', 'openai', /OPENAI_API_KEY/],
    ['LLM_DEFAULT_MODEL', 'mock-fats', /did you mean `mock-fast`/],
    ['LLM_DEFAULT_MODEL', 'mock-error-nothing', /no model, route or alias/],
    ['ALLOWED_MODELS', 'mock-fast,nope', /`nope`/],
    ['SWITCHYARD_GRPC_LISTEN', '0.0.0.0:50051', /callers must be known/],
    ['SWITCHYARD_WEB_LISTEN', '8080', /address with a port/],
    ['SWITCHYARD_STORE_URL', 'mysql://x', /sqlite:/],
    ['SWITCHYARD_LOG_LEVEL', 'loud', /one of/],
    ['SWITCHYARD_API_KEY', 'short', /at least 32 characters/],
    ['SWITCHYARD_API_KEY', '', /not set or empty/],
    ['SWITCHYARD_API_KEY', ' \n', /not set or empty/],
    ['SWITCHYARD_API_KEY', `${KEY} ${KEY}`, /spaces/],
  ])('%s=%s', (name, value, message) => {
    expect(faultsOf(() => loadEnvironment({ [name]: value }))).toEqual([
      { path: name, message: expect.stringMatching(message) },
    ])
  })
})

describe('beside a file', () => {
  it('the environment wins, field by field', () => {
    const settings = load('timeouts: {total: 9s, idle: 7s}\nlog: {level: warn}', { LLM_REQUEST_TIMEOUT: '3' })
    expect(settings).toMatchObject({ timeouts: { totalMs: 3000, idleMs: 7000 }, log: { level: 'warn' } })
  })

  it('no provider appears by itself once the file names one', () => {
    const { providers } = load('providers: [{name: m, adapter: mock}]', { OPENAI_API_KEY: 'sk-1' })
    expect(providers.map(({ name }) => name)).toEqual(['m'])
  })

  it('LLM_FORCE_MOCK keeps routes and needs no keys', () => {
    const text = [
      'providers: [{name: p, adapter: openai, models: [a]}, {name: q, adapter: openai, models: [a]}]',
      'routes: [{name: a, targets: [{provider: p, model: a}, {provider: q, model: a}]}]',
    ].join('\n')
    const { routes, providers } = load(text, { LLM_FORCE_MOCK: 'true' })
    expect(routes).toMatchObject([{ name: 'a', targets: [expect.objectContaining({ provider: 'mock', model: 'a' })] }])
    expect(providers).toMatchObject([{ name: 'mock', adapter: { name: 'mock' }, endpoints: [{ apiKey: undefined }] }])
  })
})
