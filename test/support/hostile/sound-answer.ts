import { toBinary } from '@bufbuild/protobuf'
import { expect } from 'vitest'
import { type GenerateChatStreamResponse, GenerateChatStreamResponseSchema } from '#gen/switchyard/v1/generation_pb.js'
import { type Usage, UsageSchema } from '#gen/switchyard/v1/usage_pb.js'
import type { AnswerEvent, Ending, ProviderEvent } from '../../../src/core/events.ts'
import type { ProviderAnswer } from '../provider-answer.ts'

/** What of a prompt or an answer no error may repeat. */
export const CANARY = 'secret words of the prompt'

/** An answer is a little larger than what it was made of: more would be an attack on the memory. */
const MOST_GROWTH = 20
const MOST_EXTRA = 20_000

/** Fails unless the answer can go out as it is: its events are well-formed, or it failed in the way that is foreseen. */
export function expectSound(answer: ProviderAnswer, inputBytes: number): void {
  expectForeseen(answer.error)
  const size = new AnswerGrammar().read(answer.batches.flat())
  expect(size).toBeLessThan(inputBytes * MOST_GROWTH + MOST_EXTRA)
  expectUnpolluted()
}

/** What was thrown, if anything, is an error of the gateway's that blames the provider and repeats nothing. */
export function expectForeseen(error: ProviderAnswer['error']): void {
  if (!error) return
  expect(error, String((error.cause as Error | undefined)?.stack ?? error.message)).not.toMatchObject({
    reasonName: 'INTERNAL',
  })
  expect(`${error.message} ${JSON.stringify(error.metadata)} ${error.cause}`).not.toContain(CANARY)
}

export function expectUnpolluted(): void {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Object.keys(Array.prototype)).toEqual([])
}

const growing: Readonly<Record<string, string>> = { text: 'text', reasoning: 'reasoning', arguments: 'toolCall' }

/** Follows the events by the grammar of the contract. */
class AnswerGrammar {
  readonly #open = new Map<number, string | undefined>()
  readonly #callIds = new Set<string>()
  #started = 0

  /** The bytes of all events. */
  read(events: readonly ProviderEvent[]): number {
    let size = 0
    for (const [position, event] of events.entries()) {
      if (event.case === 'ended') {
        expect(position).toBe(events.length - 1)
        this.#ended(event.value)
      } else size += this.#event(event)
    }
    return size
  }

  #event(event: AnswerEvent): number {
    if (event.case === 'partStarted') {
      const { index, part } = event.value
      expect(index).toBe(this.#started++)
      this.#open.set(index, part?.content.case)
      if (part?.content.case === 'toolCall') this.#called(part.content.value.id)
    } else if (event.case === 'partDelta') {
      const { index, delta } = event.value
      expect(this.#open.get(index)).toBe(growing[delta.case ?? ''])
    } else if (event.case === 'partEnded') expect(this.#open.delete(event.value.index)).toBe(true)
    else expectCounts(event.value)
    return bytesOf(event)
  }

  #called(id: string): void {
    expect(id).not.toBe('')
    expect(this.#callIds).not.toContain(id)
    this.#callIds.add(id)
  }

  #ended({ usage, model, rawFinishReason, finishReason }: Ending): void {
    expect(this.#open.size).toBe(0)
    expect(typeof rawFinishReason).toBe('string')
    expect(finishReason).toBeGreaterThan(0)
    expect(['string', 'undefined']).toContain(typeof model)
    if (usage) expectCounts(usage)
  }
}

function expectCounts(usage: Usage): void {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens, reasoningOutputTokens } = usage
  for (const count of [inputTokens, outputTokens, cacheReadInputTokens, cacheWriteInputTokens, reasoningOutputTokens]) {
    expect(count).toBeGreaterThanOrEqual(0n)
  }
  toBinary(UsageSchema, usage)
}

/** Throws when a field is not of its type. */
function bytesOf(event: AnswerEvent): number {
  const message: GenerateChatStreamResponse = {
    $typeName: 'switchyard.v1.GenerateChatStreamResponse',
    sequence: 0n,
    event: event as GenerateChatStreamResponse['event'],
  }
  return toBinary(GenerateChatStreamResponseSchema, message).length
}
