import { expect, it } from 'vitest'
import { type Configuration, metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { clientsOf, errorOf, llmOf } from '../support/clients.ts'
import { describePostgres, newCluster, newPostgresUrl } from '../support/databases.ts'
import { playChat } from '../support/openai-wire.ts'
import { askReplica, type Replica, startReplica } from '../support/replica.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

const request = { prompt: 'Hi', options: { model: 'm' } }

const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['Hi'], inputTokens: 1, outputTokens: 2 })

/** Two processes with the limit. */
async function startTwo(limit: Configuration, play = answer) {
  const upstream = await openUpstream(play)
  const url = await newPostgresUrl()
  const configuration = { providers: [playedProvider(upstream.url)], rate_limits: [{ name: 'shared', ...limit }] }
  const [one, two] = await Promise.all([startReplica(configuration, url), startReplica(configuration, url)])
  return { upstream, one, two }
}

/** What the limit may let through beyond what it holds, since it fills all the time. */
function filled(perMinute: number, since: number): number {
  return (perMinute * (performance.now() - since)) / 60_000
}

function count(ends: readonly string[], end: string): number {
  return ends.filter((one) => one === end).length
}

async function ask(replica: Replica, calls: number): Promise<string[]> {
  return Promise.all(askReplica(replica, request, calls))
}

/** The first one that comes. */
async function refusal({ clients: { llm } }: Replica): ReturnType<typeof errorOf> {
  for (;;) {
    const call = llm.generateText(request)
    const isAnswered = await call.then(
      () => true,
      () => false,
    )
    if (!isAnswered) return errorOf(call)
  }
}

describePostgres('two processes on one PostgreSQL', () => {
  it('let through together what a limit on requests says, whichever of them is called', async () => {
    const start = performance.now()
    const { one, two, upstream } = await startTwo({ requests_per_minute: 10 })
    const ends = (await Promise.all([ask(one, 50), ask(two, 50)])).flat()
    const answered = count(ends, 'answered')
    expect(answered).toBe(upstream.requests.length)
    expect(answered).toBeGreaterThanOrEqual(10)
    expect(answered).toBeLessThanOrEqual(10 + filled(10, start))
    expect(count(ends, 'RATE_LIMITED')).toBe(100 - answered)
    for (const replica of [one, two]) {
      const error = await refusal(replica)
      expect(error.retryMs).toBeGreaterThan(0)
      expect(error.retryMs).toBeLessThanOrEqual(12_000)
    }
  })

  it('leave all of a limit to the one that is called alone', async () => {
    const { one } = await startTwo({ requests_per_minute: 40 })
    expect(count(await ask(one, 40), 'answered')).toBe(40)
  })

  it('count the tokens that the other one used', async () => {
    const { one, two, upstream } = await startTwo({ tokens_per_minute: 10_000 })
    upstream.play((exchange) => playChat(exchange, { texts: ['Hi'], inputTokens: 1, outputTokens: 100_000 }))
    await one.clients.llm.generateText(request)
    upstream.play(answer)
    const refused = await refusal(two)
    expect(refused).toMatchObject({ reasons: ['RATE_LIMITED'], metadata: { of: 'tokens_per_minute' } })
    expect(refused.retryMs).toBeGreaterThan(5 * 60_000)
  })

  it('run no more calls at the same time than a limit says, and go on when they have ended', async () => {
    const released = Promise.withResolvers<void>()
    const { one, two, upstream } = await startTwo({ concurrent_calls: 4 }, async (exchange) => {
      await released.promise
      await answer(exchange)
    })
    const calls = [...askReplica(one, request, 20), ...askReplica(two, request, 20)]
    let refused = 0
    const refusals = new Promise<void>((resolve) => {
      for (const call of calls) {
        void call.then((end) => {
          if (end === 'RATE_LIMITED') refused += 1
          if (refused === 36) resolve()
        })
      }
    })
    await refusals
    expect(upstream.requests).toHaveLength(4)
    released.resolve()
    expect(count(await Promise.all(calls), 'answered')).toBe(4)
    for (const replica of [one, two]) while (count(await ask(replica, 1), 'answered') === 0);
  })
})

async function isApart(app: RunningApp): Promise<boolean> {
  return metricOf(await app.metrics(), 'llm_rate_limits_apart') === 1
}

/** How many of so many calls are answered, beyond what came in meanwhile. */
async function answeredBy(app: RunningApp, calls: number): Promise<number> {
  const ends = Array.from({ length: calls }, () => llmOf(app).generateText(request))
  return (await Promise.allSettled(ends)).filter(({ status }) => status === 'fulfilled').length
}

function linesOf({ log }: RunningApp, pattern: RegExp): number {
  return log.filter((line) => pattern.test(line)).length
}

describePostgres('replicas whose database stops and starts', () => {
  it('hold their part of a limit in the meantime, say so once, and are ready', async () => {
    const cluster = await newCluster()
    const upstream = await openUpstream(answer)
    const apps: RunningApp[] = []
    for (let started = 0; started < 2; started++) {
      const rate_limits = [{ name: 'shared', requests_per_minute: 60 }]
      const store = { url: cluster.url() }
      apps.push(await openApp({ providers: [playedProvider(upstream.url)], rate_limits, store }))
    }
    // The first one has heard of the second one.
    const before = await answeredBy(apps[0] as RunningApp, 4)
    expect(before).toBe(4)
    cluster.stop()
    const start = performance.now()
    for (const app of apps) while (!(await isApart(app)));
    for (const app of apps) {
      const answered = await answeredBy(app, 60)
      expect(answered).toBeGreaterThanOrEqual(26)
      expect(answered).toBeLessThanOrEqual(30 + filled(30, start))
      expect((await fetch(`http://${app.webAddress}/readyz`)).status).toBe(200)
      const limits = (await clientsOf(app).admin.listRateLimits({})).rateLimits
      expect(limits.map(({ requestsPerMinute }) => requestsPerMinute)).toEqual([60n])
    }
    cluster.start()
    for (const app of apps) while (await isApart(app));
    for (const app of apps) {
      expect(linesOf(app, /each holds its part/)).toBe(1)
      expect(linesOf(app, /"replicas":2/)).toBe(1)
      expect(linesOf(app, /hold rate limits together again/)).toBe(1)
    }
  })
})
