import { describe, expect, it } from 'vitest'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { type Configuration, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, doors, errorOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

const file: Configuration = {
  providers: [{ name: 'home', adapter: 'mock', models: ['home-model'] }],
  network: { allowed_hosts: ['127.0.0.1'] },
}

/** Answers with the key that was sent. */
const tellKey: UpstreamHandler = (exchange) => playChat(exchange, { texts: [exchange.headers.authorization ?? 'none'] })

async function open(content: Configuration = {}, door: (typeof doors)[number] = 'grpc-js') {
  const upstream = await openUpstream(tellKey)
  const app = await openApp({ ...file, ...content })
  const clients = clientsOf(app, door)
  const ask = async (model = 'm') => (await clients.llm.generateText({ prompt: 'Hi', options: { model } })).text
  const provider = {
    name: 'new',
    adapter: 'openai_compatible',
    baseUrl: `${upstream.url}/v1`,
    models: [{ name: 'm', upstreamName: 'played' }],
  }
  return { upstream, app, ask, provider, ...clients }
}

describe.each(doors)('through %s', (door) => {
  it('a provider is made, called, given another key, disabled, enabled and deleted', async () => {
    const { admin, ask, provider } = await open({}, door)
    const made = (await admin.createProvider({ provider, apiKey: 'key-one' })).provider
    expect(made).toMatchObject({ name: 'new', origin: Origin.API, hasCredential: true, disabled: false })
    expect(await ask()).toBe('Bearer key-one')

    const changed = await admin.updateProvider({
      provider: { name: 'new', etag: made?.etag ?? '' },
      apiKey: 'key-two',
    })
    expect(changed.provider?.etag).not.toBe(made?.etag)
    expect(changed.provider?.models).toEqual(made?.models)
    expect(await ask()).toBe('Bearer key-two')

    expect((await admin.disableProvider({ name: 'new' })).provider?.disabled).toBe(true)
    expect(await errorOf(ask())).toMatchObject({ reasons: ['UPSTREAM_PRECONDITION'] })
    expect((await admin.enableProvider({ name: 'new' })).provider?.disabled).toBe(false)
    expect(await ask()).toBe('Bearer key-two')

    expect((await admin.listProviders({})).providers.map(({ name, origin }) => [name, Origin[origin]])).toEqual([
      ['home', 'FILE'],
      ['new', 'API'],
    ])
    await admin.deleteProvider({ name: 'new' })
    expect((await errorOf(ask())).reasons).toEqual(['MODEL_NOT_FOUND'])
  })
})

describe('a provider', () => {
  it('of the file can be hidden and comes back, but not deleted', async () => {
    const upstream = await openUpstream(tellKey)
    const { admin, ask } = await open({ providers: [playedProvider(upstream.url)] })
    const inFile = (await admin.getProvider({ name: 'played' })).provider
    expect(inFile).toMatchObject({ origin: Origin.FILE, hasCredential: false })
    expect(await errorOf(admin.deleteProvider({ name: 'played' }))).toMatchObject({ reasons: ['RESOURCE_READ_ONLY'] })
    const { provider } = await admin.updateProvider({ provider: { name: 'played' }, apiKey: 'mine' })
    expect(provider).toMatchObject({ origin: Origin.API, hidesFile: true, models: inFile?.models })
    expect(await ask()).toBe('Bearer mine')
    expect((await admin.deleteProvider({ name: 'played' })).provider).toEqual(inFile)
    expect(await ask()).toBe('none')
  })

  it('is not made over another, nor found where there is none', async () => {
    const { admin, provider } = await open()
    const made = admin.createProvider({ provider: { ...provider, name: 'home' } })
    expect(await errorOf(made)).toMatchObject({ code: 'AlreadyExists', reasons: ['RESOURCE_EXISTS'] })
    for (const call of [
      admin.getProvider({ name: 'none' }),
      admin.deleteProvider({ name: 'none' }),
      admin.disableProvider({ name: 'none' }),
      admin.updateProvider({ provider: { ...provider, name: 'none' } }),
    ])
      expect(await errorOf(call)).toMatchObject({ code: 'NotFound', reasons: ['RESOURCE_NOT_FOUND'] })
    await admin.createProvider({ provider })
    for (const call of [
      admin.updateProvider({ provider: { name: 'new', etag: 'old' } }),
      admin.disableProvider({ name: 'new', etag: 'old' }),
      admin.deleteProvider({ name: 'new', etag: 'old' }),
    ])
      expect((await errorOf(call)).reasons).toEqual(['ETAG_MISMATCH'])
  })

  it('with a fault is refused by its field, and what is only validated is not made', async () => {
    const { admin, ask, provider } = await open()
    const bad = { ...provider, adapter: 'opnai', models: [{ name: '' }], maxConnections: -1 }
    expect((await errorOf(admin.createProvider({ provider: bad }))).fields).toEqual(
      expect.arrayContaining(['provider.adapter', 'provider.models[0].name', 'provider.max_connections']),
    )
    const twice = { ...provider, models: [{ name: 'home-model' }] }
    expect((await errorOf(admin.createProvider({ provider: twice }))).fields).toEqual(['provider.models[0]'])
    const valid = await admin.createProvider({ provider, apiKey: 'canary', validateOnly: true })
    expect(valid.provider).toMatchObject({ name: 'new', etag: '', hasCredential: true })
    expect((await errorOf(ask())).reasons).toEqual(['MODEL_NOT_FOUND'])
    const key = 'a key with spaces'
    const refused = await errorOf(admin.createProvider({ provider, apiKey: key }))
    expect(refused.fields).toEqual(['api_key'])
    expect(JSON.stringify(refused)).not.toContain(key)
  })

  it('that a route leads to is not deleted, and left out by the route while it is disabled', async () => {
    const { admin, ask, provider } = await open()
    await admin.createProvider({ provider, apiKey: 'one' })
    const targets = [
      { provider: 'new', model: 'm' },
      { provider: 'home', model: 'home-model' },
    ]
    await admin.createRoute({ route: { name: 'both', targets } })
    expect((await errorOf(admin.deleteProvider({ name: 'new' }))).fields).toEqual([
      'routes["both"].targets[0].provider',
    ])
    expect(await ask('both')).toBe('Bearer one')
    await admin.disableProvider({ name: 'new' })
    expect(await ask('both')).not.toContain('Bearer')
  })

  it('of the default model is not disabled', async () => {
    const { admin, ask, llm, provider } = await open({ default_model: 'home-model' })
    await admin.createProvider({ provider, apiKey: 'one' })
    expect((await errorOf(admin.disableProvider({ name: 'home' }))).fields).toEqual(['provider'])
    await admin.disableProvider({ name: 'new' })
    expect((await errorOf(ask())).message).toContain('the provider new is disabled')
    const chosen = admin.updatePolicy({ policy: { defaultModel: 'm' } })
    expect((await errorOf(chosen)).fields).toEqual(['providers["new"]'])
    await admin.enableProvider({ name: 'new' })
    await admin.updatePolicy({ policy: { defaultModel: 'm' } })
    await admin.disableProvider({ name: 'home' })
    expect((await llm.generateText({ prompt: 'Hi' })).text).toBe('Bearer one')
    const { fields } = await errorOf(admin.disableProvider({ name: 'new' }))
    expect(new Set(fields)).toEqual(new Set(['provider', 'providers["home"]']))
  })

  it('of the file that was disabled still follows the file', async () => {
    const upstream = await openUpstream(tellKey)
    const played = (change: Configuration = {}) => ({
      ...file,
      providers: [{ name: 'home', adapter: 'mock', models: ['home-model'] }, playedProvider(upstream.url, change)],
    })
    const { admin, app, ask } = await open(played())
    const inFile = (await admin.getProvider({ name: 'played' })).provider
    const { provider } = await admin.disableProvider({ name: 'played', etag: inFile?.etag ?? '' })
    expect(provider).toMatchObject({ origin: Origin.API, hidesFile: false, disabled: true, models: inFile?.models })
    expect((await errorOf(ask())).reasons).toEqual(['UPSTREAM_PRECONDITION'])
    await app.reload(played({ models: ['m', 'added'] }))
    expect((await errorOf(ask('added'))).reasons).toEqual(['UPSTREAM_PRECONDITION'])
    await admin.enableProvider({ name: 'played' })
    expect(await ask('added')).toBe('none')
    expect((await admin.getProvider({ name: 'played' })).provider?.origin).toBe(Origin.FILE)
    await admin.disableProvider({ name: 'played' })
    await app.reload(file)
    expect((await errorOf(ask())).reasons).toEqual(['MODEL_NOT_FOUND'])
    await admin.deleteProvider({ name: 'played' })
    expect((await admin.listProviders({})).providers.map(({ name }) => name)).toEqual(['home'])
  })

  it('is not disabled when a route’s calls would then go to a provider that it does not name', async () => {
    const { admin, provider } = await open()
    const route = { name: 'm', targets: [{ provider: 'new', model: 'm' }] }
    const other = { ...provider, name: 'other', models: [{ name: 'n' }] }
    for (const each of [provider, other]) await admin.createProvider({ provider: each, apiKey: 'one' })
    await admin.createRoute({ route })
    await admin.updateProvider({ provider: { name: 'other', models: [{ name: 'm' }] } })
    expect((await errorOf(admin.disableProvider({ name: 'new' }))).fields).toEqual(['provider'])
  })

  it('is added to those that the environment describes', async () => {
    const upstream = await openUpstream(tellKey)
    const app = await openApp({ network: file.network }, { environment: { OPENAI_API_KEY: 'sk-canary' } })
    const { admin, llm } = clientsOf(app)
    const models = [{ name: 'm' }]
    const provider = { name: 'new', adapter: 'openai_compatible', baseUrl: `${upstream.url}/v1`, models }
    await admin.createProvider({ provider, apiKey: 'k' })
    expect((await admin.listProviders({})).providers.map(({ name }) => name)).toEqual(['new', 'openai'])
    expect((await llm.generateText({ prompt: 'Hi', options: { model: 'm' } })).text).toBe('Bearer k')
    const before = (await llm.listModels({})).models.map(({ name }) => name)
    expect(before.length).toBeGreaterThan(1)
    await admin.disableProvider({ name: 'openai' })
    expect((await llm.listModels({})).models.map(({ name }) => name)).toEqual(['m'])
    await admin.deleteProvider({ name: 'openai' })
    expect((await llm.listModels({})).models.map(({ name }) => name)).toEqual(before)
  })
})

it('a call in flight ends on the provider as it was when it began', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { admin, ask, provider, upstream } = await open()
  await admin.createProvider({ provider, apiKey: 'one' })
  upstream.play(async (exchange) => {
    await held
    await tellKey(exchange)
  })
  const inFlight = ask()
  await upstream.request(0)
  await admin.updateProvider({ provider: { name: 'new' }, apiKey: 'two' })
  await admin.disableProvider({ name: 'new' })
  await admin.deleteProvider({ name: 'new' })
  release()
  expect(await inFlight).toBe('Bearer one')
})

it('no call is dropped while keys, models and other providers change', async () => {
  const { admin, ask, llm, provider } = await open()
  await admin.createProvider({ provider, apiKey: 'key-0' })
  let isChanging = true
  const told = new Set<string>()
  const callers = Array.from({ length: 8 }, async () => {
    while (isChanging) {
      told.add(await ask())
      const stream = llm.generateTextStream({ prompt: 'Hi', options: { model: 'm' } })
      for (const { event } of await readAll(stream)) if (event.case === 'textDelta') told.add(event.value)
    }
  })
  for (const turn of [1, 2, 3, 4, 5]) {
    await admin.updateProvider({ provider: { name: 'new' }, apiKey: `key-${turn}` })
    await admin.createProvider({ provider: { ...provider, name: `other-${turn}`, models: [{ name: `n-${turn}` }] } })
    await admin.disableProvider({ name: `other-${turn}` })
  }
  isChanging = false
  await Promise.all(callers)
  expect([...told].filter((text) => !/^Bearer key-[0-5]$/.test(text))).toEqual([])
  expect(await ask()).toBe('Bearer key-5')
})
