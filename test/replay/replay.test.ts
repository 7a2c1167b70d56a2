import type { Client } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '#gen/switchyard/v1/content_pb.js'
import type { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'
import { streamed } from '../e2e/answers.ts'
import { type RunningApp, startTestApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { cutAtRandom, type Recording, readRecordings } from '../support/recordings.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { expectAnswer, REASONS } from './expectations.ts'
import { EXCEPTIONS, type Kind, kinds, replayProviders } from './kinds.ts'

const recordings = readRecordings()

/** What came of the recordings of each adapter, for people. */
const tally = new Map<string, Record<Outcome, number>>()

type Outcome = 'answers' | 'errors' | 'cut' | 'excepted'

describe.skipIf(recordings.length === 0)('the running service says what was recorded', () => {
  let upstream: Upstream
  let app: RunningApp
  let llm: Client<typeof LLMService>

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    app = await startTestApp(
      {
        providers: replayProviders(upstream.url),
        retry: { max_retries: 0 },
        circuit: { failure_threshold: 10_000, account_failure_threshold: 10_000 },
      },
      { environment: { REPLAY_KEY: 'replay-key' } },
    )
    llm = llmOf(app)
  })

  afterAll(async () => {
    await app.stop()
    await upstream.close()
    process.stderr.write(`\n${printed()}\n`)
  })

  it('for nearly all that were made of conversations', () => {
    const claimed = recordings.filter((recording) => kinds.filter(({ isOne }) => isOne(recording)).length === 1)
    expect(claimed.length).toBeGreaterThan(900)
    expect(recordings.filter((recording) => kinds.filter(({ isOne }) => isOne(recording)).length > 1)).toEqual([])
  })

  describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
    it.each(casesOf(kind))('$title', async ({ recording, at }) => {
      play(upstream, recording, at)
      const request = { messages: [userMessage('Hello')], options: { model: kind.name } }
      const ask: Ask = async () => (recording.stream ? streamed(llm, request) : llm.generateChat(request))
      const outcome = await expectReplay(kind, recording, ask)
      count(kind.adapter, outcome)
    })
  })
})

type Ask = () => Promise<{ readonly message?: Message | undefined; readonly info?: AnswerInfo | undefined }>

/** Gives what kind of answer it was; fails when it is not what was recorded. */
async function expectReplay(kind: Kind, recording: Recording, ask: Ask): Promise<Outcome> {
  if (recording.status !== 200) {
    const error = await errorOf(ask())
    expect(error.reasons).toEqual([expect.stringMatching(REASONS[recording.status] ?? /never/)])
    expect(error.metadata).toMatchObject({ http_status: String(recording.status), provider: kind.name })
    return 'errors'
  }
  if (EXCEPTIONS.some(({ file }) => file.test(recording.p))) {
    expect((await errorOf(ask())).reasons).toEqual(['UPSTREAM_MALFORMED'])
    return 'excepted'
  }
  const expected = kind.fold(recording)
  if (expected.failed) {
    expect((await errorOf(ask())).reasons).toHaveLength(1)
    return 'errors'
  }
  if (expected.finish === undefined) {
    expect((await errorOf(ask())).reasons).toEqual(['STREAM_TRUNCATED'])
    return 'cut'
  }
  const { message, info } = await ask()
  expectAnswer(message, info, expected)
  return 'answers'
}

/** The upstream answers with the recording, cut into pieces at random. */
function play(upstream: Upstream, recording: Recording, seed: number): void {
  const longest = Math.max(400, recording.body.length / 40)
  upstream.play(async (exchange) => {
    exchange.response.writeHead(recording.status, { ...recording.hdr, 'content-type': recording.ct })
    for (const piece of cutAtRandom(Buffer.from(recording.body), seed, longest)) await exchange.sendBytes(piece)
    exchange.end()
  })
}

function casesOf(kind: Kind) {
  const own = recordings.filter(kind.isOne)
  return own.map((recording, at) => ({
    recording,
    at,
    title: `${at} ${recording.p.slice(-70)} ${recording.i}`,
  }))
}

function count(adapter: string, outcome: Outcome): void {
  const counts = tally.get(adapter) ?? { answers: 0, errors: 0, cut: 0, excepted: 0 }
  counts[outcome] += 1
  tally.set(adapter, counts)
}

function printed(): string {
  const rows = [...tally].map(
    ([adapter, counts]) =>
      `  ${adapter.padEnd(20)} ${Object.entries(counts)
        .map(([what, times]) => `${times} ${what}`)
        .join(', ')}`,
  )
  return ['Recordings through the running service:', ...rows].join('\n')
}
