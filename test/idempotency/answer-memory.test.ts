import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { type AnswerEvent, partDelta } from '../../src/core/events.ts'
import { AnswerMemory } from '../../src/idempotency/answer-memory.ts'
import type { Claim } from '../../src/idempotency/claim.ts'
import { bytesOf } from '../../src/idempotency/recorded-answer.ts'
import { FakeClock, settled } from '../support/fake-clock.ts'
import { target } from '../support/pipeline-harness.ts'

const DAY_MS = 86_400_000
const signal = new AbortController().signal

let clock: FakeClock
let memory: AnswerMemory

beforeEach(() => {
  clock = new FakeClock()
  memory = new AnswerMemory({ clock, maxAnswers: 3, maxBytes: 10_000, maxAnswerBytes: 8000, maxAgeMs: DAY_MS })
})

function says(characters: number): AnswerEvent[] {
  return [partDelta(0, { case: 'text', value: 'x'.repeat(characters) })]
}

function factsOf(callId: string) {
  const ending = { finishReason: FinishReason.STOP, rawFinishReason: 'stop' }
  return { callId, target: target('p'), selection: undefined, warnings: [], ending }
}

async function claim(key: string): Promise<Claim> {
  const found = await memory.find(key, 'print', signal)
  if (found.kind !== 'claimed') throw new Error(`${key} is remembered.`)
  return found.claim
}

async function keep(key: string, characters = 1): Promise<void> {
  const claimed = await claim(key)
  claimed.add(says(characters))
  claimed.keep(factsOf(key))
}

/** Which of the keys are remembered. */
async function remembered(...keys: string[]): Promise<string[]> {
  const found = []
  for (const key of keys) {
    const { kind, ...rest } = await memory.find(key, 'print', signal)
    if (kind === 'recorded') found.push(key)
    else if ('claim' in rest) rest.claim.forget()
  }
  return found
}

describe('the memory of answers', () => {
  it('gives what was kept, with its batches as they were', async () => {
    const claimed = await claim('k')
    claimed.add(says(1))
    claimed.add([...says(2), ...says(3)])
    claimed.keep(factsOf('call-1'))
    expect(await memory.find('k', 'print', signal)).toMatchObject({
      kind: 'recorded',
      answer: { callId: 'call-1', batches: [says(1), [...says(2), ...says(3)]] },
    })
  })

  it.each(['while the first call runs', 'afterwards'])('refuses another request with the same key %s', async (when) => {
    const claimed = await claim('k')
    if (when === 'afterwards') claimed.keep(factsOf('call-1'))
    await expect(memory.find('k', 'other', signal)).rejects.toMatchObject({
      reason: ErrorReason.IDEMPOTENCY_CONFLICT,
      violations: [{ field: 'idempotency_key' }],
    })
  })

  it('lets twins wait for the first call, and gives them its answer', async () => {
    const claimed = await claim('k')
    const twins = [1, 2].map(() => memory.find('k', 'print', signal))
    await settled()
    claimed.keep(factsOf('call-1'))
    for (const twin of twins) expect(await twin).toMatchObject({ kind: 'recorded', answer: { callId: 'call-1' } })
  })

  it('lets one of the twins try when the first call has no answer, while the others wait on', async () => {
    const claimed = await claim('k')
    const kinds: string[] = []
    const twins = [1, 2, 3].map(async () => {
      const found = await memory.find('k', 'print', signal)
      kinds.push(found.kind)
      return found
    })
    claimed.forget()
    await settled()
    expect(kinds).toEqual(['claimed'])
    const first = await Promise.race(twins)
    if (first.kind === 'claimed') first.claim.keep(factsOf('call-2'))
    await Promise.all(twins)
    expect(kinds).toEqual(['claimed', 'recorded', 'recorded'])
  })

  it('lets a twin wait no longer than its own call', async () => {
    const claimed = await claim('k')
    const controller = new AbortController()
    const twin = memory.find('k', 'print', controller.signal)
    controller.abort(new Error('late'))
    await expect(twin).rejects.toThrow('late')
    await expect(memory.find('k', 'print', controller.signal)).rejects.toThrow('late')
    claimed.forget()
  })

  it('forgets after a day', async () => {
    await keep('old')
    await clock.advance(DAY_MS / 2)
    await keep('new')
    await clock.advance(DAY_MS / 2)
    expect(await remembered('old', 'new')).toEqual(['new'])
  })

  it('forgets the oldest when there are too many', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await keep(key)
    expect(await remembered('a', 'b', 'c', 'd')).toEqual(['b', 'c', 'd'])
  })

  it('forgets the oldest when they take too much', async () => {
    for (const key of ['a', 'b', 'c']) await keep(key, 2000)
    expect(await remembered('a', 'b', 'c')).toEqual(['b', 'c'])
  })

  it('does not keep an answer that is too large, nor forget others for it, nor hold what it took', async () => {
    await keep('small')
    const before = memory.bytes
    const claimed = await claim('k')
    for (let count = 0; count < 5; count++) claimed.add(says(1500))
    expect(memory.bytes).toBe(before)
    claimed.keep(factsOf('call-1'))
    expect(await remembered('small', 'k')).toEqual(['small'])
  })

  it('counts what is being recorded, and gives it back when it is forgotten', async () => {
    const claimed = await claim('k')
    claimed.add(says(10))
    expect(memory.bytes).toBe(bytesOf(says(10)))
    claimed.forget()
    claimed.add(says(10))
    claimed.keep(factsOf('call-1'))
    expect(memory.bytes).toBe(0)
    expect(await remembered('k')).toEqual([])
  })

  it('never holds more than its bounds, and nothing when all is forgotten', async () => {
    const step = fc.record({ key: fc.nat(8), characters: fc.nat(6000), way: fc.constantFrom('keep', 'forget', 'open') })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        memory = new AnswerMemory({ clock, maxAnswers: 3, maxBytes: 10_000, maxAnswerBytes: 8000, maxAgeMs: DAY_MS })
        const open = new Map<string, Claim>()
        for (const { key: number, characters, way } of steps) {
          const key = `k${number}`
          const found = open.has(key) ? undefined : await memory.find(key, 'print', signal)
          const claimed = found?.kind === 'claimed' ? found.claim : open.get(key)
          open.delete(key)
          claimed?.add(says(characters))
          expect(memory.bytes).toBeLessThanOrEqual(10_000)
          if (way === 'keep') claimed?.keep(factsOf(key))
          else if (way === 'forget') claimed?.forget()
          else if (claimed) open.set(key, claimed)
        }
        for (const claimed of open.values()) claimed.forget()
        expect((await remembered(...Array.from({ length: 9 }, (_, index) => `k${index}`))).length).toBeLessThanOrEqual(
          3,
        )
        await clock.advance(DAY_MS)
        expect(await remembered('k0')).toEqual([])
        expect(memory.bytes).toBe(0)
      }),
    )
  })
})
