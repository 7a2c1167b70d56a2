import { describe, expect, it } from 'vitest'
import { application, atHome, azure, type Environment, OTHER, optionsIn, revealed } from './azure-files.ts'
import { load } from './load-config.ts'

describe('how a provider at Azure signs in', () => {
  it.each<[sentence: string, fields: string, environment: Environment, expected: object]>([
    ['by the key that the file names', 'api_key_env: MY_KEY', { MY_KEY: 'k1' }, { key: 'k1' }],
    ['by the usual key at the usual address', '', { ...atHome, AZURE_OPENAI_API_KEY: 'k2' }, { key: 'k2' }],
    [
      'by the key the file names rather than the usual one',
      'api_key_env: MY_KEY',
      { ...atHome, MY_KEY: 'k1', AZURE_OPENAI_API_KEY: 'k2' },
      { key: 'k1' },
    ],
    ['by Entra ID when there is no key', '', {}, { kind: 'default' }],
    ['by Entra ID when the usual key is for nowhere', '', { AZURE_OPENAI_API_KEY: 'k2' }, { kind: 'default' }],
    ['by the token when there is no key', '', { ...atHome, AZURE_OPENAI_BEARER_TOKEN: 't' }, { token: 't' }],
    [
      'by the key when there is a token too',
      '',
      { ...atHome, AZURE_OPENAI_API_KEY: 'k2', AZURE_OPENAI_BEARER_TOKEN: 't' },
      { key: 'k2' },
    ],
    [
      'by the token when BEARER says so',
      'api_key_env: MY_KEY',
      { ...atHome, MY_KEY: 'k1', AZURE_OPENAI_BEARER_TOKEN: 't', AZURE_OPENAI_AUTH_METHOD: 'BEARER' },
      { token: 't' },
    ],
    [
      'by Entra ID when BEARER says so and there is no token',
      'api_key_env: MY_KEY',
      { MY_KEY: 'k1', AZURE_OPENAI_AUTH_METHOD: 'bearer' },
      { kind: 'default' },
    ],
    [
      'by Entra ID when the file says so',
      'azure: {entra: {}}',
      { ...atHome, AZURE_OPENAI_API_KEY: 'k2' },
      { kind: 'default' },
    ],
    [
      'by the token, too, when the file says Entra ID',
      'azure: {entra: {}}',
      { ...atHome, AZURE_OPENAI_BEARER_TOKEN: 't' },
      { token: 't' },
    ],
    [
      'by the key when API_KEY says so',
      'azure: {entra: {}}, api_key_env: MY_KEY',
      { MY_KEY: 'k1', AZURE_OPENAI_AUTH_METHOD: 'API_KEY' },
      { key: 'k1' },
    ],
  ])('%s', (_, fields, environment, expected) => {
    expect(optionsIn(azure(fields), environment)).toMatchObject(expected)
  })

  it.each<[sentence: string, environment: Environment]>([
    ['usual key', { AZURE_OPENAI_API_KEY: 'k2' }],
    ['usual token', { AZURE_OPENAI_BEARER_TOKEN: 't', AZURE_OPENAI_AUTH_METHOD: 'BEARER' }],
  ])('never by the %s at another host', (_, environment) => {
    const options = optionsIn(azure('', OTHER), { ...atHome, ...environment })
    expect(options).toMatchObject({ kind: 'default' })
  })

  it('by the same key in the account, and by none there without one', () => {
    const { providers } = load(azure('api_key_env: K'), { K: 'k1' })
    expect(providers[0]?.endpoints[0]?.apiKey?.reveal()).toBe('k1')
    expect(load(azure('')).providers[0]?.endpoints[0]?.apiKey).toBeUndefined()
  })

  it('at each address by its own key, else by the provider’s', () => {
    const text = `providers:
- name: az
  adapter: azure
  api_key_env: SHARED
  models: [gpt-4.1]
  endpoints:
  - {name: eastus, base_url: "https://e.openai.azure.com", api_key_env: EAST}
  - {name: westus, base_url: "https://w.openai.azure.com"}`
    const [provider] = load(text, { SHARED: 's', EAST: 'e' }).providers
    expect(provider?.endpoints.map(({ name, options }) => [name, revealed(options.azure)])).toEqual([
      ['az/eastus', { key: 'e', apiVersion: undefined }],
      ['az/westus', { key: 's', apiVersion: undefined }],
    ])
  })
})

describe('the credential for Entra ID', () => {
  it.each<[sentence: string, entra: string, environment: Environment, expected: object]>([
    [
      'is the secret in the environment',
      '{}',
      { ...application, AZURE_CLIENT_SECRET: 's', AZURE_FEDERATED_TOKEN_FILE: '/f', IDENTITY_ENDPOINT: 'http://x' },
      { kind: 'client_secret', tenantId: 'tenant', clientId: 'client' },
    ],
    [
      'is the federated token without a secret',
      '{}',
      { ...application, AZURE_FEDERATED_TOKEN_FILE: '/f', IDENTITY_ENDPOINT: 'http://x' },
      { kind: 'workload_identity', tenantId: 'tenant', clientId: 'client', tokenFile: '/f' },
    ],
    ['is the managed identity of App Service', '{}', { IDENTITY_ENDPOINT: 'http://x' }, { kind: 'managed_identity' }],
    ['is the managed identity of older hosts', '{}', { MSI_ENDPOINT: 'http://x' }, { kind: 'managed_identity' }],
    ['is the default chain else', '{}', application, { kind: 'default' }],
    ['is what the file says', '{credential: cli, tenant_id: t}', {}, { kind: 'cli', tenantId: 't' }],
    [
      'is the default chain when the file says so',
      '{credential: default}',
      { ...application, AZURE_CLIENT_SECRET: 's' },
      { kind: 'default' },
    ],
    [
      'is the identity that the file names',
      '{credential: managed_identity, client_id: mine}',
      application,
      { kind: 'managed_identity', clientId: 'mine' },
    ],
    [
      'is the identity of the machine without a name',
      '{credential: managed_identity}',
      {},
      { kind: 'managed_identity', clientId: undefined },
    ],
    [
      'takes the file before the environment',
      '{tenant_id: t, client_id: c, client_secret_env: MINE}',
      { ...application, MINE: 's', AZURE_FEDERATED_TOKEN_FILE: '/f' },
      { kind: 'client_secret', tenantId: 't', clientId: 'c' },
    ],
    [
      'is the federated token when the file names one',
      '{token_file: /mine}',
      { ...application, AZURE_CLIENT_SECRET: 's' },
      { kind: 'workload_identity', tokenFile: '/mine', tenantId: 'tenant', clientId: 'client' },
    ],
  ])('%s', (_, entra, environment, expected) => {
    expect(optionsIn(azure(`azure: {entra: ${entra}}`), environment)).toMatchObject(expected)
  })

  it('is for AI Foundry in the public cloud unless something else is said', () => {
    const cloud = { scope: 'https://ai.azure.com/.default', authorityHost: undefined, disableInstanceDiscovery: false }
    expect(optionsIn(azure(''))).toMatchObject(cloud)
    expect(optionsIn(azure(''), { AZURE_AUTHORITY_HOST: 'https://a.example' })).toMatchObject({
      ...cloud,
      authorityHost: 'https://a.example',
    })
    const entra = '{scope: "https://s.example", authority_host: "https://b.example", disable_instance_discovery: true}'
    expect(optionsIn(azure(`azure: {entra: ${entra}}`), { AZURE_AUTHORITY_HOST: 'https://a.example' })).toMatchObject({
      scope: 'https://s.example',
      authorityHost: 'https://b.example',
      disableInstanceDiscovery: true,
    })
  })
})
