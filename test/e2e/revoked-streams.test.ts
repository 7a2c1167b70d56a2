import { describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { clientsOf, doors, errorOf } from '../support/clients.ts'
import { describePostgres, newPostgresUrl } from '../support/databases.ts'
import { chatDelta, playChat } from '../support/openai-wire.ts'
import { restOf } from '../support/rest.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

const OPERATOR = 'o'.repeat(40)
const request = { prompt: 'Count.', options: { model: 'm' } }

/** One word, and then nothing. */
const endless: UpstreamHandler = async (exchange) => {
  exchange.startEvents()
  await exchange.sendEvent(chatDelta({ content: 'One' }))
}

function as(key: string) {
  return { headers: { authorization: `Bearer ${key}` } }
}

async function open() {
  const upstream = await openUpstream(endless)
  const environment = { SWITCHYARD_API_KEY: OPERATOR }
  const app = await openApp({ providers: [playedProvider(upstream.url)] }, { environment })
  await clientsOf(app).admin.createTenant({ tenant: { name: 'acme' } }, as(OPERATOR))
  return { upstream, app, ...clientsOf(app) }
}

async function makeKey(app: RunningApp, role = AccessRole.CALLER) {
  const apiKey = { tenant: 'acme', role }
  const made = await clientsOf(app).admin.createApiKey({ apiKey }, as(OPERATOR))
  return { name: made.apiKey?.name ?? '', key: made.key }
}

/** Reads on until the first word has come. Gives what is left. */
async function begun(messages: AsyncIterable<{ event: { case?: string | undefined } }>) {
  const reading = messages[Symbol.asyncIterator]()
  for (;;) {
    const { value } = await reading.next()
    if (value.event.case === 'textDelta') return { [Symbol.asyncIterator]: () => reading }
  }
}

describe.each(doors)('a stream through %s', (door) => {
  it('ends when its key is revoked, at the provider too, and is paid', async () => {
    const { app, admin, upstream } = await open()
    const { name, key } = await makeKey(app)
    const left = await begun(clientsOf(app, door).llm.generateTextStream(request, as(key)))
    const other = await begun(clientsOf(app, door).llm.generateTextStream(request, as((await makeKey(app)).key)))
    await admin.revokeApiKey({ name }, as(OPERATOR))
    expect(await errorOf(readAll(left))).toMatchObject({
      reasons: ['UNAUTHENTICATED'],
      message: expect.stringContaining('revoked'),
    })
    await (await upstream.request(0)).closed
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'failed', error_reason: 'UNAUTHENTICATED', usage_estimated: 1 }])
    // That of another key goes on.
    const exchange = await upstream.request(1)
    await exchange.sendEvent(chatDelta({ content: 'Two' }))
    expect(await other[Symbol.asyncIterator]().next()).toMatchObject({ value: { event: { value: 'Two' } } })
    exchange.hangUp()
    await errorOf(readAll(other))
  })
})

describe('a revoked key', () => {
  it('ends its streams of plain HTTP', async () => {
    const { app, admin } = await open()
    const { name, key } = await makeKey(app)
    const rest = restOf(app, { authorization: `Bearer ${key}` })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) }
    const events = await rest.stream('/llm/generate/text/stream', init)
    for await (const event of events) {
      if (event.data.text_delta === 'One') await admin.revokeApiKey({ name }, as(OPERATOR))
      if (event.name === 'error') return expect(event.data).toMatchObject({ reason: 'UNAUTHENTICATED' })
    }
    expect.unreachable()
  })

  it('watches no longer', async () => {
    const { app, admin, usage } = await open()
    const { name, key } = await makeKey(app, AccessRole.TENANT_ADMIN)
    const watch = usage.watchUsage({}, as(key))[Symbol.asyncIterator]()
    await watch.next()
    await admin.revokeApiKey({ name }, as(OPERATOR))
    expect(await errorOf(watch.next())).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
  })

  it('is told that it was, when it revoked itself', async () => {
    const { app, admin } = await open()
    const { name, key } = await makeKey(app, AccessRole.TENANT_ADMIN)
    expect((await admin.revokeApiKey({ name }, as(key))).apiKey?.revokeTime).toBeDefined()
    expect(await errorOf(admin.listApiKeys({}, as(key)))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
  })
})

describe('streams that run', () => {
  it('end when their tenant is disabled', async () => {
    const { app, admin, llm } = await open()
    const left = await begun(llm.generateTextStream(request, as((await makeKey(app)).key)))
    const operators = await begun(llm.generateTextStream(request, as(OPERATOR)))
    await admin.updateTenant({ tenant: { name: 'acme', disabled: true } }, as(OPERATOR))
    expect(await errorOf(readAll(left))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    await operators[Symbol.asyncIterator]().return?.()
  })

  it('end when nobody had to be known and the first key is made, which is told', async () => {
    const upstream = await openUpstream((exchange) => playChat(exchange, { texts: ['One'] }))
    const { admin, llm, usage } = clientsOf(await openApp({ providers: [playedProvider(upstream.url)] }))
    const watch = usage.watchUsage({})[Symbol.asyncIterator]()
    await watch.next()
    const { key } = await admin.createApiKey({ apiKey: { role: AccessRole.PLATFORM_ADMIN } })
    expect(await errorOf(watch.next())).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
    expect((await llm.generateText(request, as(key))).text).toBe('One')
  })
})

describePostgres('streams that run at another replica', () => {
  it('end soon after their key was revoked', async () => {
    const upstream = await openUpstream(endless)
    const configuration = { providers: [playedProvider(upstream.url)], store: { url: await newPostgresUrl() } }
    const environment = { SWITCHYARD_API_KEY: OPERATOR }
    const here = await openApp(configuration, { environment })
    await clientsOf(here).admin.createTenant({ tenant: { name: 'acme' } }, as(OPERATOR))
    const { name, key } = await makeKey(here)
    const there = await openApp(configuration, { environment })
    const left = await begun(clientsOf(there).llm.generateTextStream(request, as(key)))
    await clientsOf(here).admin.revokeApiKey({ name }, as(OPERATOR))
    expect(await errorOf(readAll(left))).toMatchObject({ reasons: ['UNAUTHENTICATED'] })
  })
})
