import { durationMs } from '@bufbuild/protobuf/wkt'
import { ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { RequestInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import { runCli } from '../cli/fake-terminal.ts'
import { openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { type Door, doors, llmOf } from '../support/clients.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

const SECRET = 'the-very-secret-word'
const request = { prompt: SECRET, options: { model: 'way' } }

/** A route whose two targets play these, each of them tried twice. */
async function open(first: UpstreamHandler, second: UpstreamHandler): Promise<RunningApp> {
  const upstreams = [await openUpstream(first), await openUpstream(second)]
  const names = ['first', 'second']
  return openApp({
    providers: upstreams.map(({ url }, index) =>
      playedProvider(url, { name: names[index], models: [{ name: `m${index}`, price: { input: '2', output: '10' } }] }),
    ),
    routes: [{ name: 'way', targets: names.map((provider, index) => ({ provider, model: `m${index}` })) }],
    retry: { max_retries: 1, initial_delay: '1ms' },
    circuit: { failure_threshold: 100 },
  })
}

const isDown: UpstreamHandler = (exchange) => exchange.sendJson(503, { error: { message: SECRET } })
const rejects: UpstreamHandler = (exchange) => exchange.sendJson(400, { error: { message: 'bad' } })
const breaksOff: UpstreamHandler = async (exchange) => {
  exchange.startEvents()
  await exchange.sendEvent(chatDelta({ content: SECRET }))
  exchange.hangUp()
}

/** What the error of a call says was tried for it. */
async function triedBy(call: Promise<unknown>) {
  const error = await call.then(
    () => new Error('The call succeeded.'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ConnectError)) throw error
  const infos = error.findDetails(AttemptsInfoSchema)
  expect(infos).toHaveLength(1)
  const ids = error.findDetails(RequestInfoSchema).map(({ requestId }) => requestId)
  expect(ids).toEqual(infos.map(({ responseId }) => responseId))
  for (const { value } of error.details as { value: Uint8Array }[]) {
    expect(Buffer.from(value).includes(SECRET)).toBe(false)
  }
  return infos[0] as (typeof infos)[number]
}

const ALL = [
  ['first', 'm0', ErrorReason.UPSTREAM_UNAVAILABLE],
  ['first', 'm0', ErrorReason.UPSTREAM_UNAVAILABLE],
  ['second', 'm1', ErrorReason.UPSTREAM_REJECTED],
]

describe('the error of a call', () => {
  it.each<[Door, 'unary' | 'streamed']>(
    doors.flatMap((door) => [[door, 'unary'] as [Door, 'unary'], [door, 'streamed']]),
  )('names all attempts (%s, %s)', async (door, kind) => {
    const app = await open(isDown, rejects)
    const llm = llmOf(app, door)
    const tried = await triedBy(kind === 'unary' ? llm.generateText(request) : readAll(llm.generateTextStream(request)))
    expect(tried.attempts.map(({ provider, model, errorReason }) => [provider, model, errorReason])).toEqual(ALL)
    expect(tried.attempts.every(({ latency, succeeded }) => latency && durationMs(latency) > 0 && !succeeded)).toBe(
      true,
    )
    expect(tried.omittedAttempts).toBe(0)
    expect(app.rows().map(({ call_id }) => call_id)).toEqual(new Array(3).fill(tried.responseId))
  })

  it.each<Door>(doors)('names them when a stream ends in it, with what was used and paid (%s)', async (door) => {
    const app = await open(isDown, breaksOff)
    const tried = await triedBy(readAll(llmOf(app, door).generateTextStream(request)))
    expect(tried.attempts.map(({ errorReason }) => errorReason)).toEqual([
      ErrorReason.UPSTREAM_UNAVAILABLE,
      ErrorReason.UPSTREAM_UNAVAILABLE,
      ErrorReason.STREAM_TRUNCATED,
    ])
    const { usage, cost } = tried.attempts[2] ?? {}
    const row = app.rows()[2]
    expect(usage).toMatchObject({ estimated: true, inputTokens: BigInt(row?.input_tokens ?? 0) })
    expect(cost?.total?.amountNanos).toBe(BigInt(row?.cost_nanos ?? 0))
    expect(row?.cost_nanos).toBeGreaterThan(0)
  })

  it('names them when the call’s own timeout ends it', async () => {
    const app = await open(
      () => {},
      () => {},
    )
    const options = { model: 'way', timeout: { seconds: 0n, nanos: 200_000_000 } }
    const tried = await triedBy(llmOf(app).generateText({ prompt: SECRET, options }))
    expect(tried.attempts).toMatchObject([{ provider: 'first', errorReason: ErrorReason.DEADLINE_EXCEEDED }])
  })

  it('has the id of the call though nothing was tried', async () => {
    const app = await openApp()
    const error = await llmOf(app)
      .generateText({ prompt: 'x', options: { model: 'nothing' } })
      .catch(ConnectError.from)
    const [info] = (error as ConnectError).findDetails(RequestInfoSchema)
    await app.ended(1)
    expect(JSON.parse(app.log.find((line) => line.includes('"call"')) ?? '{}').id).toBe(info?.requestId)
    expect((error as ConnectError).findDetails(AttemptsInfoSchema)).toEqual([])
  })

  it('stands in the failure of one model among several', async () => {
    const app = await open(isDown, rejects)
    const conversation = { messages: [{ role: 1, parts: [{ content: { case: 'text' as const, value: SECRET } }] }] }
    const pieces = await readAll(llmOf(app).compareChat({ models: ['way', 'm1'], request: conversation }))
    const tried = pieces.flatMap(({ event }) => (event.case === 'failure' ? [event.value.attemptsInfo] : []))
    expect(tried.map((info) => info?.attempts.length).sort()).toEqual([1, 3])
  })
})

describe('the command line', () => {
  it('tells what was tried, for people and for programs', async () => {
    const app = await open(isDown, rejects)
    const words = ['chat', SECRET, '-m', 'way', '--server', app.grpcAddress]
    const { errors, exitCode } = await runCli(words)
    const first = String.raw`m0 \(first\): UPSTREAM_UNAVAILABLE · \d\.\d\d s\n`
    expect(errors).toMatch(
      new RegExp(
        String.raw`\nTried, for call [0-9a-f-]{36}:\n {2}${first} {2}${first} {2}m1 \(second\): UPSTREAM_REJECTED`,
      ),
    )
    expect(exitCode).toBe(1)
    const json = JSON.parse((await runCli([...words, '-o', 'json'])).errors)
    expect(json.error.tried.attempts).toHaveLength(3)
  })
})
