import { describe, expect, it } from 'vitest'
import type { Environment } from './azure-files.ts'
import { DEPLOYED, KEYS, ON, RESOURCE, VENDORS } from './foundry-files.ts'
import { faultsOf, load, loadEnvironment } from './load-config.ts'

const GPT5 = { AZURE_DEPLOYMENT_GPT_5: 'five' }

describe('a model without a deployment', () => {
  it('is a fault where the file names it, with the model and the setting', () => {
    const { AZURE_DEPLOYMENT_GPT_4_1_MINI: _, AZURE_DEPLOYMENT_CLAUDE_SONNET_5: __, ...rest } = DEPLOYED
    const faults = faultsOf(() => load(VENDORS, { ...ON, ...rest }))
    expect(faults).toEqual([
      expect.objectContaining({ line: 7, path: 'providers[0].models[1]' }),
      expect.objectContaining({ line: 16, path: 'providers[2].models[0]' }),
    ])
    expect(faults[0]?.message).toMatch(
      /“gpt-4.1-mini” .*AZURE_DEPLOYMENT_GPT_4_1_MINI.*azure_foundry\.azure\.deployments/,
    )
    expect(faults[1]?.message).toMatch(/“smart” .*AZURE_DEPLOYMENT_SMART/)
  })

  it('is a fault where a route leads to it', () => {
    const text = 'routes:\n- {name: r, targets: [{provider: openai, model: gpt-5}, {provider: openai, model: gpt-4.1}]}'
    expect(faultsOf(() => load(text, { ...ON, ...GPT5 }))).toEqual([
      expect.objectContaining({
        line: 2,
        path: 'routes[0].targets[1].model',
        message: expect.stringMatching(/“gpt-4.1” .*AZURE_DEPLOYMENT_GPT_4_1,/),
      }),
    ])
  })

  it.each<[path: string, environment: Environment]>([
    ['LLM_DEFAULT_MODEL', { LLM_DEFAULT_MODEL: 'gpt-4.1' }],
    ['ALLOWED_MODELS', { ALLOWED_MODELS: 'gpt-5,gpt-4.1' }],
    [
      'AZURE_OPENAI_MODEL_CHAT',
      { AZURE_OPENAI_ENDPOINT: 'https://old.openai.azure.com', AZURE_OPENAI_MODEL_CHAT: 'gpt-4.1' },
    ],
  ])('is a fault where %s names it', (path, environment) => {
    expect(faultsOf(() => loadEnvironment({ ...ON, ...GPT5, ...environment }))).toEqual([
      { path, message: expect.stringMatching(/“gpt-4.1” .*AZURE_DEPLOYMENT_GPT_4_1,/) },
    ])
  })

  it('is left out, with a warning, where only a built-in list has it', () => {
    const { providers, unavailable, warnings } = load('providers: [{name: oa, adapter: openai}]', { ...ON, ...GPT5 })
    expect(providers[0]?.models.map(({ name }) => name)).toEqual(['gpt-5'])
    expect(Object.keys(unavailable)).toContain('gpt-5-mini')
    expect(warnings).toEqual(Object.values(unavailable).map((sentence) => `${sentence} It is not offered.`))
  })
})

describe('a fault in how Foundry is set up names the field or variable', () => {
  it.each<[path: string, message: RegExp, change: Environment]>([
    ['USE_AZURE_FOUNDRY', /1, true, 0 or false/, { USE_AZURE_FOUNDRY: 'maybe' }],
    ['azure_foundry.endpoint', /AZURE_AI_FOUNDRY_ENDPOINT/, { AZURE_AI_FOUNDRY_ENDPOINT: '' }],
    ['AZURE_AI_FOUNDRY_ENDPOINT', /https/, { AZURE_AI_FOUNDRY_ENDPOINT: 'http://a.example' }],
    ['AZURE_AI_FOUNDRY_ENDPOINT', /must be a URL/, { AZURE_AI_FOUNDRY_ENDPOINT: 'canary' }],
    ['AZURE_AI_FOUNDRY_API_VERSION', /a date/, { AZURE_AI_FOUNDRY_API_VERSION: 'canary' }],
    ['AZURE_DEPLOYMENT_GPT_5', /name of a deployment/, { AZURE_DEPLOYMENT_GPT_5: 'canary!' }],
    ['azure_foundry.azure.deployments', /no model has a deployment/, { AZURE_DEPLOYMENT_GPT_5: '' }],
    [
      'AZURE_TENANT_ID',
      /must be set/,
      { AZURE_AI_FOUNDRY_KEY: '', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 'canary' },
    ],
    [
      'azure_foundry.api_key_env',
      /AZURE_AI_FOUNDRY_KEY is not set/,
      { AZURE_AI_FOUNDRY_KEY: '', AZURE_OPENAI_AUTH_METHOD: 'API_KEY' },
    ],
  ])('%s: %s', (path, message, change) => {
    const claude = { AZURE_DEPLOYMENT_CLAUDE_SONNET_5: change.AZURE_DEPLOYMENT_GPT_5 === '' ? '' : 'sonnet' }
    const faults = faultsOf(() => loadEnvironment({ ...ON, ...GPT5, ...claude, ...change }))
    expect(faults).toEqual([{ path, message: expect.stringMatching(message) }])
    expect(JSON.stringify(faults)).not.toContain('canary')
  })

  it.each<[path: string, line: number, message: RegExp, foundry: string]>([
    ['azure_foundry.endpoint', 1, /https/, 'endpoint: "http://a.example"'],
    ['azure_foundry.api_key_env', 1, /NOPE is not set/, `endpoint: "${RESOURCE}", api_key_env: NOPE`],
    ['azure_foundry.api_key_env', 1, /beside `entra`/, `endpoint: "${RESOURCE}", api_key_env: K, azure: {entra: {}}`],
    [
      'azure_foundry.azure.entra.tenant_id',
      2,
      /AZURE_TENANT_ID/,
      `endpoint: "${RESOURCE}",\n azure: {entra: {client_id: c, client_secret_env: K}}`,
    ],
    [
      'azure_foundry.azure.deployments["gpt-6"]',
      2,
      /no provider offers/,
      `endpoint: "${RESOURCE}", api_key_env: K,\n azure: {deployments: {gpt-6: x}}`,
    ],
  ])('%s in line %i', (path, line, message, foundry) => {
    const providers = 'providers: [{name: oa, adapter: openai}, {name: an, adapter: anthropic}]'
    const text = `azure_foundry: {enabled: true, ${foundry}}\n${providers}`
    const deployed = { ...GPT5, AZURE_DEPLOYMENT_CLAUDE_SONNET_5: 'sonnet' }
    expect(faultsOf(() => load(text, { ...deployed, K: 'k' }))).toEqual([
      expect.objectContaining({ path, line, message: expect.stringMatching(message) }),
    ])
  })

  it('http is for this machine, and for others that are said to be safe', () => {
    const local = { ...ON, ...GPT5, AZURE_AI_FOUNDRY_ENDPOINT: 'http://127.0.0.1:1' }
    expect(loadEnvironment(local).providers[0]?.endpoints[0]?.baseUrl).toBe('http://127.0.0.1:1')
    const other = { ...local, AZURE_AI_FOUNDRY_ENDPOINT: 'http://a.example' }
    expect(load('azure_foundry: {allow_http: true}', other).providers[0]?.endpoints[0]?.baseUrl).toBe(
      'http://a.example',
    )
  })

  it('as people wrote it, though the providers behind it are others now', () => {
    const text = VENDORS.replace('models: [demo-fast]', 'models: [{name: demo-fast, aliases: [smart]}]')
      .replace('{provider: an, model: smart}', '{provider: ann, model: smart}')
      .replace('aliases: [old]', 'aliases: [main]')
    const faults = faultsOf(() => load(text, { ...ON, ...DEPLOYED }))
    expect(faults).toEqual([
      expect.objectContaining({ path: 'providers[1].models[0].aliases[0]', line: 11 }),
      expect.objectContaining({ path: 'routes[1].targets[0].provider', message: expect.stringMatching(/`an`/) }),
    ])
  })

  it('nothing is said of keys that are not needed while it is on', () => {
    expect(load(VENDORS, { ...ON, ...DEPLOYED, ...KEYS, MISTRAL_API_KEY: 'k' }).warnings).toEqual([])
  })
})
