import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'
import { metricOf, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, type Door } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

const request = { prompt: 'Count to three.', options: { model: 'way' } }

const answers: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['one ', 'two'] })

/** Nothing comes of it until it is cancelled. */
const silent: UpstreamHandler = () => {}

/** A route with a slow first target, on which one call was answered and paid, and so one may be hedged. */
async function open(door: Door) {
  const upstreams = [await openUpstream(answers), await openUpstream(answers)] as const
  const names = ['first', 'second']
  const app = await openApp({
    providers: upstreams.map(({ url }, index) =>
      playedProvider(url, { name: names[index], models: [{ name: `m${index}`, price: { input: '2', output: '10' } }] }),
    ),
    routes: [
      {
        name: 'way',
        targets: names.map((provider, index) => ({ provider, model: `m${index}` })),
        hedge: { min_delay: '50ms', max_delay: '50ms', max_extra_spend_percent: 100 },
      },
    ],
  })
  const clients = clientsOf(app, door)
  await clients.llm.generateText(request)
  return { app, ...clients, first: upstreams[0], second: upstreams[1] }
}

type Opened = Awaited<ReturnType<typeof open>>

async function infoOf({ llm }: Opened, streamed: boolean): Promise<AnswerInfo | undefined> {
  if (!streamed) return (await llm.generateText(request)).info
  const last = (await readAll(llm.generateTextStream(request))).at(-1)?.event
  return last?.case === 'finished' ? last.value.info : undefined
}

describe('a slow target of a route that hedges', () => {
  it.each<[Door, boolean]>([
    ['grpc-js', false],
    ['grpc-js', true],
    ['Connect h1', false],
    ['gRPC-Web h1', true],
  ])('is overtaken (%s, streamed: %s): its request ends at the vendor, and all is recorded', async (door, streamed) => {
    const opened = await open(door)
    const { app, usage, first, second } = opened
    first.play(silent)
    const info = await infoOf(opened, streamed)
    await (await first.request(1)).closed
    expect([first.requests.length, second.requests.length]).toEqual([2, 1])
    expect(info).toMatchObject({ provider: 'second', model: 'played-model', selection: { route: 'way' } })
    expect(info?.attempts).toMatchObject([
      { provider: 'first', succeeded: false, errorReason: ErrorReason.CALL_CANCELLED, hedged: false },
      { provider: 'second', succeeded: true, hedged: true },
    ])
    const [warm, ...rows] = app.rows()
    expect(rows).toMatchObject([
      { provider: 'first', attempt_index: 0, outcome: 'cancelled', last: 0, usage_estimated: 1, output_tokens: 0 },
      { provider: 'second', attempt_index: 1, outcome: 'succeeded', last: 1, usage_estimated: 0 },
    ])
    expect(rows.every(({ cost_nanos }) => cost_nanos > 0)).toBe(true)
    const paid = rows.reduce((sum, { cost_nanos }) => sum + cost_nanos, 0)
    expect(info?.cost?.total?.amountNanos).toBe(BigInt(paid))
    const { total } = await usage.getStatistics({ timeframe: '1h' })
    expect(total).toMatchObject({ totalRequests: 2n, failedRequests: 0n, cancelledRequests: 0n, attempts: 3n })
    expect(total?.cost?.total?.amountNanos).toBe(BigInt(paid + (warm?.cost_nanos ?? 0)))
    await app.ended(2)
    const metrics = await app.metrics()
    expect(metricOf(metrics, 'llm_hedges_total', 'provider="second",model="m1",result="won"')).toBe(1)
    expect(metricOf(metrics, 'llm_active_requests', 'provider="first"')).toBe(0)
    expect(metricOf(metrics, 'llm_requests_total', 'provider="second",model="m1",status="success"')).toBe(1)
  })

  it('ends with the other one when the caller leaves', async () => {
    const { app, llm, first, second } = await open('grpc-js')
    first.play(silent)
    second.play(silent)
    const controller = new AbortController()
    const call = llm.generateText(request, { signal: controller.signal }).catch(() => {})
    const exchanges = [await first.request(1), await second.request(0)]
    controller.abort()
    await call
    await Promise.all(exchanges.map(({ closed }) => closed))
    await app.ended(2)
    expect(app.rows().map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      'first succeeded',
      'first cancelled',
      'second cancelled',
    ])
  })
})
