import { describe, expect, it } from 'vitest'
import { application, atHome, azure, type Environment, HOME, OTHER, optionsIn } from './azure-files.ts'
import { faultsOf, load, loadEnvironment } from './load-config.ts'

describe('deployments and versions', () => {
  it('a deployment stands for its model, unless the model has its own name for it', () => {
    const text = `providers: [{name: az, adapter: azure, base_url: "${HOME}",
  models: [a, {name: b, upstream_name: own}, c, constructor], azure: {deployments: {a: dep-a, b: dep-b}}}]`
    expect(load(text).providers[0]?.models.map(({ upstreamName }) => upstreamName)).toEqual([
      'dep-a',
      'own',
      'c',
      'constructor',
    ])
  })

  it('the version of the environment counts at its address, that of the file elsewhere', () => {
    const environment = { ...atHome, AZURE_OPENAI_API_VERSION: '2025-01-01-preview' }
    const fields = 'azure: {api_version: 2024-10-21}'
    expect(optionsIn(azure(fields), environment)).toMatchObject({ apiVersion: '2025-01-01-preview' })
    expect(optionsIn(azure(fields, OTHER), environment)).toMatchObject({ apiVersion: '2024-10-21' })
    expect(optionsIn(azure('', OTHER), environment)).toMatchObject({ apiVersion: undefined })
  })

  it('Claude on Foundry has no dated version, even at the address of the environment', () => {
    const text = `providers: [{name: f, adapter: foundry_anthropic, base_url: "${HOME}", models: [claude-x]}]`
    const environment = { ...atHome, AZURE_OPENAI_API_VERSION: '2024-10-21', AZURE_OPENAI_API_KEY: 'k' }
    expect(optionsIn(text, environment)).toEqual({ key: 'k', apiVersion: undefined })
  })

  it('Claude on Foundry has a version of Anthropic’s', () => {
    const text = `providers: [{name: f, adapter: foundry_anthropic, base_url: "${OTHER}/anthropic", models: [claude-x],
  anthropic: {api_version: 2023-06-01}}]`
    const options = load(text).providers[0]?.endpoints[0]?.options
    expect(options).toMatchObject({ anthropic: { version: '2023-06-01' }, azure: { apiVersion: undefined } })
  })
})

describe('a fault in how Azure is set up names the field or variable', () => {
  const [base, entra] = ['providers[0]', 'providers[0].azure.entra']
  const secret = { AZURE_CLIENT_SECRET: 'canary' }
  it.each<[path: string, message: RegExp, fields: string, environment: Environment]>([
    ['AZURE_TENANT_ID', /must be set/, '', { ...secret, AZURE_CLIENT_ID: 'c' }],
    ['AZURE_CLIENT_ID', /must be set/, '', { ...secret, AZURE_TENANT_ID: 't' }],
    ['AZURE_TENANT_ID', /characters/, '', { ...secret, ...application, AZURE_TENANT_ID: 'canary/../x' }],
    ['AZURE_CLIENT_SECRET', /holds spaces/, '', { ...application, AZURE_CLIENT_SECRET: 'canary x' }],
    [`${entra}.tenant_id`, /AZURE_TENANT_ID/, 'azure: {entra: {client_id: c}}', secret],
    [
      `${entra}.client_secret_env`,
      /AZURE_CLIENT_SECRET is not set/,
      'azure: {entra: {credential: client_secret}}',
      application,
    ],
    [`${entra}.client_secret_env`, /MINE is not set/, 'azure: {entra: {client_secret_env: MINE}}', application],
    [
      `${entra}.token_file`,
      /AZURE_FEDERATED_TOKEN_FILE/,
      'azure: {entra: {credential: workload_identity}}',
      application,
    ],
    [
      `${entra}.tenant_id`,
      /not used by .*managed_identity/,
      'azure: {entra: {tenant_id: t}}',
      { IDENTITY_ENDPOINT: 'x' },
    ],
    [`${entra}.client_id`, /not used by .*default/, 'azure: {entra: {client_id: c}}', {}],
    [`${entra}.credential`, /one of/, 'azure: {entra: {credential: wish}}', {}],
    [`${entra}.scope`, /https/, 'azure: {entra: {scope: "http://a"}}', {}],
    ['AZURE_AUTHORITY_HOST', /https/, '', { AZURE_AUTHORITY_HOST: 'http://canary' }],
    ['AZURE_OPENAI_AUTH_METHOD', /API_KEY or BEARER/, '', { AZURE_OPENAI_AUTH_METHOD: 'canary' }],
    ['AZURE_OPENAI_API_KEY', /must be set/, '', { ...atHome, AZURE_OPENAI_AUTH_METHOD: 'API_KEY' }],
    [`${base}.api_key_env`, /must name the variable/, '', { AZURE_OPENAI_AUTH_METHOD: 'API_KEY' }],
    [`${base}.api_key_env`, /MINE is not set/, 'api_key_env: MINE', {}],
    [`${base}.api_key_env`, /beside `entra`/, 'api_key_env: MINE, azure: {entra: {}}', { MINE: 'canary' }],
    ['AZURE_OPENAI_BEARER_TOKEN', /holds spaces/, '', { ...atHome, AZURE_OPENAI_BEARER_TOKEN: 'canary x' }],
    ['AZURE_OPENAI_API_VERSION', /a date/, '', { ...atHome, AZURE_OPENAI_API_VERSION: 'canary' }],
    [`${base}.azure.api_version`, /a date/, 'azure: {api_version: canary}', {}],
    [`${base}.azure.deployments["gpt-4.2"]`, /did you mean `gpt-4.1`/, 'azure: {deployments: {gpt-4.2: x}}', {}],
    [`${base}.azure.deployments["gpt-4.1"]`, /name of its deployment/, 'azure: {deployments: {gpt-4.1: "a b"}}', {}],
  ])('%s: %s', (path, message, fields, environment) => {
    const faults = faultsOf(() => load(azure(fields), environment))
    expect(faults).toEqual([expect.objectContaining({ path, message: expect.stringMatching(message) })])
    expect(JSON.stringify(faults)).not.toContain('canary')
  })

  it.each([
    ['openai', 'azure: {}', 'azure', /`azure` and `foundry_anthropic`/],
    ['openai', 'anthropic: {}', 'anthropic', /`anthropic` and `foundry_anthropic`/],
    ['anthropic', 'gemini: {}', 'gemini', /only the adapter `gemini`/],
    ['mock', 'azure: {deployments: {a: b}}', 'azure', /only the adapters/],
    ['foundry_anthropic', 'azure: {api_version: 2024-10-21}', 'azure.api_version', /anthropic\.api_version/],
  ])('%s cannot have %s', (adapter, fields, field, message) => {
    const address = adapter === 'mock' ? '' : `base_url: "${OTHER}", `
    const text = `providers:\n- {name: p, adapter: ${adapter}, ${address}models: [a], ${fields}}`
    expect(faultsOf(() => load(text))).toEqual([
      expect.objectContaining({ line: 2, path: `providers[0].${field}`, message: expect.stringMatching(message) }),
    ])
  })

  it('once, however many addresses have it', () => {
    const text = `providers:
- name: az
  adapter: azure
  models: [a]
  endpoints: [{name: a, base_url: "${HOME}"}, {name: b, base_url: "${OTHER}"}]
  azure: {entra: {credential: workload_identity, tenant_id: t, client_id: c}}`
    expect(faultsOf(() => load(text)).map(({ path }) => path)).toEqual(['providers[0].azure.entra.token_file'])
  })
})

describe('Azure in the environment alone', () => {
  const environment = { ...atHome, AZURE_OPENAI_API_KEY: 'k', AZURE_OPENAI_MODEL_CHAT: 'chatty' }

  it('offers the deployments that are named', () => {
    const { providers, warnings } = loadEnvironment({ ...environment, AZURE_OPENAI_MODEL_REASONING: 'thinker' })
    expect(warnings).toEqual([])
    expect(providers).toMatchObject([
      { name: 'azure', adapter: { name: 'azure' }, endpoints: [{ name: 'azure', baseUrl: HOME }] },
    ])
    expect(providers[0]?.models).toMatchObject([
      { name: 'chatty', upstreamName: 'chatty', tier: 2, bestFor: ['chat'] },
      { name: 'thinker', upstreamName: 'thinker', tier: 3, bestFor: ['reasoning'] },
    ])
  })

  it('offers one deployment for both, or only one', () => {
    const both = loadEnvironment({ ...environment, AZURE_OPENAI_MODEL_REASONING: 'chatty' })
    expect(both.providers[0]?.models).toMatchObject([{ name: 'chatty', bestFor: ['chat', 'reasoning'] }])
    expect(loadEnvironment(environment).providers[0]?.models).toMatchObject([{ name: 'chatty', bestFor: ['chat'] }])
  })

  it('completes a provider of the file that names no address and no models', () => {
    const { providers } = load('providers: [{name: mine, adapter: azure}]', environment)
    expect(providers).toMatchObject([{ name: 'mine', endpoints: [{ baseUrl: HOME }], models: [{ name: 'chatty' }] }])
  })

  it('appears beside the vendors whose keys are there', () => {
    const { providers } = loadEnvironment({ ...environment, OPENAI_API_KEY: 'k', MISTRAL_API_KEY: 'k' })
    expect(providers.map(({ name }) => name)).toEqual(['openai', 'azure', 'mistral'])
  })

  it.each<[path: string, message: RegExp, change: Environment]>([
    ['AZURE_OPENAI_ENDPOINT', /AZURE_OPENAI_MODEL_CHAT/, { AZURE_OPENAI_MODEL_CHAT: '' }],
    ['AZURE_OPENAI_ENDPOINT', /https/, { AZURE_OPENAI_ENDPOINT: 'http://a.example' }],
    ['AZURE_OPENAI_ENDPOINT', /URL/, { AZURE_OPENAI_ENDPOINT: 'canary', AZURE_OPENAI_API_KEY: '' }],
    ['AZURE_OPENAI_MODEL_CHAT', /name of a deployment/, { AZURE_OPENAI_MODEL_CHAT: 'canary!' }],
    ['AZURE_OPENAI_MODEL_CHAT', /openai and by azure/, { AZURE_OPENAI_MODEL_CHAT: 'gpt-5', OPENAI_API_KEY: 'k' }],
    ['LLM_PROVIDER', /set AZURE_OPENAI_ENDPOINT/, { AZURE_OPENAI_ENDPOINT: '', LLM_PROVIDER: 'azure' }],
  ])('tells of a fault in %s: %s', (path, message, change) => {
    const faults = faultsOf(() => loadEnvironment({ ...environment, ...change }))
    expect(faults).toContainEqual({ path, message: expect.stringMatching(message) })
    expect(JSON.stringify(faults)).not.toContain('canary')
    expect(JSON.stringify(faults)).not.toContain('providers[')
  })
})
