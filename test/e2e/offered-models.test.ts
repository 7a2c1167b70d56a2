import { describe, expect, it } from 'vitest'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { FactSource } from '#gen/switchyard/v1/provider_options_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { openApp } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { readAll } from '../support/streams.ts'
import { ofPlayed, openOffering, tell } from './offering.ts'

describe('a provider', () => {
  it('that lists no models keeps those that its adapter knows when one is added, changed or deleted', async () => {
    const app = await openApp({}, { environment: { OPENAI_API_KEY: 'sk-canary' } })
    const { admin, llm } = clientsOf(app)
    const provider = 'openai'
    const list = async () => (await admin.listProviderModels({ provider })).providerModels
    const known = await list()
    expect(known.length).toBeGreaterThan(1)
    expect(known.map(({ origin }) => Origin[origin])).toEqual(known.map(() => 'BUILT_IN'))
    const [first, second] = known.map(({ name }) => name) as [string, string]
    expect(known[0]?.inForce).toMatchObject({ priceSource: FactSource.BUILT_IN })

    await admin.createProviderModel({ provider, providerModel: { name: 'ft:mine' } })
    const offered = async () => (await llm.listModels({})).models.map(({ name }) => name)
    expect(await offered()).toEqual([...known.map(({ name }) => name), 'ft:mine'].sort())
    const etag = known[0]?.etag ?? ''
    await admin.updateProviderModel({ provider, providerModel: { name: first, aliases: ['mine'], etag } })
    await admin.deleteProviderModel({ provider, name: second })
    expect(await offered()).toEqual(
      [...known.map(({ name }) => name), 'ft:mine'].sort().filter((name) => name !== second),
    )
    await admin.deleteProvider({ name: provider })
    expect(await list()).toEqual(known)
  })

  it('keeps its key, and one of the file comes back as it was', async () => {
    const { admin, ask, find, upstream } = await openOffering()
    const inFile = await find('m')
    const made = { name: 'keyed', adapter: 'openai_compatible', baseUrl: `${upstream.url}/v1`, models: [{ name: 'k' }] }
    await admin.createProvider({ provider: made, apiKey: 'secret' })
    await admin.createProviderModel({ provider: 'keyed', providerModel: { name: 'k2' } })
    expect([await ask('k'), await ask('k2')]).toEqual(['k Bearer secret', 'k2 Bearer secret'])

    await admin.updateProviderModel({ ...ofPlayed, providerModel: { name: 'm', upstreamName: 'other' } })
    expect(await ask('m')).toBe('other none')
    expect((await admin.getProvider({ name: 'played' })).provider).toMatchObject({ hidesFile: true })
    await admin.deleteProvider({ name: 'played' })
    expect([await find('m'), await ask('m')]).toEqual([inFile, 'played-m none'])
  })

  it('that is told with its models stores nothing of what is output only', async () => {
    const { admin, find, names } = await openOffering()
    const models = [await find('m'), await find('n')].flatMap((model) => model ?? [])
    const { provider } = await admin.updateProvider({ provider: { name: 'played', models } })
    expect(provider?.models.map(({ etag, origin, inForce }) => [etag, origin, inForce])).toEqual([
      ['', Origin.UNSPECIFIED, undefined],
      ['', Origin.UNSPECIFIED, undefined],
    ])
    expect(await names()).toEqual(['m', 'n'])
    expect((await find('m'))?.etag).toBe(models[0]?.etag)
  })

  it('lists its models in pages, whose tokens are for it alone', async () => {
    const { admin } = await openOffering()
    for (const name of ['a', 'b', 'z']) await admin.createProviderModel({ ...ofPlayed, providerModel: { name } })
    const page = async (pageToken: string) => admin.listProviderModels({ ...ofPlayed, pageSize: 2, pageToken })
    const seen: string[][] = []
    let pageToken = ''
    do {
      const { providerModels, nextPageToken } = await page(pageToken)
      seen.push(providerModels.map(({ name }) => name))
      pageToken = nextPageToken
      if (pageToken === '') continue
      const elsewhere = admin.listProviderModels({ provider: 'home', pageSize: 2, pageToken })
      expect((await errorOf(elsewhere)).fields).toEqual(['page_token'])
    } while (pageToken !== '')
    expect(seen).toEqual([['a', 'b'], ['m', 'n'], ['z']])
  })
})

it('each change leaves what the model was and is in the audit log', async () => {
  const { admin } = await openOffering()
  await admin.createProviderModel({ ...ofPlayed, providerModel: { name: 'new', etag: 'ignored' } })
  await admin.updateProviderModel({ ...ofPlayed, providerModel: { name: 'new', tier: Tier.FAST } })
  await admin.deleteProviderModel({ ...ofPlayed, name: 'new' })
  const events = (await admin.listAuditEvents({ resource: 'providers/played/models/new' })).auditEvents.reverse()
  const json = (text: string) => (text === '' ? undefined : JSON.parse(text))
  expect(events.map(({ action, beforeJson, afterJson }) => [action, json(beforeJson), json(afterJson)])).toEqual([
    ['provider_model.create', undefined, { name: 'new' }],
    ['provider_model.update', { name: 'new' }, { name: 'new', tier: 'TIER_FAST' }],
    ['provider_model.delete', { name: 'new', tier: 'TIER_FAST' }, undefined],
  ])
})

it('no call is dropped while models are added, repriced and deleted', async () => {
  const { admin, ask, call, llm } = await openOffering()
  let isChanging = true
  const told = new Set<string>()
  const callers = Array.from({ length: 8 }, async () => {
    while (isChanging) {
      told.add(await ask('m'))
      const stream = llm.generateTextStream({ prompt: 'Hi', options: { model: 'n' } })
      let text = ''
      for (const { event } of await readAll(stream)) if (event.case === 'textDelta') text += event.value
      told.add(text)
    }
  })
  for (const turn of ['1', '2', '3', '4', '5']) {
    await admin.createProviderModel({ ...ofPlayed, providerModel: { name: `x${turn}` } })
    const price = { input: '0', output: turn }
    await admin.updateProviderModel({ ...ofPlayed, providerModel: { name: 'm', price } })
    await admin.deleteProviderModel({ ...ofPlayed, name: `x${turn}` })
  }
  isChanging = false
  await Promise.all(callers)
  expect([...told].sort()).toEqual(['played-m none', 'played-n none'])
  expect((await call('m')).info?.cost?.total?.amountNanos).toBe(500_000n)
})

it('a call in flight ends on the model as it was when it began', async () => {
  const { admin, app, ask, upstream } = await openOffering()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  upstream.play(async (exchange) => {
    await held
    await tell(exchange)
  })
  const inFlight = ask('m')
  await upstream.request(0)
  await admin.updateProviderModel({ ...ofPlayed, providerModel: { name: 'm', price: { input: '9', output: '9' } } })
  await admin.deleteProviderModel({ ...ofPlayed, name: 'm' })
  release()
  expect(await inFlight).toBe('played-m none')
  await app.ended(1)
  expect(app.rows().map(({ cost_nanos }) => cost_nanos)).toEqual([1_004_000])
})
