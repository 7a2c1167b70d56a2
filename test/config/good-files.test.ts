import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { printJson } from '../../scripts/config-schema/print.ts'
import { configJsonSchema } from '../../scripts/config-schema/schema.ts'
import { VARIABLES } from '../../src/config/environment.ts'
import { adapters } from '../../src/providers/registry.ts'
import { load, loadEnvironment } from './load-config.ts'

describe('a good configuration file', () => {
  it('may be empty, and everything has its default', () => {
    const { source, warnings, ...settings } = load('# nothing\n')
    const { source: _, warnings: __, ...defaults } = loadEnvironment({})
    expect(settings).toEqual(defaults)
    expect(settings).toMatchObject({
      timeouts: { connectMs: 5000, firstTokenMs: 30_000, idleMs: 30_000, totalMs: 60_000 },
      retry: { maxRetries: 3, initialDelayMs: 500, maxDelayMs: 30_000 },
      circuit: { failureThreshold: 3, failureShare: 0.5, openMs: 1000, maxOpenMs: 5000, accountFailureThreshold: 1 },
      health: { intervalMs: undefined, timeoutMs: 10_000, allowPaid: false, notReadyWhenAllUnhealthy: false },
      drain: { delayMs: 5000, timeoutMs: 30_000 },
      listen: { grpc: { host: '127.0.0.1', port: 50051 }, reflection: true },
    })
  })

  it('says how failures are met', () => {
    const { retry, retryBudget, circuit } = load(`
retry:
  max_retries: 2
  initial_delay: 1s
  strategy: fibonacci
  by_reason:
    UPSTREAM_RATE_LIMITED: { max_retries: 5, strategy: linear }
    UPSTREAM_ERROR: { max_delay: 2s }
retry_budget: { percent: 0, min_per_second: 0 }
circuit: { failure_percent: 20, open_duration: 10s, account_failure_threshold: 3 }
`)
    const all = { maxRetries: 2, initialDelayMs: 1000, maxDelayMs: 30_000, strategy: 'fibonacci' }
    expect(retry).toEqual({
      ...all,
      byReason: new Map([
        [ErrorReason.UPSTREAM_RATE_LIMITED, { ...all, maxRetries: 5, strategy: 'linear' }],
        [ErrorReason.UPSTREAM_ERROR, { ...all, maxDelayMs: 2000 }],
      ]),
    })
    expect(retryBudget).toEqual({ share: 0, minPerSecond: 0 })
    expect(circuit).toMatchObject({ failureShare: 0.2, maxOpenMs: 50_000, accountFailureThreshold: 3 })
  })

  it('says how health is checked', () => {
    const { health } = load(
      'health: {interval: 30s, timeout: 2s, allow_paid: true, not_ready_when_all_unhealthy: true}',
    )
    expect(health).toEqual({ intervalMs: 30_000, timeoutMs: 2000, allowPaid: true, notReadyWhenAllUnhealthy: true })
  })

  it('says models in short or in full', () => {
    const [provider] = load(
      'providers: [{name: m, adapter: mock, models: [a, {name: b, upstream_name: c, tier: fast}]}]',
    ).providers
    expect(provider?.models).toMatchObject([
      { name: 'a', upstreamName: 'a' },
      { name: 'b', upstreamName: 'c' },
    ])
  })

  it('needs no key for Vertex AI, and takes the one that it names', () => {
    const provider = (rest: string) =>
      `providers: [{name: g, adapter: gemini, gemini: {vertex: {project: my-project, location: global}}${rest}}]`
    const [keyless] = load(provider('')).providers
    expect(keyless?.endpoints[0]).toMatchObject({
      apiKey: undefined,
      options: { gemini: { vertex: { location: 'global' } } },
    })
    const [named] = load(provider(', api_key_env: K'), { K: 'k' }).providers
    expect(named?.endpoints[0]?.apiKey?.reveal()).toBe('k')
  })

  it('says prices exactly', () => {
    const text = 'providers: [{name: m, adapter: mock, models: [{name: a, price: {input: 0.15, output: 1.000000001}}]}]'
    expect(load(text).providers[0]?.models[0]?.price).toEqual({
      inputNanos: 150_000_000n,
      outputNanos: 1_000_000_001n,
      cacheReadInputNanos: 150_000_000n,
      cacheWriteInputNanos: 150_000_000n,
    })
  })

  it('gives a provider the service’s timeouts but for its own', () => {
    const text = 'timeouts: {idle: 7s}\nproviders: [{name: m, adapter: mock, timeouts: {total: 9s}}]'
    expect(load(text).providers[0]?.timeouts).toMatchObject({ idleMs: 7000, totalMs: 9000, connectMs: 5000 })
  })

  it('may offer one model at two providers by a route of its name', () => {
    const text = [
      'providers: [{name: m, adapter: mock, models: [a]}, {name: n, adapter: mock, models: [a]}]',
      'routes: [{name: a, targets: [{provider: n, model: a}, {provider: m, model: a}]}]',
    ].join('\n')
    expect(load(text).routes[0]?.targets.map(({ provider }) => provider)).toEqual(['n', 'm'])
  })

  it('may listen to everyone with a key, and then shows no reflection by itself', () => {
    const { listen, authentication } = load('listen: {grpc: 0.0.0.0:50051}', { SWITCHYARD_API_KEY: 'k'.repeat(32) })
    expect(listen).toMatchObject({ grpc: { host: '0.0.0.0' }, reflection: false })
    expect(authentication.apiKey?.reveal()).toBe('k'.repeat(32))
  })

  it('may listen to everyone who shows a certificate', () => {
    const pem = '-----BEGIN CERTIFICATE-----'
    const text = 'listen: {grpc: 0.0.0.0:1, tls: {cert_file: c, key_file: k, client_ca_file: a}}'
    const settings = load(text, {}, { c: pem, k: pem, a: pem })
    expect(settings.authentication).toMatchObject({ apiKey: undefined, clientCertificates: true })
    expect(settings.listen.tls).toEqual({ certFile: 'c', keyFile: 'k', clientCaFile: 'a' })
  })

  it('may listen to everyone who brings a token or a virtual key', () => {
    const issuer = '{name: a, issuer: i, audience: s, jwks_url: "https://a.example/keys"}'
    const tokens = load(`{listen: {grpc: 0.0.0.0:1}, authentication: {token_issuers: [${issuer}]}}`)
    expect(tokens.authentication.tokenIssuers).toMatchObject([
      { algorithms: ['RS256', 'ES256', 'EdDSA'], tenant: 'default', role: 'caller' },
    ])
    const keys = load('{listen: {grpc: 0.0.0.0:1}, authentication: {virtual_keys: true}}')
    expect([keys.authentication.virtualKeys, keys.listen.reflection]).toEqual([true, false])
  })

  it('may speak http to this machine, and to others when it says so', () => {
    const provider = (rest: string) => `providers: [{name: m, adapter: openai_compatible, models: [a], ${rest}}]`
    expect(load(provider('base_url: "http://[::1]:1/v1/"')).providers[0]?.endpoints[0]?.baseUrl).toBe(
      'http://[::1]:1/v1',
    )
    expect(load(provider('base_url: "http://a.example", allow_http: true')).providers[0]?.adapter.name).toBe(
      'openai_compatible',
    )
  })
})

/** Those that set a field, those that hold a key, and those that do something else. */
const readVariables = [
  ...Object.keys(VARIABLES),
  ...adapters.flatMap(({ keyVariable }) => keyVariable ?? []),
  'AZURE_OPENAI_ENDPOINT',
  'AZURE_OPENAI_API_KEY',
  'AZURE_OPENAI_AUTH_METHOD',
  'AZURE_OPENAI_BEARER_TOKEN',
  'AZURE_OPENAI_MODEL_CHAT',
  'AZURE_OPENAI_MODEL_REASONING',
  'AZURE_OPENAI_API_VERSION',
  'AZURE_AI_FOUNDRY_KEY',
  'AZURE_DEPLOYMENT_GPT_4_1',
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_AUTHORITY_HOST',
  'SWITCHYARD_API_KEY',
  'SWITCHYARD_SECRET_KEY_PREVIOUS',
  'SWITCHYARD_SERVER',
  'LLM_FORCE_MOCK',
  'LLM_PROVIDER',
]

describe('what is shipped for people', () => {
  it('the example file is good', () => {
    const text = readFileSync('switchyard.example.yaml', 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=/)
    expect(load(text).warnings).toEqual([])
  })

  it('the schema for editors is up to date', () => {
    const written = readFileSync('docs/reference/config.schema.json', 'utf8')
    expect(written, 'Run: node scripts/config-schema.ts').toBe(printJson(configJsonSchema()))
  })

  it('.env.example names every variable that is read', () => {
    const text = readFileSync('.env.example', 'utf8')
    for (const name of readVariables) expect(text).toMatch(new RegExp(`^# ${name}=`, 'm'))
  })

  it('the guide tells of every variable that is read', () => {
    const text = readFileSync('docs/guides/configuration.md', 'utf8')
    expect(readVariables.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })
})
