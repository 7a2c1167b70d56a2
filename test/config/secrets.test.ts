import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Settings } from '../../src/config/settings.ts'
import { Secret } from '../../src/core/secret.ts'
import { errorOf, load, loadEnvironment } from './load-config.ts'

const CANARY = `canary-${'0123456789abcdef'.repeat(2)}`

function everyPrintOf(value: unknown): string {
  const json = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))
  return [json, inspect(value, { depth: 20, showHidden: true }), String(value), `${value}`].join('\n')
}

describe('a key', () => {
  const { authentication, providers, store } = loadEnvironment({
    OPENAI_API_KEY: CANARY,
    SWITCHYARD_API_KEY: `s${CANARY}`,
    DATABASE_URL: `postgres://u:${CANARY}@h/d?password=${CANARY}`,
    SWITCHYARD_SECRET_KEY: CANARY.repeat(4),
  })

  it('is there for the one who needs it', () => {
    expect(providers[0]?.endpoints[0]?.apiKey?.reveal()).toBe(CANARY)
    expect(authentication.apiKey?.reveal()).toBe(`s${CANARY}`)
    expect(store.url.reveal()).toContain(CANARY)
  })

  it('does not show in any print of the settings', () => {
    const settings: Partial<Settings> = { authentication, providers, store }
    expect(everyPrintOf(settings)).not.toContain(CANARY)
    expect(everyPrintOf(new Secret(CANARY))).not.toContain(CANARY)
    expect(everyPrintOf(new Error('x', { cause: new Secret(CANARY) }))).not.toContain(CANARY)
  })

  it.each([
    ['in the place of the name of its variable', `authentication: {api_key_env: ${CANARY}}`],
    ['with letters and underscores only, in the same place', 'authentication: {api_key_env: canary_abc}'],
    ['in a field that does not exist', `providers: [{name: m, adapter: mock, api_key: ${CANARY}}]`],
    ['in a URL', `providers: [{name: m, adapter: openai, base_url: "https://u:${CANARY}@a.example"}]`],
    ['in a URL that is none', `providers: [{name: m, adapter: openai, base_url: "${CANARY}"}]`],
    ['in the place of an enum', `providers: [{name: m, adapter: ${CANARY}}]`],
    ['in the place of a duration', `timeouts: {total: ${CANARY}}`],
    ['in the place of a level', `log: {level: ${CANARY}}`],
    ['after a syntax error', `log: [${CANARY}`],
    ['with a tag', `log: !secret ${CANARY}`],
    ['twice', `store: {url: "${CANARY}", url: "${CANARY}"}`],
  ])('does not show in the complaint when it stands %s', (_, text) => {
    const error = errorOf(() => load(text))
    expect(everyPrintOf(error)).not.toMatch(/canary/)
    expect(error.message).not.toMatch(/canary/)
  })

  it.each([
    ['OPENAI_API_KEY', `${CANARY}\u0007x`],
    ['SWITCHYARD_API_KEY', 'canary'],
    ['LLM_REQUEST_TIMEOUT', CANARY],
    ['SWITCHYARD_STORE_URL', `mysql://u:${CANARY}@h`],
    ['DATABASE_URL', `mysql://u:${CANARY}@h`],
    ['DATABASE_URL', `postgres://u:${CANARY}@h:port/d`],
    ['AZURE_OPENAI_ENDPOINT', `https://u:${CANARY}@a.example`],
    ['AZURE_AI_FOUNDRY_API_VERSION', CANARY],
  ])('does not show in the complaint about %s', (name, value) => {
    expect(everyPrintOf(errorOf(() => loadEnvironment({ [name]: value })))).not.toContain('canary')
  })

  it.each([
    ['AZURE_OPENAI_API_KEY', {}],
    ['AZURE_OPENAI_BEARER_TOKEN', {}],
    ['AZURE_CLIENT_SECRET', { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' }],
  ])('in %s does not show in any print of a provider at Azure', (name, rest) => {
    const azure = { AZURE_OPENAI_ENDPOINT: 'https://a.example', AZURE_OPENAI_MODEL_CHAT: 'm' }
    const { providers } = loadEnvironment({ ...azure, ...rest, [name]: CANARY })
    expect(providers[0]?.endpoints[0]?.options.azure).toBeDefined()
    expect(everyPrintOf(providers)).not.toContain(CANARY)
  })

  it('of OpenAI is not sent to another host unless the file says so', () => {
    const other = 'name: m, adapter: openai, base_url: "https://a.example/v1"'
    expect(
      load(`providers: [{${other}}]`, { OPENAI_API_KEY: CANARY }).providers[0]?.endpoints[0]?.apiKey,
    ).toBeUndefined()
    const named = load(`providers: [{${other}, api_key_env: OPENAI_API_KEY}]`, { OPENAI_API_KEY: CANARY })
    expect(named.providers[0]?.endpoints[0]?.apiKey?.reveal()).toBe(CANARY)
  })
})
