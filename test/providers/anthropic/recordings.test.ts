import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { createAnthropicProvider } from '../../../src/providers/anthropic/adapter.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { accountAt } from '../../support/account.ts'
import { targetedCall } from '../../support/call.ts'
import { type ProviderAnswer, readAnswer } from '../../support/provider-answer.ts'
import { jsonEvents } from '../../support/recorded-answer.ts'
import { buildMessage, type ExpectedMessage, foldMessage } from '../../support/recorded-anthropic.ts'
import { cutAtRandom, type Recording, readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

const FINISH: Record<string, FinishReason> = {
  end_turn: FinishReason.STOP,
  stop_sequence: FinishReason.STOP,
  tool_use: FinishReason.TOOL_CALLS,
  refusal: FinishReason.REFUSAL,
}

function expectMessage(answer: ProviderAnswer, expected: ExpectedMessage): void {
  expect(answer.error).toBeUndefined()
  expect(answer).toMatchObject({ text: expected.text, reasoning: expected.reasoning })
  expect(answer.toolCalls.map(({ arguments: text, ...call }) => ({ ...call, input: JSON.parse(text) }))).toEqual(
    expected.tools,
  )
  expect(statesOf(answer)).toEqual(expected.states)
  const { usage, model, stopReason } = expected
  expect(answer.ending).toEqual({
    finishReason: FINISH[stopReason],
    rawFinishReason: stopReason,
    model,
    usage: {
      $typeName: 'switchyard.v1.Usage',
      inputTokens: BigInt(usage.input),
      outputTokens: BigInt(usage.output),
      cacheReadInputTokens: BigInt(usage.read),
      cacheWriteInputTokens: BigInt(usage.written),
      reasoningOutputTokens: BigInt(usage.thinking),
      estimated: false,
    },
  })
}

function statesOf({ parts }: ProviderAnswer): unknown[] {
  const states = parts.flatMap(({ providerState }) => (providerState ? [providerState.data] : []))
  return states.map((data) => JSON.parse(Buffer.from(data).toString()))
}

/** Two answers that something on the way spliced into one stream. */
const isSpliced = ({ p }: Recording) => p.endsWith('spliced-message-start.chunks.txt')

const recordings = readRecordings()
const messages = recordings.filter(({ path }) => path.endsWith('/v1/messages'))
const counts = recordings.filter(({ path }) => path.endsWith('/v1/messages/count_tokens'))
const cases = (list: readonly Recording[]) =>
  list.map((recording, at) => ({ recording, at, title: `${at} ${recording.p.slice(-80)} ${recording.i}` }))

describe.skipIf(recordings.length === 0)('recorded traffic with Anthropic', () => {
  let upstream: Upstream
  let provider: Provider

  beforeAll(async () => {
    upstream = await startUpstream(() => {})
    provider = await createAnthropicProvider(accountAt(upstream.url, { limits: { maxEventBytes: 1 << 20 } }))
  })

  afterAll(async () => {
    await provider.close()
    await upstream.close()
  })

  function play(recording: Recording, seed: number): void {
    upstream.play(async (exchange) => {
      exchange.response.writeHead(recording.status, { ...recording.hdr, 'content-type': recording.ct })
      const longest = Math.max(400, recording.body.length / 40)
      for (const piece of cutAtRandom(Buffer.from(recording.body), seed, longest)) await exchange.sendBytes(piece)
      exchange.end()
    })
  }

  function replay(recording: Recording, seed: number): Promise<ProviderAnswer> {
    play(recording, seed)
    return readAnswer(provider.open(targetedCall({ streaming: recording.stream })))
  }

  it('is there', () => {
    expect([messages.length, counts.length]).toEqual([236, 4])
  })

  it.each(cases(messages))('says what it says: $title', async ({ recording, at }) => {
    const answer = await replay(recording, at)
    if (recording.status !== 200) {
      expect(answer.error).toMatchObject({ reasonName: 'MODEL_NOT_FOUND', metadata: { http_status: '404' } })
    } else if (isSpliced(recording)) {
      expect(answer.error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    } else {
      const whole = recording.stream ? buildMessage(jsonEvents(recording.body)) : JSON.parse(recording.body)
      expectMessage(answer, foldMessage(whole))
    }
  })

  it.each(cases(messages.filter((recording) => recording.stream && !isSpliced(recording))))(
    'says the same whole as streamed: $title',
    async ({ recording, at }) => {
      const streamed = await replay(recording, at)
      const body = JSON.stringify(buildMessage(jsonEvents(recording.body)))
      const whole = await replay({ ...recording, ct: 'application/json', stream: false, body }, at)
      expect(whole.parts.map(parsed)).toEqual(streamed.parts.map(parsed))
      expect(whole.ending).toEqual(streamed.ending)
    },
  )

  it.each(cases(counts))('counts what it counts: $title', async ({ recording, at }) => {
    play(recording, at)
    const { input_tokens: count } = JSON.parse(recording.body)
    expect(await provider.countTokens?.(targetedCall())).toEqual({ inputTokens: BigInt(count), estimated: false })
  })
})

/** The streamed arguments have blanks that a whole message does not have. */
function parsed({ content, providerState }: ProviderAnswer['parts'][number]) {
  if (content.case !== 'toolCall') return { content, providerState }
  const { id, name, arguments: text } = content.value
  return { id, name, input: JSON.parse(text) }
}
