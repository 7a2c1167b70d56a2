import { expect, it } from 'vitest'
import { openApp, playedProvider, startTestApp } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { describeDatabases, describePostgres, LASTING, newPostgresUrl } from '../support/databases.ts'
import { playChat } from '../support/openai-wire.ts'
import { openUpstream } from '../support/upstream.ts'

async function configurationAt(url: string) {
  const upstream = await openUpstream((exchange) =>
    playChat(exchange, { texts: [exchange.json.model], inputTokens: 2, outputTokens: 100 }),
  )
  const models = Array.from({ length: 6 }, (_, index) => ({ name: `m${index}`, price: { input: '0', output: '1' } }))
  return { providers: [playedProvider(upstream.url, { models })], store: { url } }
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('changed models are in force again after a restart', async () => {
    const configuration = await configurationAt(await newUrl())
    const first = await startTestApp(configuration)
    const { admin } = clientsOf(first)
    const provider = 'played'
    const price = { input: '0', output: '7' }
    await admin.createProviderModel({ provider, providerModel: { name: 'new', aliases: ['newest'], price } })
    await admin.updateProviderModel({ provider, providerModel: { name: 'm1', price } })
    await admin.deleteProviderModel({ provider, name: 'm2' })
    const before = await admin.listProviderModels({ provider })
    await first.stop()

    const second = clientsOf(await openApp(configuration))
    expect(await second.admin.listProviderModels({ provider })).toEqual(before)
    const call = (model: string) => second.llm.generateText({ prompt: 'Hi', options: { model } })
    for (const model of ['newest', 'm1']) {
      expect((await call(model)).info?.cost?.total?.amountNanos).toBe(700_000n)
    }
    expect((await call('m0')).info?.cost?.total?.amountNanos).toBe(100_000n)
    expect((await errorOf(call('m2'))).reasons).toEqual(['MODEL_NOT_FOUND'])
    const actions = (await second.admin.listAuditEvents({})).auditEvents.map(({ action }) => action)
    expect(actions).toEqual(['provider_model.delete', 'provider_model.update', 'provider_model.create'])
  })
})

describePostgres('replicas on one PostgreSQL', () => {
  it('change models of one provider at the same moment, and none of the changes is lost or refused', async () => {
    const configuration = await configurationAt(await newPostgresUrl())
    const apps = [await openApp(configuration), await openApp(configuration), await openApp(configuration)]
    const provider = 'played'
    const names = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5']
    const listed = await Promise.all(apps.map((app) => clientsOf(app).admin.listProviderModels({ provider })))
    await Promise.all(
      names.map((name, index) => {
        const at = index % apps.length
        const etag = listed[at]?.providerModels.find((model) => model.name === name)?.etag ?? ''
        const providerModel = { name, etag, price: { input: '0', output: `${index + 2}` } }
        return clientsOf(apps[at] as (typeof apps)[number]).admin.updateProviderModel({ provider, providerModel })
      }),
    )
    for (const app of apps) {
      await app.refresh()
      const { providerModels } = await clientsOf(app).admin.listProviderModels({ provider })
      expect(providerModels.map(({ price }) => price?.output)).toEqual(['2', '3', '4', '5', '6', '7'])
    }
  })

  it('let one of two changes of the same model through', async () => {
    const configuration = await configurationAt(await newPostgresUrl())
    const apps = [await openApp(configuration), await openApp(configuration)]
    const provider = 'played'
    const [first] = (await clientsOf(apps[0] as (typeof apps)[number]).admin.listProviderModels({ provider }))
      .providerModels
    const ended = await Promise.allSettled(
      apps.map((app, index) => {
        const providerModel = { name: 'm0', etag: first?.etag ?? '', price: { input: '0', output: `${index + 2}` } }
        return clientsOf(app).admin.updateProviderModel({ provider, providerModel })
      }),
    )
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [refused] = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    expect((await errorOf(Promise.reject(refused))).metadata).toEqual({ resource: 'providers/played/models/m0' })
  })
})
