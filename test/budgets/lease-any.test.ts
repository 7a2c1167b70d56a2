import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Ask, type Grant, grant } from '../../src/budgets/grant.ts'
import { type Keep, Lease } from '../../src/budgets/lease.ts'
import type { LeaseRow } from '../../src/usage/leases.ts'

const AMOUNT = 200n
const WINDOW = { start: 0, end: 1000 }
const REPLICAS = 2

type Step =
  | { readonly does: 'ask'; readonly at: number; readonly keep: Keep; readonly needs: readonly bigint[] }
  | { readonly does: 'decide' | 'answer' | 'lose' | 'die' | 'passTime'; readonly at: number }
  | { readonly does: 'take'; readonly at: number; readonly nanos: bigint }
  | { readonly does: 'settle'; readonly at: number; readonly which: number; readonly share: number }
  | { readonly does: 'record' | 'hear'; readonly at: number }

const at = fc.nat(REPLICAS - 1)
const nanos = fc.bigInt({ min: 1n, max: 90n })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      at,
      keep: fc.constantFrom<Keep>('all', 'soon', 'used'),
      needs: fc.array(nanos, { maxLength: 4 }),
    }),
  },
  { weight: 9, arbitrary: fc.record({ does: fc.constantFrom('decide' as const, 'answer' as const), at }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('lose' as const, 'passTime' as const), at }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('die' as const), at }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('take' as const), at, nanos }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('settle' as const),
      at,
      which: fc.nat(3),
      share: fc.integer({ min: 0, max: 100 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ does: fc.constantFrom('record' as const, 'hear' as const), at }) },
)

/** A replica, and what of it is on its way: an ask, its answer, and rows of the ledger. */
class Side {
  lease = new Lease()
  reserved: bigint[] = []
  ask: Ask | undefined
  granted: Grant | undefined
  unwritten: bigint[] = []
  unheard: bigint[] = []
}

/** The store, in which each decision is one step, and the replicas around it. */
class Table {
  readonly sides = Array.from({ length: REPLICAS }, () => new Side())
  readonly rows = new Map<Side, LeaseRow>()
  recorded = 0n
  /** What vendors worked for whose replica died before it could say so. */
  lost = 0n
  #turn = 0

  decide(side: Side): void {
    if (!side.ask || side.granted) return
    this.#turn += 1
    const mine = this.rows.get(side) ?? { leasedNanos: 0n, answeredTurn: 0, wantedTurn: 0 }
    const others = [...this.rows].flatMap(([other, row]) => (other === side ? [] : row))
    side.granted = grant({ now: 500, turn: this.#turn, spentNanos: this.recorded, mine, others }, side.ask)
    this.rows.set(side, side.granted)
  }

  /** Its row stays: nobody knows what it has spent of it. */
  die(index: number): void {
    const side = this.sides[index] as Side
    this.lost += [...side.reserved, ...side.unwritten].reduce((sum, nanos) => sum + nanos, 0n)
    this.sides[index] = new Side()
  }

  get leased(): bigint {
    return [...this.rows.values()].reduce((sum, { leasedNanos }) => sum + leasedNanos, 0n)
  }

  /** All that was paid, or may yet be with what replicas believe they hold. */
  get worst(): bigint {
    const twice = this.sides.flatMap(({ unheard }) => unheard).reduce((sum, nanos) => sum + nanos, 0n)
    const held = this.sides.reduce((sum, { lease }) => sum + lease.usedNanos + lease.roomIn(WINDOW.start), 0n)
    return this.recorded + this.lost + held - twice
  }
}

function play(table: Table, step: Step): void {
  const side = table.sides[step.at] as Side
  const { lease } = side
  switch (step.does) {
    case 'ask': {
      if (side.ask) return
      const keepNanos = lease.ask(step.keep, WINDOW.start)
      const { usedNanos, aheadNanos } = lease
      side.ask = { amountNanos: AMOUNT, window: WINDOW, keepNanos, usedNanos, aheadNanos, needs: step.needs }
      return
    }
    case 'decide':
      table.decide(side)
      return
    case 'answer':
      if (side.granted) lease.granted(side.granted.leasedNanos, WINDOW.start)
      if (side.granted) side.ask = side.granted = undefined
      return
    case 'lose':
      side.ask = side.granted = undefined
      return
    case 'take':
      if (lease.roomIn(WINDOW.start) < step.nanos) return
      lease.take(step.nanos)
      side.reserved.push(step.nanos)
      return
    case 'settle': {
      const [reserved] = side.reserved.splice(step.which, 1)
      if (reserved === undefined) return
      const paid = (reserved * BigInt(step.share)) / 100n
      lease.settle(reserved, paid)
      side.unwritten.push(paid)
      return
    }
    case 'record': {
      const paid = side.unwritten.shift()
      if (paid === undefined) return
      table.recorded += paid
      side.unheard.push(paid)
      return
    }
    case 'hear': {
      const paid = side.unheard.shift()
      if (paid !== undefined) lease.recorded(paid)
      return
    }
    case 'passTime':
      lease.passTime()
      return
    case 'die':
      table.die(step.at)
  }
}

it('in whichever order asks, answers, payments and deaths come, leases and what is spent stay within the amount', () => {
  let granted = 0n
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), (steps) => {
      const table = new Table()
      for (const one of steps) {
        play(table, one)
        expect(table.worst).toBeLessThanOrEqual(AMOUNT)
        for (const side of table.sides) {
          const { lease } = side
          expect(lease.roomIn(WINDOW.start)).toBeGreaterThanOrEqual(0n)
          const known = table.rows.get(side)?.leasedNanos ?? 0n
          expect(lease.usedNanos + lease.roomIn(WINDOW.start)).toBeLessThanOrEqual(known)
        }
      }
      granted += table.leased + table.recorded
    }),
    { numRuns: 600 },
  )
  expect(granted).toBeGreaterThan(30_000n)
})
