import { describe, expect, it } from 'vitest'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { FactSource } from '#gen/switchyard/v1/provider_options_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { doors, errorOf } from '../support/clients.ts'
import { ofPlayed, openOffering } from './offering.ts'

describe.each(doors)('through %s', (door) => {
  it('a model is added, called, repriced, told, and taken away, and the others stay as they are', async () => {
    const { admin, app, ask, call, find, names } = await openOffering({}, door)
    const others = [await find('m'), await find('n')]
    const added = { name: 'new', upstreamName: 'played-new', aliases: ['newest'], price: { input: '2', output: '10' } }
    const made = (await admin.createProviderModel({ ...ofPlayed, providerModel: added })).providerModel
    expect(made).toMatchObject({ ...added, origin: Origin.API, inForce: { upstreamName: 'played-new' } })
    expect(await ask('newest')).toBe('played-new none')

    const repriced = { name: 'new', etag: made?.etag ?? '', price: { output: '30' } }
    const update = { ...ofPlayed, providerModel: repriced, updateMask: { paths: ['price.output'] } }
    const changed = (await admin.updateProviderModel(update)).providerModel
    expect(changed).toMatchObject({ price: { input: '2', output: '30' }, aliases: ['newest'] })
    expect(changed?.etag).not.toBe(made?.etag)
    expect((await call('new')).info?.cost?.total?.amountNanos).toBe(3_004_000n)
    expect(app.rows().map(({ cost_nanos }) => cost_nanos)).toEqual([1_004_000, 3_004_000])
    expect(await find('new')).toEqual(changed)

    expect(await names()).toEqual(['m', 'n', 'new'])
    await admin.deleteProviderModel({ ...ofPlayed, name: 'new', etag: changed?.etag ?? '' })
    expect((await errorOf(ask('new'))).reasons).toEqual(['MODEL_NOT_FOUND'])
    expect((await errorOf(ask('newest'))).reasons).toEqual(['MODEL_NOT_FOUND'])
    expect([await find('m'), await find('n')]).toEqual(others.map((model) => ({ ...model, origin: Origin.API })))
    expect(await ask('n')).toBe('played-n none')
  })
})

describe('a model', () => {
  it('of the file tells what is in force of it, and where that comes from', async () => {
    const { find } = await openOffering()
    expect(await find('m')).toMatchObject({
      name: 'm',
      tier: Tier.FAST,
      origin: Origin.FILE,
      inForce: {
        upstreamName: 'played-m',
        price: { input: { amountNanos: 2_000_000_000n }, output: { amountNanos: 10_000_000_000n }, estimated: false },
        priceSource: FactSource.CONFIGURED,
        contextWindowSource: FactSource.UNSPECIFIED,
      },
    })
    expect((await find('n'))?.inForce).toMatchObject({ priceSource: FactSource.UNSPECIFIED })
    expect((await find('n'))?.inForce?.price).toBeUndefined()
  })

  it('tells what its vendor and the built-in table say where nothing is configured', async () => {
    const { admin, find, upstream } = await openOffering()
    upstream.play((exchange) => exchange.sendJson(200, { data: [{ id: 'played-n', max_model_len: 4096 }] }))
    await admin.syncModels({ provider: 'played' })
    expect((await find('n'))?.inForce).toMatchObject({
      capabilities: { contextWindow: 4096n },
      contextWindowSource: FactSource.VENDOR,
    })
    const capabilities = { contextWindow: 1000n, maxOutputTokens: 50n }
    const changed = await admin.updateProviderModel({ ...ofPlayed, providerModel: { name: 'n', capabilities } })
    expect(changed.providerModel?.inForce).toMatchObject({
      capabilities: { ...capabilities, streaming: true },
      contextWindowSource: FactSource.CONFIGURED,
      maxOutputTokensSource: FactSource.CONFIGURED,
    })
    const priced = { name: 'gpt-4.1', price: { input: '1', output: '1' } }
    await admin.createProvider({ provider: { name: 'vendor', adapter: 'openai', models: [priced] }, apiKey: 'sk-x' })
    const price = (await find('gpt-4.1', 'vendor'))?.inForce?.price
    const update = { provider: 'vendor', providerModel: { name: 'gpt-4.1' }, updateMask: { paths: ['price'] } }
    const { providerModel } = await admin.updateProviderModel(update)
    expect(providerModel).toMatchObject({ inForce: { priceSource: FactSource.BUILT_IN } })
    expect(providerModel?.price).toBeUndefined()
    expect(providerModel?.inForce?.price?.output?.amountNanos).toBeGreaterThan(price?.output?.amountNanos ?? 0n)
    expect(providerModel?.inForce?.contextWindowSource).toBe(FactSource.BUILT_IN)
  })

  it('is not made over another, nor found where there is none', async () => {
    const { admin } = await openOffering()
    const again = await errorOf(admin.createProviderModel({ ...ofPlayed, providerModel: { name: 'm' } }))
    expect(again).toMatchObject({
      code: 'AlreadyExists',
      reasons: ['RESOURCE_EXISTS'],
      metadata: { resource: 'providers/played/models/m' },
    })
    const providerModel = { name: 'none' }
    for (const call of [
      admin.getProviderModel({ ...ofPlayed, name: 'none' }),
      admin.updateProviderModel({ ...ofPlayed, providerModel }),
      admin.deleteProviderModel({ ...ofPlayed, name: 'none' }),
    ])
      expect((await errorOf(call)).metadata).toEqual({ resource: 'providers/played/models/none' })
    for (const call of [
      admin.listProviderModels({ provider: 'nope' }),
      admin.getProviderModel({ provider: 'nope', name: 'm' }),
      admin.createProviderModel({ provider: 'nope', providerModel }),
      admin.updateProviderModel({ provider: 'nope', providerModel, allowMissing: true }),
      admin.deleteProviderModel({ provider: 'nope', name: 'm' }),
    ])
      expect(await errorOf(call)).toMatchObject({ code: 'NotFound', metadata: { resource: 'providers/nope' } })
    const made = await admin.updateProviderModel({ ...ofPlayed, providerModel, allowMissing: true })
    expect(made.providerModel?.name).toBe('none')
  })

  it('with a fault is refused by its field, and what is only validated is not made', async () => {
    const { admin, ask, find, names } = await openOffering()
    const fieldsOf = async (providerModel: object) => [
      ...new Set((await errorOf(admin.createProviderModel({ ...ofPlayed, providerModel }))).fields),
    ]
    expect(await fieldsOf({ name: 'x', price: { input: 'dear', output: '1' } })).toEqual(['provider_model.price.input'])
    expect(await fieldsOf({ name: 'x', price: { input: '1' } })).toEqual(['provider_model.price.output'])
    expect(await fieldsOf({ name: ' ', maxConcurrentCalls: -1 })).toEqual(
      expect.arrayContaining(['provider_model.name', 'provider_model.max_concurrent_calls']),
    )
    expect(await fieldsOf({ name: 'x', aliases: ['fresh', 'home-model'] })).toEqual(['provider_model.aliases[1]'])
    expect(await fieldsOf({ name: 'x', capabilities: { contextWindow: -1n } })).toEqual([
      'provider_model.capabilities.context_window',
    ])
    expect(await fieldsOf({ name: 'home-model' })).toEqual(['provider_model'])
    const dear = { ...ofPlayed, providerModel: { name: 'n', price: { input: '-1', output: '1' } } }
    expect((await errorOf(admin.updateProviderModel(dear))).fields).toEqual(['provider_model.price.input'])

    const checked = { ...ofPlayed, providerModel: { name: 'x' }, validateOnly: true }
    const { providerModel } = await admin.createProviderModel(checked)
    expect(providerModel).toMatchObject({ name: 'x', origin: Origin.API })
    expect(providerModel?.inForce).toBeUndefined()
    await admin.deleteProviderModel({ ...ofPlayed, name: 'm', validateOnly: true })
    expect([await names(), (await find('m'))?.origin]).toEqual([['m', 'n'], Origin.FILE])
    expect((await errorOf(ask('x'))).reasons).toEqual(['MODEL_NOT_FOUND'])
  })

  it('is changed by the fields that the mask names', async () => {
    const { admin } = await openOffering()
    const providerModel = { name: 'm', tier: Tier.PREMIUM, bestFor: ['sums'], price: { input: '3' } }
    const change = async (...paths: string[]) =>
      (await admin.updateProviderModel({ ...ofPlayed, providerModel, updateMask: { paths } })).providerModel
    expect(await change('price.input')).toMatchObject({ price: { input: '3', output: '10' }, tier: Tier.FAST })
    expect(await change('tier', 'upstream_name')).toMatchObject({ upstreamName: '', tier: Tier.PREMIUM, bestFor: [] })
    const unknown = { ...ofPlayed, providerModel, updateMask: { paths: ['price.inputs'] } }
    expect((await errorOf(admin.updateProviderModel(unknown))).fields).toEqual(['update_mask'])
    const all = { name: 'm', bestFor: ['sums'] }
    const { providerModel: whole } = await admin.updateProviderModel({
      ...ofPlayed,
      providerModel: all,
      updateMask: { paths: ['*'] },
    })
    expect(whole).toMatchObject({ tier: Tier.UNSPECIFIED, bestFor: ['sums'] })
    expect(whole?.price).toBeUndefined()
  })

  it('of the file that is told what it says already stays the file’s', async () => {
    const { admin, find } = await openOffering()
    const before = await find('m')
    const same = { name: 'm', etag: before?.etag ?? '', upstreamName: 'played-m' }
    const { providerModel } = await admin.updateProviderModel({ ...ofPlayed, providerModel: same })
    expect(providerModel).toEqual(before)
    expect((await admin.getProvider({ name: 'played' })).provider?.origin).toBe(Origin.FILE)
    expect((await admin.listAuditEvents({})).auditEvents).toEqual([])
  })

  it('that something needs, or that is the last, is not deleted', async () => {
    const { admin, names } = await openOffering({
      default_model: 'n',
      routes: [{ name: 'r', targets: [{ provider: 'played', model: 'm' }] }],
    })
    const deleted = (name: string, provider = 'played') => errorOf(admin.deleteProviderModel({ provider, name }))
    expect(await deleted('m')).toMatchObject({ code: 'InvalidArgument', fields: ['routes[0].targets[0].model'] })
    expect((await deleted('n')).fields).toEqual(['default_model'])
    expect(await deleted('home-model', 'home')).toMatchObject({ reasons: ['INVALID_REQUEST'], fields: ['name'] })
    expect(await names()).toEqual(['m', 'n'])
  })

  it('does not tell what is in force while its provider is disabled', async () => {
    const { admin, find } = await openOffering()
    await admin.disableProvider({ name: 'played' })
    expect((await find('m'))?.inForce).toBeUndefined()
    await admin.updateProviderModel({ ...ofPlayed, providerModel: { name: 'm', tier: Tier.PREMIUM } })
    expect((await admin.getProvider({ name: 'played' })).provider?.disabled).toBe(true)
    await admin.enableProvider({ name: 'played' })
    expect(await find('m')).toMatchObject({ tier: Tier.PREMIUM, inForce: { upstreamName: 'played-m' } })
  })
})

describe('etags', () => {
  it('are those of single models: changes of two do not collide, those of one do', async () => {
    const { admin, find } = await openOffering()
    const [m, n] = [await find('m'), await find('n')]
    const tier = (name: string, etag = '', value = Tier.PREMIUM) =>
      admin.updateProviderModel({ ...ofPlayed, providerModel: { name, etag, tier: value } })
    await tier('m', m?.etag)
    await tier('n', n?.etag)
    expect(await errorOf(tier('m', m?.etag, Tier.BALANCED))).toMatchObject({
      code: 'Aborted',
      reasons: ['ETAG_MISMATCH'],
      metadata: { resource: 'providers/played/models/m' },
    })
    const stale = admin.deleteProviderModel({ ...ofPlayed, name: 'n', etag: n?.etag ?? '' })
    expect((await errorOf(stale)).reasons).toEqual(['ETAG_MISMATCH'])
    expect([(await find('m'))?.tier, (await find('n'))?.tier]).toEqual([Tier.PREMIUM, Tier.PREMIUM])
  })

  it('let one of several changes through that began with the same one', async () => {
    const { admin, find } = await openOffering()
    const etag = (await find('m'))?.etag ?? ''
    const ended = await Promise.allSettled(
      ['1', '2', '3', '4'].map((input) => {
        const providerModel = { name: 'm', etag, price: { input, output: input } }
        return admin.updateProviderModel({ ...ofPlayed, providerModel })
      }),
    )
    const made = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value.providerModel] : []))
    expect(made).toHaveLength(1)
    expect(await find('m')).toEqual(made[0])
  })
})
