import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/config/faults.ts'
import { Secret } from '../../src/core/secret.ts'
import { overlayOf } from '../../src/resources/overlay.ts'
import { providerKind } from '../../src/resources/provider-resource.ts'
import type { StoredResource } from '../../src/resources/repository.ts'
import { passingVault, Vault } from '../../src/secrets/vault.ts'
import { faultsOf } from '../config/load-config.ts'
import { INTERNAL_HOSTS } from '../support/hostile-addresses.ts'
import { settingsOf } from './fixture.ts'
import { type ProviderInit, storedProvider } from './stored-providers.ts'

const vault = passingVault()

const fileProvider = {
  name: 'p',
  adapter: 'openai_compatible',
  base_url: 'http://127.0.0.1:9/v1',
  api_key_env: 'FILE_KEY',
  models: ['one'],
}
const environment = { FILE_KEY: 'key-of-the-file', OTHER: 'another-secret', OPENAI_API_KEY: 'sk-usual' }
const withFile = (content: object = {}) => settingsOf({ providers: [fileProvider], ...content }, environment).draft

function laid(resources: StoredResource[], content: object = {}) {
  return withFile(content).toSettings(overlayOf(resources, undefined, vault))
}

function refusedFields(init: ProviderInit, content: object = {}): string[] {
  const resource = storedProvider({ name: 'new', ...init })
  try {
    withFile(content).toSettings(overlayOf([resource], resource, vault))
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ path }) => path)
    throw error
  }
}

describe('the address of a provider that is set at run time', () => {
  it.each(INTERNAL_HOSTS)('is refused when it leads inside, as %s', (host) => {
    expect(refusedFields({ baseUrl: `https://${host}/v1` })).toEqual(['provider.base_url'])
    const endpoints = [
      { name: 'a', baseUrl: 'https://api.test/v1' },
      { name: 'b', baseUrl: `https://${host}/` },
    ]
    expect(refusedFields({ endpoints })).toEqual(['provider.endpoints[1].base_url'])
  })

  it.each([
    'http://api.test/v1',
    'http://1.1.1.1/v1',
    'https://localhost/v1',
    'https://LOCALHOST./v1',
    'https://a.localhost/v1',
    'https://user:word@api.test/v1',
    'https://api.test@127.0.0.1/v1',
    'ftp://api.test/',
    'file:///etc/passwd',
    'unix:/run/docker.sock',
    'javascript:alert(1)',
    'https://api.test/v1?to=',
    'https://api.test/v1#to',
    'https://',
    'api.test',
  ])('is refused when it is %s', (baseUrl) => {
    expect(refusedFields({ baseUrl })).toEqual(['provider.base_url'])
    expect(refusedFields({ baseUrl, allowHttp: true })).toEqual(['provider.base_url'])
  })

  it('may be internal, and http, for hosts that the file lists', () => {
    const network = { allowed_hosts: ['10.0.0.1', 'LLM.internal', '0:0:0:0:0:0:0:1'] }
    for (const baseUrl of ['https://10.0.0.1/v1', 'http://llm.internal:8000/v1', 'http://[::1]/v1'])
      expect(refusedFields({ baseUrl, allowHttp: true }, { network })).toEqual([])
    expect(refusedFields({ baseUrl: 'http://10.0.0.2/v1', allowHttp: true }, { network })).toEqual([
      'provider.base_url',
    ])
    const added = storedProvider({ name: 'new', baseUrl: 'https://10.0.0.1/v1' })
    const guards = laid([added], { network }).providers.map(({ guard }) => guard)
    expect(guards).toEqual([undefined, { allowedHosts: ['10.0.0.1', 'llm.internal', '::1'] }])
  })

  it('is free where the file has it for the provider of that name, and only there', () => {
    const changed = storedProvider({ name: 'p', baseUrl: 'http://127.0.0.1:9/v2', apiKeyEnv: 'FILE_KEY' })
    const [provider] = laid([changed]).providers
    expect(provider?.guard).toBeUndefined()
    expect(provider?.endpoints[0]?.apiKey?.reveal()).toBe('key-of-the-file')
    expect(refusedFields({ name: 'other', baseUrl: 'http://127.0.0.1:9/v1' })).toEqual(['provider.base_url'])
  })
})

describe('what only the file may lend to a provider', () => {
  it('is the environment', () => {
    const baseUrl = 'https://attacker.test/v1'
    expect(refusedFields({ baseUrl, apiKeyEnv: 'OTHER' })).toEqual(['provider.api_key_env'])
    expect(refusedFields({ name: 'p', baseUrl, apiKeyEnv: 'FILE_KEY' })).toEqual(['provider.api_key_env'])
    expect(refusedFields({ name: 'p', baseUrl: fileProvider.base_url, apiKeyEnv: 'OTHER' })).toEqual([
      'provider.api_key_env',
    ])
    const endpoints = [{ name: 'a', baseUrl, apiKeyEnv: 'OTHER' }]
    expect(refusedFields({ endpoints })).toEqual(['provider.endpoints[0].api_key_env'])
    expect(refusedFields({ adapter: 'openai', apiKeyEnv: 'OTHER' })).toEqual(['provider.api_key_env'])
  })

  it('is the identity of the service', () => {
    const baseUrl = 'https://attacker.test'
    expect(refusedFields({ adapter: 'azure', baseUrl })).toContain('provider')
    const entra = { authorityHost: 'https://attacker.test', tokenFile: '/etc/shadow' }
    expect(refusedFields({ adapter: 'azure', baseUrl, azure: { entra } })).toContain('provider.azure.entra')
    const vertex = { project: 'project-1', location: 'global' }
    expect(refusedFields({ adapter: 'gemini', baseUrl, gemini: { vertex } })).toContain('provider.gemini.vertex')
  })

  it('is not its usual key at the vendor’s own address', () => {
    const resource = storedProvider({ name: 'new', adapter: 'openai' })
    expect(laid([resource]).providers[1]?.endpoints[0]?.apiKey?.reveal()).toBe('sk-usual')
  })
})

describe('a stored key', () => {
  const init = { name: 'new', baseUrl: 'https://api.test/v1' }
  const faults = (resource: StoredResource, opening: Vault = vault) =>
    faultsOf(() => withFile().toSettings(overlayOf([resource], undefined, opening)))

  it('is what the provider is called with, by whatever adapter', () => {
    for (const adapter of ['openai_compatible', 'azure', 'anthropic', 'gemini']) {
      const [endpoint] = laid([storedProvider({ ...init, adapter }, vault, 'given')]).providers[1]?.endpoints ?? []
      expect(endpoint?.apiKey?.reveal()).toBe('given')
      const signIn = endpoint?.options.azure?.authentication
      expect(signIn?.kind).toBe(adapter === 'azure' ? 'api_key' : undefined)
    }
  })

  it('is left out of what may be told of its row', () => {
    const { json } = storedProvider(init, vault, 'given')
    expect(json).toMatch(/"sealed":.*"wrappedKey":/)
    expect(JSON.parse(providerKind.told?.(json) ?? '')).toEqual({
      provider: { name: 'new', adapter: 'openai_compatible', baseUrl: 'https://api.test/v1', models: [{ name: 'm' }] },
      disabled: false,
      hasCredential: true,
    })
  })

  it('does not open with another secret key of the service', () => {
    const other = new Vault(new Secret('another-secret-of-the-service-00000'))
    const [fault] = faults(storedProvider(init, vault, 'given'), other)
    expect(fault).toMatchObject({ path: 'providers["new"]', message: expect.stringContaining('another secret key') })
  })

  it('does not open in the row of another provider', () => {
    const { json } = storedProvider(init, vault, 'given')
    const swapped = { ...storedProvider({ ...init, name: 'mine' }, vault, 'own'), json }
    const [fault] = faults(swapped)
    expect(fault).toMatchObject({ path: 'providers["mine"]', message: expect.stringContaining('another record') })
  })

  it('does not open when its row leads to another host', () => {
    const resource = storedProvider(init, vault, 'given')
    const json = resource.json.replace('https://api.test/v1', 'https://attacker.test/v1')
    expect(json).not.toBe(resource.json)
    const [fault] = faults({ ...resource, json })
    expect(fault).toMatchObject({ path: 'providers["new"]', message: expect.stringContaining('another record') })
    const told = { ...resource, json: resource.json.replaceAll('https://api.test', 'https://attacker.test') }
    expect(faults(told)).toHaveLength(1)
  })
})
