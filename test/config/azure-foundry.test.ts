import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { revealed } from './azure-files.ts'
import { DEPLOYED, deploymentsOf, KEYS, ON, RESOURCE, VENDORS } from './foundry-files.ts'
import { load, loadEnvironment } from './load-config.ts'

describe('Azure AI Foundry in the place of the providers of a file', () => {
  const off = load(VENDORS, KEYS)
  const on = load(VENDORS, { ...ON, ...DEPLOYED })

  it('serves Claude by its own interface and the rest by OpenAI’s, and leaves the mock', () => {
    expect(deploymentsOf(on)).toEqual({
      azure: {
        'gpt-4.1': 'dep-41',
        'gpt-4.1-mini': 'dep-mini',
        'text-embedding-3-small': 'dep-embed',
        'deepseek/v4': 'dep-deepseek',
      },
      demo: { 'demo-fast': 'demo-fast' },
      foundry_anthropic: { smart: 'dep-sonnet', 'anthropic/claude-opus': 'dep-opus' },
    })
  })

  it('answers at the resource with its key, and needs no other', () => {
    expect(on.providers.map(({ adapter, endpoints }) => [adapter.name, endpoints[0]?.baseUrl])).toEqual([
      ['azure', RESOURCE],
      ['mock', ''],
      ['foundry_anthropic', `${RESOURCE}/anthropic`],
    ])
    const keys = on.providers.map(({ endpoints }) => endpoints[0]?.apiKey?.reveal())
    expect(keys).toEqual(['foundry-key', undefined, 'foundry-key'])
    expect(on.warnings).toEqual([])
  })

  it('keeps what callers see: names, aliases, classes, prices, permissions and the default', () => {
    const [before, after] = [off, on].map(({ providers }) => providers[0]?.models[0])
    expect(after).toMatchObject({ tier: before?.tier, price: before?.price })
    expect(after).toMatchObject({ aliases: ['main', 'old'], bestFor: ['coding', 'chat'] })
    expect([on.allowedModels, on.defaultModel]).toEqual([off.allowedModels, off.defaultModel])
    expect(on.unavailable).toEqual({})
  })

  it('leads routes to the same models, and targets that became one only once', () => {
    expect(
      on.routes.map(({ name, targets }) => [name, targets.map(({ provider, model }) => `${provider}/${model}`)]),
    ).toEqual([
      ['gpt-4.1', ['azure/gpt-4.1']],
      ['best', ['foundry_anthropic/smart', 'azure/gpt-4.1', 'demo/demo-fast']],
    ])
  })

  it('speaks Chat Completions to models of other vendors, and Anthropic’s version to Claude', () => {
    const [azure, , claude] = on.providers
    expect(azure?.models.map(({ api }) => api)).toEqual([undefined, undefined, undefined, 'chat'])
    expect(claude?.endpoints[0]?.options.anthropic).toEqual({ version: '2023-06-01' })
    expect(azure?.endpoints[0]?.options.anthropic).toBeUndefined()
  })

  it('changes nothing while it is off', () => {
    const settings = load(VENDORS, { ...ON, ...DEPLOYED, ...KEYS, USE_AZURE_FOUNDRY: 'false' })
    expect(settings).toEqual(off)
    expect(load(`${VENDORS}\nazure_foundry: {endpoint: "${RESOURCE}"}`, KEYS)).toEqual(off)
  })

  it('is switched by the file as well, where the environment does not say otherwise', () => {
    const map = Object.entries({ 'gpt-4.1': 'a', 'gpt-4.1-mini': 'b', 'text-embedding-3-small': 'c', smart: 'd' })
    const deployments = JSON.stringify(
      Object.fromEntries([...map, ['anthropic/claude-opus', 'e'], ['deepseek/v4', 'f']]),
    )
    const text = `${VENDORS}
azure_foundry:
  enabled: true
  endpoint: ${RESOURCE}/openai/v1/
  api_key_env: MINE
  azure: {api_version: 2024-10-21, deployments: ${deployments}}`
    const settings = load(text, { MINE: 'm', AZURE_DEPLOYMENT_GPT_4_1: 'won' })
    expect(deploymentsOf(settings)).toMatchObject({ azure: { 'gpt-4.1': 'won' }, foundry_anthropic: { smart: 'd' } })
    const [azure, , claude] = settings.providers.map(({ endpoints }) => endpoints[0])
    expect(azure).toMatchObject({ baseUrl: RESOURCE })
    expect(revealed(azure?.options.azure)).toEqual({ key: 'm', apiVersion: '2024-10-21' })
    expect(revealed(claude?.options.azure)).toEqual({ key: 'm', apiVersion: undefined })
    expect(load(text, { ...KEYS, USE_AZURE_FOUNDRY: '0' })).toMatchObject({ providers: off.providers })
  })

  it('LLM_PROVIDER still names the provider of before, and LLM_FORCE_MOCK still wins', () => {
    const text = VENDORS.replace(/allowed_models.*|default_model.*/g, '')
    const environment = { ...ON, ...DEPLOYED }
    expect(load(text, { ...environment, LLM_PROVIDER: 'an' }).defaultModel).toBe('smart')
    expect(load(text, environment).defaultModel).toBe(load(text, KEYS).defaultModel)
    const forced = load(VENDORS, { USE_AZURE_FOUNDRY: '1', LLM_FORCE_MOCK: '1' })
    expect(forced.providers.map(({ name }) => name)).toEqual(['mock'])
  })

  it('a dated version of the environment is for OpenAI’s interface', () => {
    const { providers } = load(VENDORS, { ...ON, ...DEPLOYED, AZURE_AI_FOUNDRY_API_VERSION: '2024-10-21' })
    expect(providers.map(({ endpoints }) => endpoints[0]?.options.azure?.apiVersion)).toEqual([
      '2024-10-21',
      undefined,
      undefined,
    ])
  })

  it.each([
    ['by Entra ID without a key', { AZURE_AI_FOUNDRY_KEY: '' }, { kind: 'default' }],
    ['by Entra ID when BEARER says so', { AZURE_OPENAI_AUTH_METHOD: 'BEARER' }, { kind: 'default' }],
    [
      'by the token when BEARER says so',
      { AZURE_OPENAI_AUTH_METHOD: 'BEARER', AZURE_OPENAI_BEARER_TOKEN: 't' },
      { token: 't' },
    ],
    [
      'by the secret in the environment',
      { AZURE_AI_FOUNDRY_KEY: '', AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' },
      { kind: 'client_secret', tenantId: 't' },
    ],
  ])('signs in %s', (_, environment, expected) => {
    const { providers } = load(VENDORS, { ...ON, ...DEPLOYED, ...environment })
    for (const index of [0, 2]) {
      expect(revealed(providers[index]?.endpoints[0]?.options.azure)).toMatchObject(expected)
    }
  })

  it('signs in by Entra ID when the file says so, though there is a key', () => {
    const { providers } = load(`${VENDORS}\nazure_foundry: {azure: {entra: {credential: cli}}}`, { ...ON, ...DEPLOYED })
    expect(revealed(providers[0]?.endpoints[0]?.options.azure)).toMatchObject({ kind: 'cli' })
  })
})

describe('Azure AI Foundry without a file', () => {
  it('offers the known models that have a deployment, and needs no key of a vendor', () => {
    const settings = loadEnvironment({
      ...ON,
      AZURE_DEPLOYMENT_GPT_5: 'five',
      AZURE_DEPLOYMENT_CLAUDE_SONNET_5: 'sonnet',
    })
    expect(deploymentsOf(settings)).toEqual({
      azure: { 'gpt-5': 'five' },
      foundry_anthropic: { 'claude-sonnet-5': 'sonnet' },
    })
    expect(settings.warnings).toEqual([])
    expect(settings.providers[0]?.models[0]?.tier).toBe(3)
  })

  it('tells callers of known models without a deployment, and the start only of those that were there before', () => {
    const settings = loadEnvironment({ ...ON, ANTHROPIC_API_KEY: 'k', AZURE_DEPLOYMENT_CLAUDE_SONNET_5: 'sonnet' })
    expect(settings.unavailable['gpt-4.1-mini']).toMatch(
      /“gpt-4.1-mini” .*AZURE_DEPLOYMENT_GPT_4_1_MINI.*azure_foundry/,
    )
    expect(settings.unavailable).not.toHaveProperty('claude-sonnet-5')
    expect(settings.warnings).not.toEqual([])
    expect(settings.warnings.filter((warning) => !warning.includes('claude'))).toEqual([])
  })

  it('offers what only the map of deployments names', () => {
    const text = `azure_foundry: {azure: {deployments: {my-own: own, my-claude: other, gpt-5: five}}}`
    expect(deploymentsOf(load(text, ON))).toEqual({
      azure: { 'gpt-5': 'five', 'my-own': 'own' },
      foundry_anthropic: { 'my-claude': 'other' },
    })
  })

  it('offers the deployments that the environment names at Azure OpenAI', () => {
    const named = { AZURE_OPENAI_ENDPOINT: 'https://old.openai.azure.com', AZURE_OPENAI_MODEL_CHAT: 'chatty' }
    const settings = loadEnvironment({ ...ON, ...named, AZURE_DEPLOYMENT_CHATTY: 'chatty' })
    expect(settings.providers[0]).toMatchObject({ name: 'azure', endpoints: [{ baseUrl: RESOURCE }] })
    expect(settings.providers[0]?.models).toMatchObject([{ name: 'chatty', bestFor: ['chat'] }])
  })

  it('takes LLM_PROVIDER for the vendor, and adds the mock when that is named', () => {
    const environment = { ...ON, AZURE_DEPLOYMENT_GPT_5: 'five', AZURE_DEPLOYMENT_CLAUDE_SONNET_5: 'sonnet' }
    expect(loadEnvironment({ ...environment, LLM_PROVIDER: 'anthropic' }).defaultModel).toBe('claude-sonnet-5')
    expect(loadEnvironment({ ...environment, LLM_PROVIDER: 'mock' }).defaultModel).toBe('mock-fast')
  })

  it('warns of a variable that fits no model', () => {
    const { warnings } = loadEnvironment({ ...ON, AZURE_DEPLOYMENT_GPT_5: 'five', AZURE_DEPLOYMENT_GPT_V: 'x' })
    expect(warnings).toEqual([expect.stringMatching(/^AZURE_DEPLOYMENT_GPT_V is set and is ignored/)])
  })
})

describe('whatever models there are', () => {
  const model = fc.constantFrom('gpt-5', 'gpt-4.1', 'my_model', 'claude-x', 'a.b', 'A-b')
  const adapter = fc.constantFrom('openai', 'anthropic', 'mistral', 'mock')
  const provider = fc.record({ adapter, models: fc.uniqueArray(model, { minLength: 1 }) })

  it('each keeps its name at exactly one provider, and each route its models', () => {
    fc.assert(
      fc.property(fc.array(provider, { minLength: 1, maxLength: 4 }), (providers) => {
        const remote = providers.filter((one) => one.adapter !== 'mock').flatMap(({ models }) => models)
        const names = [...new Set(remote)]
        const own = providers.map((one, index) => ({ ...one, name: `p${index}` }))
        const offered = own.map((one) => (one.adapter === 'mock' ? { ...one, models: [`m-${one.name}`] } : one))
        const routes = names.map((name) => ({
          name,
          targets: offered
            .filter(({ models }) => models.includes(name))
            .map((one) => ({ provider: one.name, model: name })),
        }))
        const deployments = Object.fromEntries(names.map((name) => [name, 'dep']))
        const foundry = { enabled: true, endpoint: RESOURCE, api_key_env: 'K', azure: { deployments } }
        const text = JSON.stringify({ providers: offered, routes, azure_foundry: foundry })
        const settings = load(text, { K: 'k' })
        const served = settings.providers.filter((one) => one.adapter.name !== 'mock')
        expect(served.flatMap(({ models }) => models.map(({ name }) => name)).toSorted()).toEqual(names.toSorted())
        for (const route of settings.routes) {
          expect(route.targets).toHaveLength(1)
          const [target] = route.targets
          expect(served.find(({ name }) => name === target?.provider)?.models.map(({ name }) => name)).toContain(
            route.name,
          )
        }
      }),
      { numRuns: 60 },
    )
  })
})
