import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Budget } from '../../src/budgets/budget.ts'
import { subjectOf } from '../../src/core/subject.ts'
import { settled } from '../support/fake-clock.ts'
import { Fleet } from '../support/fleet.ts'
import type { StoreMood } from '../support/shared-store.ts'
import type { SpendingReplica } from '../support/spending-replica.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const AMOUNT = 1000n
const REPLICAS = 3

const budget: Budget = {
  ...{ name: 'b', subject: subjectOf(undefined), window: 'hour', timeZone: 'UTC' },
  ...{ amountNanos: AMOUNT, softNanos: undefined, hard: true },
}

type Step =
  | { readonly does: 'begin'; readonly replica: number; readonly worst: bigint }
  | { readonly does: 'send'; readonly replica: number; readonly which: number }
  | { readonly does: 'end'; readonly replica: number; readonly which: number; readonly share: number }
  | { readonly does: 'extend'; readonly replica: number; readonly which: number; readonly more: bigint }
  | { readonly does: 'crash' | 'refresh'; readonly replica: number }
  | { readonly does: 'shift'; readonly replica: number; readonly milliseconds: number }
  | { readonly does: 'pass' | 'stall'; readonly milliseconds: number }
  | { readonly does: 'turn'; readonly mood: StoreMood }

const replica = fc.nat(REPLICAS - 1)
const which = fc.nat(2)
const nanos = fc.bigInt({ min: 1n, max: 300n })
const shift = fc.oneof(
  fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }),
  fc.integer({ min: -26 * HOUR, max: 26 * HOUR }),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('begin' as const), replica, worst: nanos }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('send' as const), replica, which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('end' as const),
      replica,
      which,
      share: fc.integer({ min: 0, max: 100 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('extend' as const), replica, which, more: nanos }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('crash' as const, 'refresh' as const), replica }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('shift' as const), replica, milliseconds: shift }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('pass' as const), milliseconds: fc.integer({ min: 0, max: 4000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('stall' as const),
      milliseconds: fc.integer({ min: 0, max: 40 * MINUTE }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('turn' as const),
      mood: fc.constantFrom<StoreMood>('there', 'there', 'away', 'unheard'),
    }),
  },
)

async function play(fleet: Fleet, step: Step): Promise<void> {
  const { time, store, replicas, shifts } = fleet
  const one = 'replica' in step ? (replicas[step.replica] as SpendingReplica) : undefined
  const attempt = one && 'which' in step ? one.attempts[step.which] : undefined
  switch (step.does) {
    case 'begin':
      void one?.begin(step.worst)
      break
    case 'send':
      if (attempt) one?.send(attempt)
      break
    case 'end':
      if (attempt) one?.end(attempt, step.share)
      break
    case 'extend':
      if (attempt) void one?.extend(attempt, step.more)
      break
    case 'crash':
      one?.crash()
      await fleet.start(step.replica)
      break
    case 'refresh':
      await one?.budgets.refresh().catch(() => {})
      break
    case 'shift':
      shifts[step.replica] = step.milliseconds
      break
    case 'pass':
      await time.advance(step.milliseconds)
      break
    case 'stall':
      // An outage, or a process that sleeps, must not last from before a window's end to an hour after it.
      await fleet.quiet()
      for (const one of replicas) for (const attempt of one.attempts) one.send(attempt)
      time.stall(step.milliseconds)
      break
    case 'turn':
      store.mood = step.mood
  }
  await settled()
}

it('whatever happens to replicas, their clocks and their store, no window costs more than its amount', async () => {
  const seen = { begun: 0, refused: 0, lost: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }), async (steps) => {
      const fleet = await Fleet.open(REPLICAS, budget)
      for (const one of steps) {
        await play(fleet, one)
        for (const [, worst] of fleet.worstByHour()) expect(worst).toBeLessThanOrEqual(AMOUNT)
      }
      // Until nobody waits any more.
      for (let count = 0; count < 2; count++) await fleet.quiet()
      for (const one of fleet.replicas) for (const attempt of [...one.attempts]) one.end(attempt, 100)
      await fleet.quiet()
      // The ledger has what the vendor counts, to the last of it, but for what went down with its process.
      const { paid, lost } = fleet.upstream
      const told = new Map([...paid].filter(([id]) => !lost.has(id)))
      expect(fleet.store.rows).toEqual(told)
      for (const { account } of fleet.replicas) expect(account.reservedNanos).toBe(0n)
      seen.begun += paid.size
      seen.lost += lost.size
      seen.refused += fleet.replicas.reduce((sum, { refused }) => sum + refused, 0)
    }),
    { numRuns: 300 },
  )
  expect(Math.min(seen.begun, seen.refused, seen.lost)).toBeGreaterThan(50)
}, 120_000)
