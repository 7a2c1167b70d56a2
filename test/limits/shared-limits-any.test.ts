import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Obstacle } from '../../src/limits/limiter.ts'
import { TokenBucket } from '../../src/limits/token-bucket.ts'
import { settled } from '../support/fake-clock.ts'
import { type ExchangeMood, type LimitedReplica, LimitFleet } from '../support/limit-fleet.ts'

const REPLICAS = 3
const PER_MINUTE = 120
const PLACES = 60

/** So long ago others may have taken what is heard only now. */
const LATE_MS = 6000

type Step =
  | { readonly does: 'begin'; readonly replica: number; readonly count: number }
  | { readonly does: 'end'; readonly replica: number; readonly count: number }
  | { readonly does: 'pass' | 'slow'; readonly milliseconds: number }
  | { readonly does: 'crash'; readonly replica: number; readonly shift: number }
  | { readonly does: 'stop' | 'cut' | 'join'; readonly replica: number }
  | { readonly does: 'turn'; readonly mood: ExchangeMood }

const replica = fc.nat(REPLICAS - 1)
const count = fc.integer({ min: 1, max: 40 })
const milliseconds = fc.oneof(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 20_000 }))

const calls: fc.WeightedArbitrary<Step>[] = [
  { weight: 8, arbitrary: fc.record({ does: fc.constant('begin' as const), replica, count }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('end' as const), replica, count }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('pass' as const), milliseconds }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('slow' as const), milliseconds: fc.integer({ min: 0, max: 60 }) }),
  },
]

const faults: fc.WeightedArbitrary<Step>[] = [
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('crash' as const), replica, shift: fc.integer({ min: -1e9, max: 1e9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('stop' as const, 'cut' as const, 'join' as const, 'join' as const),
      replica,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('turn' as const),
      mood: fc.constantFrom<ExchangeMood>('there', 'there', 'away', 'unheard', 'silent'),
    }),
  },
]

/** Looks at each call as it is judged. */
interface Judge {
  begun(one: LimitedReplica): void
  refused(one: LimitedReplica, obstacle: Obstacle): void
}

async function play(fleet: LimitFleet, step: Step, judge: Judge): Promise<void> {
  const one = 'replica' in step ? (fleet.replicas[step.replica] as LimitedReplica) : undefined
  switch (step.does) {
    case 'begin':
      for (let begun = 0; one && begun < step.count; begun++) {
        void one.begin().then((obstacle) => {
          if (obstacle) return judge.refused(one, obstacle)
          fleet.truth.take(1, fleet.time.monotonic())
          judge.begun(one)
        })
      }
      break
    case 'end':
      for (const call of one?.running.slice(0, step.count) ?? []) call.end(0)
      break
    case 'pass':
      await fleet.time.advance(step.milliseconds)
      break
    case 'slow':
      fleet.memory.delayMs = step.milliseconds
      break
    case 'crash':
      one?.crash()
      fleet.start(step.replica, step.shift)
      break
    case 'stop':
      for (const call of one?.running ?? []) call.end(0)
      void one?.sharing.close()
      await fleet.time.advance(10)
      one?.crash()
      fleet.start(step.replica)
      break
    case 'cut':
    case 'join':
      if (one) one.isReachable = step.does === 'join'
      break
    case 'turn':
      fleet.memory.mood = step.mood
  }
  await settled()
}

/** The store is there, and nobody calls for long. */
async function quiet(fleet: LimitFleet): Promise<void> {
  fleet.memory.mood = 'there'
  fleet.memory.delayMs = 0
  for (const one of fleet.replicas) one.isReachable = true
  // Those that wait are judged first.
  await fleet.time.advance(1000)
  for (const { running } of fleet.replicas) for (const call of [...running]) call.end(0)
  await fleet.time.advance(90_000)
}

const limits = { requestsPerMinute: PER_MINUTE, concurrentCalls: PLACES }

it('replicas let through no more than the limit and a twentieth of it, however their calls and exchanges fall', async () => {
  const seen = { begun: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.noShrink(fc.array(fc.oneof(...calls), { minLength: 20, maxLength: 60, size: 'max' })),
      async (steps) => {
        const fleet = await LimitFleet.open(REPLICAS, limits)
        const most = { owed: 0, running: 0 }
        const judge: Judge = {
          begun() {
            seen.begun += 1
            most.owed = Math.max(most.owed, -fleet.truth.level(fleet.time.monotonic()))
            most.running = Math.max(most.running, fleet.running)
          },
          refused() {
            seen.refused += 1
          },
        }
        for (const step of steps) await play(fleet, step, judge)
        await quiet(fleet)
        expect(most.owed).toBeLessThanOrEqual(PER_MINUTE / 20 + 1e-3)
        expect(most.running).toBeLessThanOrEqual(PLACES + PLACES / 20)
      },
    ),
    { numRuns: 200 },
  )
  expect(Math.min(seen.begun, seen.refused)).toBeGreaterThan(1000)
}, 120_000)

it('whatever happens to replicas and their store, none refuses for what nobody took, none passes the limit by itself, and all recover', async () => {
  const seen = { begun: 0, refused: 0, apart: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.noShrink(fc.array(fc.oneof(...calls, ...faults), { minLength: 20, maxLength: 60, size: 'max' })),
      async (steps) => {
        const fleet = await LimitFleet.open(REPLICAS, limits)
        const own = new Map<LimitedReplica, TokenBucket>()
        const wrong: string[] = []
        const judge: Judge = {
          begun(one) {
            const now = fleet.time.monotonic()
            const bucket = own.get(one) ?? new TokenBucket(PER_MINUTE, now)
            own.set(one, bucket)
            if (bucket.waitFor(1, now) > 0) wrong.push('passed')
            bucket.take(1, now)
            seen.begun += 1
          },
          refused(one, { of }) {
            if (one.isApart) seen.apart += 1
            else if (of === 'requests_per_minute') {
              const left = fleet.truth.level(fleet.time.monotonic())
              if (left >= 1 + (PER_MINUTE * LATE_MS) / 60_000) wrong.push(`refused with ${left} left`)
              seen.refused += 1
            }
          },
        }
        for (const step of steps) await play(fleet, step, judge)
        await quiet(fleet)
        expect(wrong).toEqual([])
        for (const one of fleet.replicas) {
          expect(one.isApart).toBe(false)
          expect(await fleet.admitted(fleet.replicas.indexOf(one), PLACES)).toBe(PLACES)
          for (const call of [...one.running]) call.end(0)
          await fleet.time.advance(60_000)
        }
      },
    ),
    { numRuns: 200 },
  )
  expect(Math.min(seen.begun, seen.refused, seen.apart)).toBeGreaterThan(30)
}, 120_000)
