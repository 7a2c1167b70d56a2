import { expect, it } from 'vitest'
import { type Configuration, openApp, playedProvider, startTestApp } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { describePostgres, newCluster, newPostgresUrl } from '../support/databases.ts'
import { keptRows } from '../support/kept-rows.ts'
import { chatDelta, playChat } from '../support/openai-wire.ts'
import { askReplica, type Replica, startReplica } from '../support/replica.ts'
import { openUpstream, type Upstream, type UpstreamHandler } from '../support/upstream.ts'

/** Costs 1,004,000 billionths of a dollar, which is also the most that it may cost. */
const request = { prompt: 'Count.', options: { model: 'm', maxOutputTokens: 100n } }
const COST = 1_004_000n

const TEN = { name: 'ten', amount: '0.01004', hard: true, window: 'lifetime' }

const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 100 })
const cheapAnswer: UpstreamHandler = (exchange) =>
  playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 1 })
const CHEAP = 14_000n

const call = (replica: Replica, count: number) => askReplica(replica, request, count)

async function spentIn(url: string): Promise<bigint> {
  return (await keptRows(url)).reduce((sum, { cost_nanos }) => sum + BigInt(cost_nanos), 0n)
}

function configurationFor({ url }: Upstream, budget: object = TEN): Configuration {
  return { providers: [playedProvider(url)], budgets: [budget] }
}

describePostgres('two processes on one PostgreSQL', () => {
  it('let ten of two hundred parallel calls through a hard budget for ten, and overspend nothing', async () => {
    const upstream = await openUpstream(answer)
    const url = await newPostgresUrl()
    const configuration = configurationFor(upstream)
    const replicas = await Promise.all([1, 2].map(() => startReplica(configuration, url)))
    const ended = await Promise.all(replicas.flatMap((replica) => call(replica, 100)))
    expect(upstream.requests).toHaveLength(10)
    expect(ended.filter((end) => end === 'answered')).toHaveLength(10)
    expect(ended.filter((end) => end === 'BUDGET_EXCEEDED')).toHaveLength(190)
    expect(await spentIn(url)).toBe(10n * COST)
    for (const replica of replicas) expect(await Promise.all(call(replica, 1))).toEqual(['BUDGET_EXCEEDED'])
  })

  it('pass no hard budget while they spend it to the last call at different speeds', async () => {
    const upstream = await openUpstream(async (exchange) => {
      await (upstream.requests.length % 3 === 0 ? cheapAnswer(exchange) : answer(exchange))
    })
    const url = await newPostgresUrl()
    const amount = { ...TEN, amount: '0.0502' }
    const [one, two] = await Promise.all([1, 2].map(() => startReplica(configurationFor(upstream, amount), url)))
    const spend = async (replica: Replica | undefined, parallel: number) => {
      for (let ends: string[] = []; replica && !ends.includes('BUDGET_EXCEEDED'); ) {
        ends = await Promise.all(call(replica, parallel))
      }
    }
    await Promise.all([spend(one, 3), spend(two, 7)])
    await Promise.all([spend(one, 1), spend(two, 1)])
    const spent = await spentIn(url)
    expect(spent).toBeLessThanOrEqual(50_200_000n)
    expect(spent).toBeGreaterThan(50_200_000n - COST)
    expect(await keptRows(url)).toHaveLength(upstream.requests.length)
  })

  it('never spend more when one of them is killed in the middle', async () => {
    const url = await newPostgresUrl()
    const replicas: Replica[] = []
    const killed = Promise.withResolvers<void>()
    const upstream = await openUpstream(async (exchange) => {
      if (upstream.requests.length === 3) {
        replicas[0]?.child.kill('SIGKILL')
        replicas[0]?.exited.then(() => killed.resolve())
      }
      await killed.promise
      await answer(exchange)
    })
    const configuration = configurationFor(upstream)
    replicas.push(...(await Promise.all([1, 2].map(() => startReplica(configuration, url)))))
    await Promise.all(replicas.flatMap((replica) => call(replica, 100)))
    const [, survivor] = replicas
    if (!survivor) throw new Error('Nobody survived.')
    const third = await startReplica(configuration, url)
    await Promise.all([...call(survivor, 20), ...call(third, 20)])
    expect(upstream.requests.length).toBeGreaterThanOrEqual(3)
    expect(upstream.requests.length).toBeLessThanOrEqual(10)
    expect(await spentIn(url)).toBeLessThanOrEqual(10n * COST)
  })
})

describePostgres('a replica', () => {
  it('gives back what it does not use when another one wants it', async () => {
    const upstream = await openUpstream(cheapAnswer)
    const amount = { ...TEN, amount: '0.001018' }
    const configuration = { ...configurationFor(upstream, amount), store: { url: await newPostgresUrl() } }
    const [one, two] = [await openApp(configuration), await openApp(configuration)]
    for (const app of [one, two]) await llmOf(app).generateText(request)
    expect((await errorOf(llmOf(two).generateText(request))).reasons).toEqual(['BUDGET_EXCEEDED'])
    expect(2n * CHEAP + COST).toBeGreaterThan(1_018_000n)
  })

  it('that stops leaves to others what it has not spent', async () => {
    const upstream = await openUpstream(cheapAnswer)
    const configuration = { ...configurationFor(upstream), store: { url: await newPostgresUrl() } }
    const one = await startTestApp({ ...configuration, budgets: [{ ...TEN, amount: '0.001018' }] })
    await llmOf(one).generateText(request)
    await one.stop()
    const two = await openApp({ ...configuration, budgets: [{ ...TEN, amount: '0.001018' }] })
    expect((await llmOf(two).generateText(request)).text).toBe('one')
  })

  it('spends what it holds while the store is away, and refuses what is beyond with a wait', async () => {
    const cluster = await newCluster()
    const upstream = await openUpstream(answer)
    const app = await openApp({ ...configurationFor(upstream), store: { url: cluster.url() } })
    const llm = llmOf(app)
    await llm.generateText(request)
    cluster.stop()
    const ends = await Promise.all(
      Array.from({ length: 20 }, () => errorOf(llm.generateText(request)).catch(() => undefined)),
    )
    const refused = ends.filter((end) => end !== undefined)
    expect(refused.length).toBeGreaterThan(0)
    for (const end of refused) {
      expect(end).toMatchObject({ code: 'Unavailable', reasons: ['STORE_UNAVAILABLE'], retryMs: expect.any(Number) })
    }
    expect(upstream.requests.length).toBeLessThanOrEqual(10)
    cluster.start()
    let last = ''
    while (last !== 'BUDGET_EXCEEDED') {
      last = await llm.generateText(request).then(
        () => 'answered',
        async (error) => (await errorOf(Promise.reject(error))).reasons.join(),
      )
    }
    expect(upstream.requests).toHaveLength(10)
  })

  it('ends a stream where the budget of all ends', async () => {
    const upstream = await openUpstream(async (exchange) => {
      if (!exchange.json.stream) return answer(exchange)
      exchange.startEvents()
      for (let count = 0; count < 1000 && !exchange.socket.destroyed; count++) {
        await exchange.sendEvent(chatDelta({ content: 'word'.repeat(25) }))
      }
    })
    const amount = { ...TEN, amount: '0.05' }
    const configuration = { ...configurationFor(upstream, amount), store: { url: await newPostgresUrl() } }
    const [one, two] = [await openApp(configuration), await openApp(configuration)]
    await llmOf(one).generateText(request)
    let characters = 0
    const read = async () => {
      for await (const { event } of llmOf(two).generateTextStream({ prompt: 'Count.', options: { model: 'm' } })) {
        if (event.case === 'textDelta') characters += event.value.length
      }
    }
    expect(await errorOf(read())).toMatchObject({ reasons: ['BUDGET_EXCEEDED'], retryMs: undefined })
    expect(characters).toBeGreaterThan(4096 * 4)
    expect(characters).toBeLessThanOrEqual(5000 * 4)
  })
})
