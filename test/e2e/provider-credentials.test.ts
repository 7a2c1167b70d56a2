import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { Account } from '../../src/providers/definition.ts'
import { adapters } from '../../src/providers/registry.ts'
import { Vault } from '../../src/secrets/vault.ts'
import { type AppChoices, openApp, startTestApp } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openUpstream } from '../support/upstream.ts'

const KEY = 'canary-key-8d51f3a07c'
const SECRET_KEYS = ['first', 'second'].map((name) => new Secret(`${name}-secret-of-the-service-0000000`))
const [first, second] = SECRET_KEYS as [Secret, Secret]

/** A place that outlives the service, and a provider to be made there. */
async function openPlace() {
  const directory = temporaryDirectory()
  const upstream = await openUpstream((exchange) =>
    playChat(exchange, { texts: [exchange.headers.authorization === `Bearer ${KEY}` ? 'right' : 'wrong'] }),
  )
  const content = {
    providers: [{ name: 'home', adapter: 'mock', models: ['home-model'] }],
    store: { url: `sqlite:${join(directory, 'store.db')}` },
    network: { allowed_hosts: ['127.0.0.1'] },
  }
  const provider = {
    name: 'new',
    adapter: 'openai_compatible',
    baseUrl: `${upstream.url}/v1`,
    models: [{ name: 'm' }],
  }
  const start = async (choices: AppChoices) => {
    const app = await startTestApp(content, choices)
    return { app, ...clientsOf(app) }
  }
  const raw = () =>
    readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), 'latin1'))
      .join('\n')
  return { upstream, content, provider, start, raw }
}

const call = { prompt: 'Hi', options: { model: 'm' } }

function print(value: unknown): string {
  return JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? String(field) : field))
}

describe('the key of a provider', () => {
  it('is in force again after a restart, and after the secret key of the service was replaced', async () => {
    const { provider, start } = await openPlace()
    const made = await start({ vault: new Vault(first) })
    await made.admin.createProvider({ provider, apiKey: KEY })
    expect((await made.llm.generateText(call)).text).toBe('right')
    await made.app.stop()

    for (const vault of [new Vault(first), new Vault(second, [first])]) {
      const again = await start({ vault })
      expect((await again.llm.generateText(call)).text).toBe('right')
      const shown = (await again.admin.getProvider({ name: 'new' })).provider
      expect(shown).toMatchObject({ hasCredential: true, notAppliedBecause: '' })
      expect(shown?.credentialUpdateTime).toBeDefined()
      await again.app.stop()
    }
    const last = await start({ vault: new Vault(second) })
    expect((await last.llm.generateText(call)).text).toBe('right')
    await last.app.stop()
  })

  it('that does not open keeps the service from starting, or the provider from being used until it is entered again', async () => {
    const { provider, start } = await openPlace()
    const made = await start({ vault: new Vault(first) })
    await made.admin.createProvider({ provider, apiKey: KEY })
    await made.app.stop()

    await expect(start({ vault: new Vault(second) })).rejects.toThrow('enter it again')
    const without = await start({ vault: new Vault(second), skipMisfits: true })
    expect((await errorOf(without.llm.generateText(call))).reasons).toEqual(['MODEL_NOT_FOUND'])
    const shown = (await without.admin.getProvider({ name: 'new' })).provider
    expect(shown?.notAppliedBecause).toContain('another secret key')
    await without.admin.updateProvider({ provider: { name: 'new' }, apiKey: KEY })
    expect((await without.llm.generateText(call)).text).toBe('right')
    await without.app.stop()
  })

  it('is not sent to another host than it was given for', async () => {
    const elsewhere = await openUpstream((exchange) => exchange.sendJson(200, {}))
    const { content, provider } = await openPlace()
    const { admin } = clientsOf(await openApp(content))
    await admin.createProvider({ provider, apiKey: KEY })
    const moved = { name: 'new', baseUrl: `${elsewhere.url}/v1` }
    const refused = await errorOf(admin.updateProvider({ provider: moved }))
    expect(refused).toMatchObject({ reasons: ['INVALID_REQUEST'], fields: ['api_key'] })
    expect(
      (await admin.updateProvider({ provider: { ...provider, baseUrl: `${provider.baseUrl}/b` } })).provider,
    ).toBeDefined()
    await admin.updateProvider({ provider: moved, apiKey: 'another-key' })
    expect(await errorOf(admin.updateProvider({ provider: { name: 'new', baseUrl: provider.baseUrl } }))).toMatchObject(
      {
        fields: ['api_key'],
      },
    )
    const { provider: left } = await admin.updateProvider({ provider: moved, removeApiKey: true })
    expect(left?.hasCredential).toBe(false)
    expect(elsewhere.requests.filter(({ headers }) => JSON.stringify(headers).includes(KEY))).toEqual([])
  })

  it('shows nowhere: not in the store, the log, the metrics, an answer or an error', async () => {
    const { provider, start, raw, upstream } = await openPlace()
    const { app, admin, llm } = await start({})
    const told: unknown[] = [
      await admin.createProvider({ provider, apiKey: KEY, validateOnly: true }),
      await admin.createProvider({ provider, apiKey: KEY }),
      await admin.updateProvider({ provider: { name: 'new', maxConnections: 3 }, apiKey: KEY }),
      await admin.getProvider({ name: 'new' }),
      await admin.listProviders({}),
      await llm.generateText(call),
      await errorOf(admin.updateProvider({ provider: { name: 'new', adapter: 'none' }, apiKey: KEY })),
      await errorOf(admin.updateProvider({ provider: { name: 'new' }, apiKey: `${KEY} ${KEY}` })),
      await errorOf(admin.updateProvider({ provider: { name: 'new' }, apiKey: KEY.repeat(500) })),
      await errorOf(admin.createProvider({ provider, apiKey: KEY })),
      await errorOf(admin.createProvider({ provider: { ...provider, name: KEY.toUpperCase() }, apiKey: KEY })),
    ]
    upstream.play((exchange) => exchange.sendJson(401, { error: { message: `Incorrect key ${KEY}` } }))
    told.push(await errorOf(llm.generateText(call)), await admin.checkProviderHealth({ provider: 'new' }))
    const places = { told: print(told), log: app.log.join('\n'), metrics: await app.metrics(), store: raw() }
    await app.stop()
    for (const [place, text] of Object.entries({ ...places, 'store at the end': raw() })) {
      expect(text.length, place).toBeGreaterThan(100)
      expect(text.includes(KEY), place).toBe(false)
      expect(text.includes(Buffer.from(KEY).toString('base64url').slice(0, -2)), place).toBe(false)
    }
    expect(places.store).toContain('wrappedKey')
    expect(places.log).toContain('"paths":["max_connections","api_key"]')
    expect(upstream.requests.filter(({ headers }) => headers.authorization === `Bearer ${KEY}`).length).toBeGreaterThan(
      1,
    )
  })
})

describe('a provider at an address that is not allowed', () => {
  it('is refused by its field', async () => {
    const { provider } = await openPlace()
    const app = await openApp({ providers: [{ name: 'home', adapter: 'mock', models: ['home-model'] }] })
    const { admin } = clientsOf(app)
    for (const baseUrl of [provider.baseUrl, 'https://169.254.169.254/latest', 'http://vendor.test/v1'])
      expect(await errorOf(admin.createProvider({ provider: { ...provider, baseUrl } }))).toMatchObject({
        reasons: ['INVALID_REQUEST'],
        fields: ['provider.base_url'],
      })
  })

  it('is not connected to either: its account has a guard, and those of the file have none', async () => {
    const { content, provider } = await openPlace()
    const guards = new Map<string, unknown>()
    const watched = adapters.map((adapter) => ({
      ...adapter,
      create(account: Account) {
        guards.set(account.name, account.limits.guard)
        return adapter.create(account)
      },
    }))
    const { admin } = clientsOf(await openApp(content, { adapters: watched }))
    await admin.createProvider({ provider, apiKey: KEY })
    expect([guards.get('new'), guards.get('home')]).toEqual([{ allowedHosts: ['127.0.0.1'] }, undefined])
  })
})
