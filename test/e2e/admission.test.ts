import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Priority } from '#gen/switchyard/v1/generation_options_pb.js'
import { type Configuration, metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { type Door, doors, errorOf, llmOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { startUpstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'

const request = { prompt: 'Count.', options: { model: 'm' } }

const silent: UpstreamHandler = () => {}
const answer = (exchange: UpstreamExchange) => playChat(exchange, { texts: ['Hi'] })

/** One place at a played upstream. */
async function open(play: UpstreamHandler, admission: Configuration = {}, provider: Configuration = {}) {
  const upstream = await startUpstream(play)
  onTestFinished(() => upstream.close())
  const only = playedProvider(upstream.url, { max_concurrent_calls: 1, ...provider })
  return { upstream, app: await openApp({ providers: [only], retry: { max_retries: 0 }, admission }) }
}

async function queued(app: RunningApp, count: number): Promise<void> {
  const length = async () => metricOf(await app.metrics(), 'llm_queue_length', 'provider="played"')
  await vi.waitFor(async () => expect(await length()).toBe(count), 5000)
}

describe.each(doors)('a provider whose places are taken, through %s', (door: Door) => {
  it('is waited for; who cancels leaves the queue, and the provider never hears of it', async () => {
    const { app, upstream } = await open(silent)
    const llm = llmOf(app, door)
    const first = llm.generateText(request)
    const exchange = await upstream.request(0)
    const leaving = new AbortController()
    const left = errorOf(llm.generateText(request, { signal: leaving.signal }))
    await queued(app, 1)
    const next = llm.generateText(request)
    await queued(app, 2)
    leaving.abort()
    expect((await left).code).toBe('Canceled')
    await queued(app, 1)
    await answer(exchange)
    await answer(await upstream.request(1))
    expect([(await first).text, (await next).text]).toEqual(['Hi', 'Hi'])
    await app.ended(3)
    expect(upstream.requests).toHaveLength(2)
    expect(app.rows()).toHaveLength(2)
  })

  it('and whose queue is full is told by OVERLOADED with the time to wait', async () => {
    const { app, upstream } = await open(silent, { max_queued: 0, max_queue_wait: '7s' })
    const llm = llmOf(app, door)
    const running = errorOf(llm.generateText(request))
    const exchange = await upstream.request(0)
    expect(await errorOf(llm.generateText(request))).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['OVERLOADED'],
      metadata: { limit: 'queue', provider: 'played' },
      retryMs: 7000,
    })
    exchange.reset()
    await running
    expect(metricOf(await app.metrics(), 'llm_queue_rejected_total', 'provider="played",limit="queue"')).toBe(1)
  })
})

describe('admission', () => {
  it('gives a place to the higher priority first', async () => {
    const { app, upstream } = await open(silent)
    const llm = llmOf(app)
    const begin = (prompt: string, priority: Priority) =>
      llm.generateText({ prompt, options: { model: 'm', priority } })
    const running = [begin('first', Priority.UNSPECIFIED)]
    await upstream.request(0)
    running.push(begin('low', Priority.LOW))
    await queued(app, 1)
    running.push(begin('high', Priority.HIGH))
    await queued(app, 2)
    for (let index = 0; index < 3; index++) await answer(await upstream.request(index))
    await Promise.all(running)
    expect(upstream.requests.map(({ json }) => json.messages.at(-1).content)).toEqual(['first', 'high', 'low'])
  })

  it('refuses a priority that is none', async () => {
    const { app } = await open(silent)
    const priority = 9 as Priority
    expect(await errorOf(llmOf(app).generateText({ ...request, options: { priority } }))).toMatchObject({
      reasons: ['INVALID_REQUEST'],
      fields: ['options.priority'],
    })
  })

  it('leads a call to the next provider of its route when the first is full', async () => {
    const full = await startUpstream(silent)
    const free = await startUpstream(answer)
    onTestFinished(() => Promise.all([full.close(), free.close()]).then(() => {}))
    const app = await openApp({
      providers: [
        playedProvider(full.url, { name: 'full', max_concurrent_calls: 1, models: ['one'] }),
        playedProvider(free.url, { name: 'free', models: ['two'] }),
      ],
      routes: [
        {
          name: 'either',
          targets: [
            { provider: 'full', model: 'one' },
            { provider: 'free', model: 'two' },
          ],
        },
      ],
      admission: { max_queued: 0 },
    })
    const llm = llmOf(app)
    const leaving = new AbortController()
    const running = errorOf(llm.generateText({ prompt: 'x', options: { model: 'one' } }, { signal: leaving.signal }))
    await full.request(0)
    const { info } = await llm.generateText({ prompt: 'x', options: { model: 'either' } })
    expect(info?.provider).toBe('free')
    leaving.abort()
    await running
  })

  it('keeps the places over a reload, and gives more when there are more', async () => {
    const { app, upstream } = await open(silent)
    const llm = llmOf(app)
    const running = [llm.generateText(request)]
    await upstream.request(0)
    const provider = (places: number) => playedProvider(upstream.url, { max_concurrent_calls: places })
    await app.reload({ providers: [provider(1)] })
    running.push(llm.generateText(request))
    await queued(app, 1)
    expect(upstream.requests).toHaveLength(1)
    await app.reload({ providers: [provider(2)] })
    for (let index = 0; index < 2; index++) await answer(await upstream.request(index))
    expect((await Promise.all(running)).map(({ text }) => text)).toEqual(['Hi', 'Hi'])
  })

  it('takes a place for texts to embed too', async () => {
    const { app, upstream } = await open(silent, { max_queued: 0 })
    const llm = llmOf(app)
    const running = errorOf(llm.embed({ model: 'm', inputs: ['a'] }))
    const exchange = await upstream.request(0)
    expect(await errorOf(llm.embed({ model: 'm', inputs: ['b'] }))).toMatchObject({ reasons: ['OVERLOADED'] })
    exchange.reset()
    await running
  })
})
