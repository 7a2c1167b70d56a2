import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { type Configuration, playedProvider } from '../support/app.ts'
import { errorOf } from '../support/clients.ts'
import { describePostgres, newCluster, newPostgresUrl } from '../support/databases.ts'
import { playChat, playChatStream } from '../support/openai-wire.ts'
import { type Replica, startReplica } from '../support/replica.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

/** Long enough for a machine that runs many tests at once; what is waited for takes two seconds. */
const PATIENCE = { timeout: 60_000, interval: 50 }

/** Answers with the model that was asked, and the key that was shown. */
const tell: UpstreamHandler = (exchange) =>
  playChat(exchange, { texts: [`${exchange.json.model} ${exchange.headers.authorization ?? 'without key'}`] })

const models = ['one', 'two'].map((name) => ({ name, upstream_name: name }))
const to = (model: string, provider = 'played') => [{ provider, model }]

function fileFor(url: string, change: Configuration = {}): Configuration {
  return {
    providers: [playedProvider(url, { models })],
    routes: [{ name: 'steady', targets: to('one') }],
    network: { allowed_hosts: ['127.0.0.1'] },
    ...change,
  }
}

/** What becomes of a call: its text, or why it failed. */
async function ask({ clients: { llm } }: Replica, model: string): Promise<string> {
  return llm.generateText({ prompt: 'Hi', options: { model } }).then(
    ({ text }) => text,
    async (error) => (await errorOf(Promise.reject(error))).reasons.join(),
  )
}

/** Resolves when a call at the replica comes to that. */
function comesTo(replica: Replica, model: string, end: string): Promise<void> {
  return vi.waitFor(async () => expect(await ask(replica, model)).toBe(end), PATIENCE)
}

/** Calls each replica again and again, at the route that nobody touches; gives how the calls ended. */
function traffic(replicas: readonly Replica[]) {
  const ends: string[] = []
  let running = true
  const done = replicas.map(async (replica) => {
    while (running) {
      ends.push(await ask(replica, 'steady'))
      await pause(5)
    }
  })
  return async () => {
    running = false
    await Promise.all(done)
    expect(ends.length).toBeGreaterThan(replicas.length)
    expect(ends.filter((end) => end !== 'one without key')).toEqual([])
  }
}

async function startTwo(url: string, one: Configuration, two = one): Promise<[Replica, Replica]> {
  return Promise.all([startReplica(one, url), startReplica(two, url)])
}

const applied = (replica: Replica) => replica.metric('llm_config_reloads_total', 'result="applied"')
const refused = (replica: Replica) => replica.metric('llm_config_reloads_total', 'result="refused"')

describePostgres('what is changed at one of two replicas', () => {
  it('is in force at the other one soon after, without a call that fails', { timeout: 180_000 }, async () => {
    const goOn = Promise.withResolvers<void>()
    const upstream = await openUpstream((exchange) =>
      exchange.json.stream
        ? playChatStream(exchange, { texts: ['One', ' two'] }, (index) => (index === 1 ? goOn.promise : undefined))
        : tell(exchange),
    )
    const [one, two] = await startTwo(await newPostgresUrl(), fileFor(upstream.url))
    const { admin } = one.clients
    const stop = traffic([one, two])
    const stream = two.clients.llm.generateTextStream({ prompt: 'Hi', options: { model: 'steady' } })
    const events = stream[Symbol.asyncIterator]()
    await events.next()

    await admin.createRoute({ route: { name: 'mine', targets: to('two') } })
    await comesTo(two, 'mine', 'two without key')
    await admin.updateRoute({ route: { name: 'mine', targets: to('one') } })
    await comesTo(two, 'mine', 'one without key')

    const provider = {
      name: 'new',
      adapter: 'openai_compatible',
      baseUrl: `${upstream.url}/v1`,
      models: [{ name: 'm' }],
    }
    await admin.createProvider({ provider, apiKey: 'key-one' })
    await comesTo(two, 'm', 'm Bearer key-one')
    await admin.updateProvider({ provider: { name: 'new' }, apiKey: 'key-two' })
    await comesTo(two, 'm', 'm Bearer key-two')
    await admin.disableProvider({ name: 'new' })
    await comesTo(two, 'm', 'UPSTREAM_PRECONDITION')
    await admin.enableProvider({ name: 'new' })
    await comesTo(two, 'm', 'm Bearer key-two')

    await admin.updatePolicy({ policy: { allowedModels: ['steady', 'm'] } })
    await comesTo(two, 'mine', 'MODEL_NOT_ALLOWED')
    await admin.resetPolicy({ resetMask: { paths: ['*'] } })
    await comesTo(two, 'mine', 'one without key')

    const limit = { name: 'none', subject: { provider: 'new' }, requestsPerMinute: 1n }
    await admin.createRateLimit({ rateLimit: limit })
    await comesTo(two, 'm', 'RATE_LIMITED')
    await admin.deleteRateLimit({ name: 'none' })
    await comesTo(two, 'm', 'm Bearer key-two')

    await admin.deleteProvider({ name: 'new' })
    await comesTo(two, 'm', 'MODEL_NOT_FOUND')
    await admin.deleteRoute({ name: 'mine' })
    await comesTo(two, 'mine', 'MODEL_NOT_FOUND')

    goOn.resolve()
    expect((await readAll({ [Symbol.asyncIterator]: () => events })).at(-1)?.event.case).toBe('finished')
    await stop()
    // What it has in force already is not put in force again by the one that changed it.
    expect([await applied(one), await applied(two)]).toEqual([0, 10])
  })

  it('comes through after the database was away, and meanwhile both go on as they were', {
    timeout: 180_000,
  }, async () => {
    const cluster = await newCluster()
    const upstream = await openUpstream(tell)
    const [one, two] = await startTwo(cluster.url(), fileFor(upstream.url, { log: { level: 'info' } }))
    const { admin } = one.clients
    const stop = traffic([one, two])
    await admin.createRoute({ route: { name: 'mine', targets: to('two') } })
    await comesTo(two, 'mine', 'two without key')
    cluster.stop()
    await two.wrote(/what is stored cannot be taken over/)
    expect(await ask(two, 'mine')).toBe('two without key')
    cluster.start()
    await two.wrote(/what is stored is taken over again/)
    await vi.waitFor(() => admin.updateRoute({ route: { name: 'mine', targets: to('one') } }), PATIENCE)
    await comesTo(two, 'mine', 'one without key')
    await stop()
    for (const words of ['what is stored cannot be taken over', 'what is stored is taken over again']) {
      expect((two.output() + two.errors()).split(words)).toHaveLength(2)
    }
  })

  it('and does not fit the other one’s file is refused there, told once, and no reason to change anything', {
    timeout: 180_000,
  }, async () => {
    const upstream = await openUpstream(tell)
    const narrow = { providers: [playedProvider(upstream.url, { models: models.slice(0, 1) })] }
    const [one, two] = await startTwo(await newPostgresUrl(), fileFor(upstream.url), fileFor(upstream.url, narrow))
    const { admin } = one.clients
    const stop = traffic([one, two])
    await admin.createRoute({ route: { name: 'mine', targets: to('one') } })
    await comesTo(two, 'mine', 'one without key')
    await admin.updateRoute({ route: { name: 'mine', targets: to('two') } })
    await vi.waitFor(async () => expect(await refused(two)).toBe(1), PATIENCE)
    expect(await ask(two, 'mine')).toBe('one without key')
    const { configuration } = await two.clients.admin.getServiceHealth({})
    expect(configuration?.message).toContain('played offers no model called `two`')
    // It has looked again when it knows of this.
    await admin.createRateLimit({ rateLimit: { name: 'later', requestsPerMinute: 1_000_000n } })
    await vi.waitFor(
      async () => expect((await two.clients.admin.listRateLimits({})).rateLimits).toHaveLength(1),
      PATIENCE,
    )
    expect([await refused(two), await ask(two, 'mine')]).toEqual([1, 'one without key'])
    await admin.deleteRoute({ name: 'mine' })
    await comesTo(two, 'mine', 'MODEL_NOT_FOUND')
    expect((await two.clients.admin.getServiceHealth({})).configuration?.message).toBe('')
    await stop()
  })
})
