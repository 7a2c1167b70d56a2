import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Budget } from '../../src/budgets/budget.ts'
import { Budgets } from '../../src/budgets/budgets.ts'
import { Reservation } from '../../src/budgets/reservation.ts'
import { subjectOf } from '../../src/core/subject.ts'
import { targetedCall } from '../support/call.ts'
import { FakeClock } from '../support/fake-clock.ts'

const HOUR = 3_600_000
const AMOUNT = 100n

type Step =
  | { readonly does: 'begin'; readonly worst: bigint }
  | { readonly does: 'end'; readonly which: number; readonly share: number }
  | { readonly does: 'extend'; readonly which: number; readonly more: bigint }
  | { readonly does: 'jump'; readonly milliseconds: number }
  | { readonly does: 'refresh' | 'restart' }

const nanos = fc.bigInt({ min: 0n, max: 40n })
const which = fc.nat(20)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('begin' as const), worst: nanos }) },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('end' as const), which, share: fc.integer({ min: 0, max: 100 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('extend' as const), which, more: nanos }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('jump' as const),
      milliseconds: fc.integer({ min: -2 * HOUR, max: 26 * HOUR }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('refresh' as const, 'restart' as const) }) },
)

const budget: Budget = {
  ...{ name: 'b', subject: subjectOf(undefined), window: 'day', timeZone: 'Europe/Berlin' },
  ...{ amountNanos: AMOUNT, softNanos: undefined, hard: true },
}

/** A day of budgets beside a ledger that knows all that ended. */
class Day {
  readonly clock = new FakeClock()
  readonly ledger: { readonly startTime: number; readonly nanos: bigint }[] = []
  running: { readonly reservation: Reservation; readonly startTime: number; worst: bigint }[] = []
  budgets!: Budgets

  async start(): Promise<void> {
    const spend = {
      read: async ({ from, to }: { from: number; to: number }) =>
        this.ledger.reduce((sum, row) => (row.startTime >= from && row.startTime < to ? sum + row.nanos : sum), 0n),
    }
    const observer = { refused: () => {}, softReached: () => {} }
    this.budgets = new Budgets({ clock: this.clock, spend, observer })
    this.running = []
    await this.budgets.replace([budget])
  }

  get account() {
    const [account] = [...this.budgets.accounts]
    if (!account) throw new Error('There is no account.')
    return account
  }

  held(): bigint {
    return this.account.spentAt(this.clock.now()) + this.account.reservedNanos
  }
}

async function play(day: Day, step: Step): Promise<void> {
  const { clock, account, running } = day
  switch (step.does) {
    case 'begin': {
      const call = targetedCall()
      const before = day.held()
      const taken = Reservation.take(day.budgets.accountsOf(call, call.target) ?? [], step.worst, clock)
      expect(taken instanceof Reservation).toBe(before + step.worst <= AMOUNT)
      if (taken instanceof Reservation) running.push({ reservation: taken, startTime: clock.now(), worst: step.worst })
      return
    }
    case 'extend': {
      const one = running[step.which]
      if (!one) return
      const before = day.held()
      const refusing = one.reservation.extend(step.more)
      expect(refusing === undefined).toBe(before + step.more <= AMOUNT)
      if (!refusing) one.worst += step.more
      return
    }
    case 'end': {
      const [one] = running.splice(step.which, 1)
      if (!one) return
      const paid = { nanos: (one.worst * BigInt(step.share)) / 100n, startTime: one.startTime }
      const before = day.held()
      one.reservation.settle(paid)
      one.reservation.settle(paid)
      day.ledger.push(paid)
      expect(day.held()).toBeLessThanOrEqual(before)
      return
    }
    case 'jump': {
      const { start } = account.windowAt(clock.now())
      const spent = account.spentAt(clock.now())
      clock.jump(step.milliseconds)
      const after = account.windowAt(clock.now())
      expect(after.start).toBeGreaterThanOrEqual(start)
      if (after.start === start) expect(account.spentAt(clock.now())).toBe(spent)
      return
    }
    case 'refresh':
      return day.budgets.refresh()
    case 'restart':
      return day.start()
  }
}

it('whatever happens, nothing begins that could pass a hard budget, and all that is reserved is given back once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const day = new Day()
      await day.start()
      for (const one of steps) {
        await play(day, one)
        const reserved = day.running.reduce((sum, { worst }) => sum + worst, 0n)
        expect(day.account.reservedNanos).toBe(reserved)
      }
      for (const { reservation, startTime } of day.running) reservation.settle({ nanos: 0n, startTime })
      expect(day.account.reservedNanos).toBe(0n)
    }),
    { numRuns: 500 },
  )
})

it('as long as the clock runs forward, each window costs no more than its amount, also over restarts', async () => {
  const forward = step.map((one) => (one.does === 'jump' ? { ...one, milliseconds: Math.abs(one.milliseconds) } : one))
  await fc.assert(
    fc.asyncProperty(fc.array(forward, { maxLength: 80 }), async (steps) => {
      const day = new Day()
      await day.start()
      const windows = new Map<number, number>()
      for (const one of steps) {
        const { start, end } = day.account.windowAt(day.clock.now())
        windows.set(start, end)
        await play(day, one)
      }
      for (const [start, end] of windows) {
        const rows = day.ledger.filter(({ startTime }) => startTime >= start && startTime < end)
        expect(rows.reduce((sum, { nanos }) => sum + nanos, 0n)).toBeLessThanOrEqual(AMOUNT)
      }
    }),
    { numRuns: 300 },
  )
})
