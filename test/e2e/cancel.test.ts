import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { type Door, doors, errorOf, llmOf } from '../support/clients.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { startUpstream, type Upstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'

const request = { prompt: 'Count.', options: { model: 'm' } }

async function open(play: UpstreamHandler): Promise<{ upstream: Upstream; app: RunningApp }> {
  const upstream = await startUpstream(play)
  onTestFinished(() => upstream.close())
  return { upstream, app: await openApp({ providers: [playedProvider(upstream.url)] }) }
}

/** Says nothing, or that much and nothing more. */
const silent: UpstreamHandler = () => {}
const says = (count: number) => async (exchange: UpstreamExchange) => {
  exchange.startEvents()
  for (let index = 0; index < count; index++) await exchange.sendEvent(chatDelta({ content: `${index} ` }))
}

const times: number[] = []

/** Aborts and waits for the upstream's connection to close; how long that took is printed in the end. */
async function abortAndClose(controller: AbortController, exchange: UpstreamExchange): Promise<void> {
  const start = performance.now()
  controller.abort()
  await exchange.closed
  times.push(performance.now() - start)
}

afterAll(() => {
  const sorted = times.toSorted((a, b) => a - b).map((time) => time.toFixed(1))
  const [least, median, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  process.stdout.write(
    `\nFrom cancel to closed upstream, ${sorted.length} calls: ${least} to ${most} ms, median ${median}.\n`,
  )
})

async function nothingIsLeft(app: RunningApp, upstream: Upstream): Promise<void> {
  expect(upstream.openSockets).toBe(0)
  expect(metricOf(await app.metrics(), 'llm_active_requests', 'provider="played"')).toBe(0)
}

describe.each(doors)('a caller that cancels through %s', (door: Door) => {
  it.each(['unary', 'streamed'])('before the first token stops the upstream, %s', async (way) => {
    const { app, upstream } = await open(silent)
    const controller = new AbortController()
    const options = { signal: controller.signal }
    const llm = llmOf(app, door)
    const call =
      way === 'unary' ? llm.generateText(request, options) : readAll(llm.generateTextStream(request, options))
    const error = errorOf(call)
    await abortAndClose(controller, await upstream.request(0))
    expect((await error).code).toBe('Canceled')
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled', error_reason: 'CALL_CANCELLED', output_tokens: 0 }])
    expect(upstream.requests).toHaveLength(1)
    await nothingIsLeft(app, upstream)
  })

  it('mid-stream stops the upstream, and what came is billed as an estimate', async () => {
    const { app, upstream } = await open(says(3))
    const controller = new AbortController()
    const stream = llmOf(app, door).generateTextStream(request, { signal: controller.signal })[Symbol.asyncIterator]()
    for (let text = ''; text !== '0 1 2 '; ) {
      const { value } = await stream.next()
      if (value?.event.case === 'textDelta') text += value.event.value
    }
    const exchange = await upstream.request(0)
    const sent = exchange.socket.bytesWritten
    const error = errorOf(stream.next())
    await abortAndClose(controller, exchange)
    expect((await error).code).toBe('Canceled')
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled', output_tokens: 2, usage_estimated: 1 }])
    expect(app.rows()[0]?.cost_nanos).toBeGreaterThan(0)
    expect(exchange.socket.bytesWritten).toBe(sent)
    await nothingIsLeft(app, upstream)
  })
})

describe('a caller that cancels', () => {
  it('during the wait for a retry is not tried again', async () => {
    const { app, upstream } = await open((exchange) => exchange.sendJson(429, {}, { 'retry-after': '20' }))
    const controller = new AbortController()
    const error = errorOf(llmOf(app).generateText(request, { signal: controller.signal }))
    await vi.waitFor(async () => {
      const retries = metricOf(await app.metrics(), 'llm_retry_attempts_total', 'provider="played",model="m"')
      expect(retries).toBe(1)
    })
    controller.abort()
    expect((await error).code).toBe('Canceled')
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ error_reason: 'UPSTREAM_RATE_LIMITED' }])
    expect(upstream.requests).toHaveLength(1)
    expect(app.log.find((line) => line.includes('"call"'))).toContain('"status":"cancelled"')
    expect(metricOf(await app.metrics(), 'llm_active_requests', 'provider="played"')).toBe(0)
  })

  it('by closing the connection stops the upstream', async () => {
    const { app, upstream } = await open(says(1))
    const body = JSON.stringify(request)
    const controller = new AbortController()
    const { signal } = controller
    const headers = { 'content-type': 'application/json' }
    const url = `http://${app.webAddress}/switchyard.v1.LLMService/GenerateText`
    const answer = fetch(url, { method: 'POST', headers, body, signal }).catch((error: Error) => error.name)
    await abortAndClose(controller, await upstream.request(0))
    expect(await answer).toBe('AbortError')
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled' }])
    await nothingIsLeft(app, upstream)
  })

  it('with nineteen others at the third of 300 chunks, keeps the upstream from sending the rest', async () => {
    const CHUNKS = 300
    const sent = new Map<UpstreamExchange, number>()
    const { app, upstream } = await open(async (exchange) => {
      exchange.startEvents()
      // A model speaks at its own pace, whoever listens.
      for (let count = 1; count <= CHUNKS && !exchange.socket.destroyed; count++) {
        await exchange.sendEvent(chatDelta({ content: 'word ' }))
        sent.set(exchange, count)
        await pause(5)
      }
    })
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const door = doors[index % doors.length] as Door
        const controller = new AbortController()
        let deltas = 0
        const read = async () => {
          for await (const { event } of llmOf(app, door).generateTextStream(request, { signal: controller.signal })) {
            if (event.case === 'textDelta') deltas += 1
            if (deltas === 3) controller.abort()
          }
        }
        expect((await errorOf(read())).code).toBe('Canceled')
      }),
    )
    await Promise.all(upstream.requests.map((exchange) => exchange.closed))
    await app.ended(20)
    const atClose = [...sent.values()]
    expect(atClose).toHaveLength(20)
    process.stdout.write(
      `\nChunks sent of ${CHUNKS} when 20 callers had cancelled at 3: ${atClose.toSorted((a, b) => a - b).join(' ')}\n`,
    )
    expect(Math.max(...atClose)).toBeLessThan(CHUNKS / 2)
    expect(app.rows().map(({ outcome }) => outcome)).toEqual(Array(20).fill('cancelled'))
    await nothingIsLeft(app, upstream)
  })
})

describe('a deadline', () => {
  const headersOf: Partial<Record<Door, (value: string) => Record<string, string>>> = {
    'gRPC at the gRPC port': (value) => ({ 'grpc-timeout': value }),
    'gRPC at the web port': (value) => ({ 'grpc-timeout': value }),
    'gRPC-Web h1': (value) => ({ 'grpc-timeout': value }),
  }
  const grpcDoors = Object.keys(headersOf) as Door[]
  const deadlineExceeded = { code: 'DeadlineExceeded', reasons: ['DEADLINE_EXCEEDED'] }

  it.each(doors)('that passes ends the call and closes the upstream, through %s', async (door) => {
    const { app, upstream } = await open(silent)
    const call = errorOf(llmOf(app, door).generateText(request, { timeoutMs: 150 }))
    const exchange = await upstream.request(0)
    expect((await call).code).toBe('DeadlineExceeded')
    await exchange.closed
    await app.ended(1)
    expect(app.rows()).toHaveLength(1)
    await nothingIsLeft(app, upstream)
  })

  it.each(grpcDoors.flatMap((door) => ['0n', '1n', '0S'].map((value) => [value, door] as const)))(
    'of %s is over before it began, through %s',
    async (value, door) => {
      const { app, upstream } = await open(silent)
      const headers = headersOf[door]?.(value) ?? {}
      expect(await errorOf(llmOf(app, door).generateText(request, { headers }))).toMatchObject(deadlineExceeded)
      expect(upstream.acceptedSockets).toBe(0)
      expect(app.rows()).toEqual([])
    },
  )

  it('of 0 ms is over before it began, through Connect', async () => {
    const { app } = await open(silent)
    const headers = { 'connect-timeout-ms': '0' }
    expect(await errorOf(llmOf(app, 'Connect h1').generateText(request, { headers }))).toMatchObject(deadlineExceeded)
  })

  it.each(
    grpcDoors.flatMap((door) => [undefined, '99999999H'].map((value) => [value ?? 'none', value, door] as const)),
  )('that is absent or absurd (%s) is the server’s own: %s through %s', async (_, value, door) => {
    const upstream = await startUpstream(silent)
    onTestFinished(() => upstream.close())
    const app = await openApp({
      providers: [playedProvider(upstream.url)],
      limits: { max_call_duration: '200ms' },
    })
    const headers = value === undefined ? {} : (headersOf[door]?.(value) ?? {})
    expect(await errorOf(llmOf(app, door).generateText(request, { headers }))).toMatchObject(deadlineExceeded)
    await (await upstream.request(0)).closed
  })

  it.each(grpcDoors)('that is malformed is refused, through %s', async (door) => {
    const { app, upstream } = await open(silent)
    const headers = headersOf[door]?.('5x') ?? {}
    const error = await errorOf(llmOf(app, door).generateText(request, { headers }))
    expect(error).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'] })
    expect(upstream.requests).toEqual([])
  })

  it.each(['unary', 'streamed'])('in options.timeout bounds the call, %s', async (way) => {
    const { app, upstream } = await open(silent)
    const llm = llmOf(app)
    const short = { prompt: 'x', options: { model: 'm', timeout: { nanos: 150_000_000 } } }
    const call = way === 'unary' ? llm.generateText(short) : readAll(llm.generateTextStream(short))
    expect(await errorOf(call)).toMatchObject(deadlineExceeded)
    await (await upstream.request(0)).closed
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'failed', error_reason: 'DEADLINE_EXCEEDED' }])
    await nothingIsLeft(app, upstream)
  })
})
