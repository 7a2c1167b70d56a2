import { join } from 'node:path'
import { ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { QuotaFailureSchema } from '#gen/google/rpc/error_details_pb.js'
import { type Configuration, metricOf, openApp, playedProvider, startTestApp } from '../support/app.ts'
import { clientsOf, type Door, doors, errorOf, llmOf } from '../support/clients.ts'
import { chatDelta, playChat } from '../support/openai-wire.ts'
import { startService } from '../support/service.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

/** Costs 2 * 0.000002 + 100 * 0.00001 US dollars, which is also the most that it may cost. */
const request = { prompt: 'Count.', options: { model: 'm', maxOutputTokens: 100n } }
const COST = 1_004_000n

const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 100 })

async function open(budgets: readonly Configuration[], play = answer, change: Configuration = {}) {
  const upstream = await openUpstream(play)
  const app = await openApp({ providers: [playedProvider(upstream.url)], budgets, ...change })
  return { upstream, app, ...clientsOf(app) }
}

const forTen = { name: 'ten', amount: '0.01004', hard: true }

describe('a hard budget', () => {
  it('for ten calls lets ten of two hundred parallel ones through, and overspends nothing', async () => {
    const { app, llm, upstream } = await open([forTen])
    const calls = Array.from({ length: 200 }, () => llm.generateText(request))
    const ended = await Promise.allSettled(calls)
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(upstream.requests).toHaveLength(10)
    await app.ended(200)
    const spent = app.rows().reduce((sum, row) => sum + BigInt(row.cost_nanos), 0n)
    expect(spent).toBe(10n * COST)
    const metrics = await app.metrics()
    expect(metricOf(metrics, 'llm_budget_spent_usd', 'budget="ten"')).toBe(0.01004)
    expect(metricOf(metrics, 'llm_budget_limit_usd', 'budget="ten"')).toBe(0.01004)
    expect(metricOf(metrics, 'llm_budget_refusals_total', 'budget="ten"')).toBe(190)
  })

  it('gives back what an attempt did not cost', async () => {
    const { llm } = await open([{ ...forTen, amount: '0.0011' }], (exchange) =>
      playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 1 }),
    )
    for (let count = 0; count < 5; count++) expect((await llm.generateText(request)).text).toBe('one')
  })

  it('keeps nothing for a call that failed', async () => {
    const { llm, admin } = await open([forTen], (exchange) => exchange.sendJson(400, { error: { message: 'no' } }))
    await errorOf(llm.generateText(request))
    const { budget } = await admin.getBudget({ name: 'ten' })
    expect([budget?.spent?.amountNanos, budget?.reserved?.amountNanos]).toEqual([0n, 0n])
  })

  it('ends a stream that would pass it, and the provider', async () => {
    const { app, llm, upstream } = await open([{ ...forTen, amount: '0.05' }], async (exchange) => {
      exchange.startEvents()
      for (let count = 0; count < 1000 && !exchange.socket.destroyed; count++) {
        await exchange.sendEvent(chatDelta({ content: 'word'.repeat(25) }))
      }
    })
    let characters = 0
    const read = async () => {
      for await (const { event } of llm.generateTextStream({ prompt: 'Count.', options: { model: 'm' } })) {
        if (event.case === 'textDelta') characters += event.value.length
      }
    }
    expect(await errorOf(read())).toMatchObject({ reasons: ['BUDGET_EXCEEDED'], retryMs: undefined })
    expect(characters).toBeGreaterThan(4096 * 4 - 100)
    expect(characters).toBeLessThanOrEqual(5000 * 4)
    await upstream.requests[0]?.closed
    await app.ended(1)
    expect(app.rows()[0]).toMatchObject({ error_reason: 'BUDGET_EXCEEDED', outcome: 'failed' })
  })

  it('of a provider leads to the next target of the route', async () => {
    const upstream = await openUpstream(answer)
    const app = await openApp({
      providers: [
        playedProvider(upstream.url, { name: 'one' }),
        playedProvider(upstream.url, { name: 'two', models: [{ name: 'n', upstream_name: 'played-other' }] }),
      ],
      routes: [
        {
          name: 'r',
          targets: [
            { provider: 'one', model: 'm' },
            { provider: 'two', model: 'n' },
          ],
        },
      ],
      budgets: [{ name: 'one', amount: '0.001005', hard: true, subject: { provider: 'one' } }],
    })
    const llm = llmOf(app)
    const providers: (string | undefined)[] = []
    for (let count = 0; count < 3; count++) {
      const { info } = await llm.generateText({ ...request, options: { ...request.options, model: 'r' } })
      providers.push(info?.provider)
    }
    expect(providers).toEqual(['one', 'two', 'two'])
  })

  it('remembers over a restart what was spent', async () => {
    const upstream = await openUpstream(answer)
    const store = { url: `sqlite:${join(temporaryDirectory(), 'kept.db')}` }
    const configuration = {
      providers: [playedProvider(upstream.url)],
      store,
      budgets: [{ ...forTen, window: 'lifetime' }],
    }
    const first = await startTestApp(configuration)
    for (let count = 0; count < 7; count++) await llmOf(first).generateText(request)
    await first.stop()
    const llm = llmOf(await openApp(configuration))
    const ended = await Promise.allSettled(Array.from({ length: 10 }, () => llm.generateText(request)))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  it('has back what was reserved when the process is killed', async () => {
    const upstream = await openUpstream(() => {})
    const configuration = {
      providers: [playedProvider(upstream.url)],
      store: { url: `sqlite:${join(temporaryDirectory(), 'kept.db')}` },
      budgets: [{ ...forTen, window: 'lifetime' }],
    }
    const first = await startService(configuration)
    const calls = Array.from({ length: 10 }, () => errorOf(llmOf(first).generateText(request)))
    await upstream.request(9)
    expect(await errorOf(llmOf(first).generateText(request))).toMatchObject({ reasons: ['BUDGET_EXCEEDED'] })
    first.child.kill('SIGKILL')
    await Promise.all(calls)
    upstream.play(answer)
    const { llm, admin } = clientsOf(await startService(configuration))
    expect((await admin.getBudget({ name: 'ten' })).budget?.reserved?.amountNanos).toBe(0n)
    const ended = await Promise.allSettled(Array.from({ length: 20 }, () => llm.generateText(request)))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  })
})

describe.each(doors)('through %s', (door: Door) => {
  it('a refusal names the budget and when it begins anew, and asks for no retry', async () => {
    const upstream = await openUpstream(answer)
    const budget = { name: 'small', amount: '0.001', hard: true, window: 'day', time_zone: 'Europe/Berlin' }
    const app = await openApp({ providers: [playedProvider(upstream.url)], budgets: [budget] })
    const thrown = await llmOf(app, door)
      .generateText(request)
      .catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(ConnectError)
    const [failure] = (thrown as ConnectError).findDetails(QuotaFailureSchema)
    expect(failure?.violations).toMatchObject([
      { subject: 'budgets/small', description: expect.stringContaining('anew') },
    ])
    expect(await errorOf(Promise.reject(thrown))).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['BUDGET_EXCEEDED'],
      metadata: { budget: 'small', resets_at: expect.stringMatching(/T2[23]:00:00.000Z$/) },
      retryMs: undefined,
    })
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('a soft budget', () => {
  it('warns in the answer, the log and the metrics, and refuses nothing', async () => {
    const { app, llm } = await open([{ name: 'soft', amount: '0.001', soft_percent: 50 }])
    const { info } = await llm.generateText(request)
    expect(info?.warnings).toEqual(['The budget "soft" is nearly or wholly used up.'])
    expect((await llm.generateText(request)).text).toBe('one')
    const lines = app.log.map((line) => JSON.parse(line)).filter(({ budget }) => budget === 'soft')
    expect(lines).toMatchObject([{ spent: '$0.001004', amount: '$0.001' }])
  })
})

describe('a model whose price nobody knows', () => {
  const models = [{ name: 'm', upstream_name: 'no-such-model' }]

  it('is told of, since no budget can hold it', async () => {
    const upstream = await openUpstream(answer)
    const app = await openApp({ providers: [playedProvider(upstream.url, { models })], budgets: [forTen] })
    const { info } = await llmOf(app).generateText(request)
    expect(info?.warnings).toEqual(['The price of m is not known, so that no budget can hold it.'])
  })

  it('costs what is configured for such models, marked as an estimate', async () => {
    const upstream = await openUpstream(answer)
    const unknown_price = { input: '2', output: '10' }
    const app = await openApp({
      ...{ providers: [playedProvider(upstream.url, { models })], budgets: [forTen], unknown_price },
    })
    const { info } = await llmOf(app).generateText(request)
    expect(info).toMatchObject({ warnings: [], cost: { total: { amountNanos: COST }, estimated: true } })
  })
})
