import { expect, it } from 'vitest'
import { playedProvider, startTestApp } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { type Collector, openCollector, type SeenHistogram } from '../support/collector.ts'
import { openUpstream } from '../support/upstream.ts'

const answer = (text: string) => ({
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 11, completion_tokens: 5 },
})

function startMeasured({ url }: Collector, upstream: string) {
  const telemetry = { metrics: { endpoint: { url: `${url}/v1/metrics` } } }
  return startTestApp({ telemetry, retry: { max_retries: 0 }, providers: [playedProvider(upstream)] })
}

function named(histograms: readonly SeenHistogram[], name: string) {
  return histograms.filter((histogram) => histogram.name === name)
}

it('tokens and times of calls and attempts go out by the conventions’ names and buckets', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream((exchange) => {
    if (upstream.requests.length === 1) exchange.sendJson(200, answer('canary'))
    else exchange.sendJson(503, {})
  })
  const app = await startMeasured(collector, upstream.url)
  await llmOf(app).generateText({ prompt: 'canary' })
  await errorOf(llmOf(app).generateText({ prompt: 'canary' }))
  await app.stop()

  const histograms = collector.histograms()
  const attempt = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai_compatible',
    'gen_ai.request.model': 'played-model',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(upstream.url).port),
  }
  expect(named(histograms, 'gen_ai.client.token.usage').map(({ attributes, sum }) => [attributes, sum])).toEqual([
    [{ ...attempt, 'gen_ai.token.type': 'input' }, 11],
    [{ ...attempt, 'gen_ai.token.type': 'output' }, 5],
  ])
  const durations = named(histograms, 'gen_ai.client.operation.duration')
  expect(durations.map(({ attributes, count, unit }) => [attributes, count, unit])).toEqual([
    [attempt, 1, 's'],
    [{ ...attempt, 'error.type': 'UPSTREAM_UNAVAILABLE' }, 1, 's'],
  ])
  expect(durations[0]?.bounds).toEqual([
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ])
  expect(named(histograms, 'gen_ai.client.token.usage')[0]?.bounds.at(-1)).toBe(67_108_864)
  const calls = named(histograms, 'gen_ai.server.request.duration')
  expect(
    calls.map(({ attributes, count }) => [attributes['gen_ai.request.model'], attributes['error.type'], count]),
  ).toEqual([
    ['m', undefined, 1],
    ['m', 'UPSTREAM_UNAVAILABLE', 1],
  ])
  for (const { body } of collector.requests) expect(body.includes('canary')).toBe(false)
})

it('a stream has a time to its first token and one for each that follows', async () => {
  const collector = await openCollector()
  const upstream = await openUpstream(async (exchange) => {
    exchange.startEvents()
    await exchange.sendEvent({ choices: [{ index: 0, delta: { content: 'Hi' } }] })
    await exchange.sendEvent({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
    await exchange.sendEvent({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } })
    await exchange.sendEvent('[DONE]')
    exchange.end()
  })
  const app = await startMeasured(collector, upstream.url)
  for await (const _ of llmOf(app).generateTextStream({ prompt: 'Hello' }));
  await app.stop()
  for (const name of ['gen_ai.server.time_to_first_token', 'gen_ai.server.time_per_output_token']) {
    expect(named(collector.histograms(), name)).toMatchObject([
      {
        unit: 's',
        count: 1,
        attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai_compatible' },
      },
    ])
  }
})

it('a call that reached no vendor is ours', async () => {
  const collector = await openCollector()
  const app = await startMeasured(collector, 'http://127.0.0.1:1')
  await errorOf(llmOf(app).generateText({ prompt: 'Hello', options: { model: 'nobody-knows-it' } }))
  await app.stop()
  expect(collector.histograms()).toMatchObject([
    {
      name: 'gen_ai.server.request.duration',
      attributes: { 'gen_ai.provider.name': 'switchyard', 'error.type': 'MODEL_NOT_FOUND' },
    },
  ])
})
