import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Budget } from '../../src/budgets/budget.ts'
import { Budgets } from '../../src/budgets/budgets.ts'
import { Leases } from '../../src/budgets/leases.ts'
import { Reservation } from '../../src/budgets/reservation.ts'
import { systemClock } from '../../src/core/clock.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { Store } from '../../src/store/store.ts'
import type { LeaseBook, LeaseEntry } from '../../src/usage/leases.ts'
import { targetedCall } from '../support/call.ts'
import { describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'

const ALL = subjectOf(undefined)
const spend = { subject: ALL, from: 0, to: Infinity }
const NONE: LeaseEntry = { leasedNanos: 0n, answeredTurn: 0, wantedTurn: 0, expireTime: 0 }

const later = () => systemClock.now() + 60_000
const asking = (replica: string, budget = 'b') => ({ budget, replica, spend })

describeDatabases(LASTING, ({ newUrl }) => {
  /** What is there, as a replica without a lease sees it. */
  async function look({ leases }: Store): Promise<LeaseBook> {
    let seen: LeaseBook | undefined
    await leases.change(asking('onlooker'), (book) => {
      seen = book
      return NONE
    })
    return seen as LeaseBook
  }

  it('a lease is kept for its replica, tells others, and goes when nothing is left of it', async () => {
    const store = await openTestStore({ url: await newUrl() })
    const { leases, ledger } = store
    await ledger.record([ledgerRow({ costNanos: 7n })])
    const row = { leasedNanos: 2n ** 60n + 1n, answeredTurn: 3, wantedTurn: 5 }
    await leases.change(asking('one'), ({ now, turn, mine, others, spentNanos }) => {
      expect([turn, spentNanos, others]).toEqual([1, 7n, []])
      expect(mine).toEqual({ leasedNanos: 0n, answeredTurn: 0, wantedTurn: 0 })
      return { ...row, expireTime: now + 60_000 }
    })
    expect(await look(store)).toMatchObject({ turn: 2, others: [row] })
    await leases.change(asking('one'), (book) => {
      expect(book).toMatchObject({ turn: 3, mine: row, others: [] })
      return NONE
    })
    expect(await look(store)).toMatchObject({ turn: 4, others: [] })
  })

  it('the time is the database’s own, and a lease that is over counts no more', async () => {
    const store = await openTestStore({ url: await newUrl() })
    await store.leases.change(asking('one'), ({ now }) => {
      expect(Math.abs(now - systemClock.now())).toBeLessThan(60_000)
      return { ...NONE, leasedNanos: 5n, expireTime: now - 1 }
    })
    expect((await look(store)).others).toEqual([])
    await store.leases.change(asking('one'), ({ mine }) => {
      expect(mine.leasedNanos).toBe(0n)
      return NONE
    })
  })

  it('what others want is told to those who have not answered since, by budget', async () => {
    const { leases } = await openTestStore({ url: await newUrl() })
    const enter = (replica: string, budget: string, row: Partial<LeaseEntry>) =>
      leases.change(asking(replica, budget), () => ({ ...NONE, expireTime: later(), ...row }))
    await enter('one', 'a', { leasedNanos: 1n, answeredTurn: 4 })
    await enter('one', 'b', { leasedNanos: 1n, answeredTurn: 4 })
    await enter('two', 'a', { wantedTurn: 5 })
    await enter('two', 'b', { wantedTurn: 4 })
    expect(await leases.wanted('one')).toEqual(['a'])
    expect(await leases.wanted('two')).toEqual([])
    expect(await leases.wanted('three')).toEqual([])
  })

  it('a change that is not decided is none', async () => {
    const store = await openTestStore({ url: await newUrl() })
    const failing = store.leases.change(asking('one'), () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    expect(await look(store)).toMatchObject({ turn: 1, others: [] })
  })

  it('changes of one budget come one after the other, from whichever process', async () => {
    const url = await newUrl()
    const stores = [await openTestStore({ url }), await openTestStore({ url })]
    const turns: number[] = []
    const add = ({ leases }: Store) =>
      leases.change(asking('shared'), ({ turn, mine }) => {
        turns.push(turn)
        return { ...NONE, leasedNanos: mine.leasedNanos + 1n, expireTime: later() }
      })
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(stores[index % 2] as Store)))
    expect(new Set(turns).size).toBe(20)
    expect((await look(stores[0] as Store)).others).toMatchObject([{ leasedNanos: 20n }])
  })

  it('rows are told of when they are in the ledger', async () => {
    const { leases, ledger } = await openTestStore({ url: await newUrl() })
    const told: string[] = []
    leases.onRecorded((ids) => told.push(...ids))
    await ledger.record([ledgerRow({ attemptId: 'one' }), ledgerRow({ attemptId: 'two' })])
    expect(told).toEqual(['one', 'two'])
  })

  it('whatever replicas spend at the same time, together they pass no amount, and leave nothing that would fit', async () => {
    const spending = fc.record({ replica: fc.nat(2), worst: fc.integer({ min: 1, max: 300 }), share: fc.nat(100) })
    await fc.assert(
      fc.asyncProperty(
        fc.noShrink(fc.array(spending, { minLength: 15, maxLength: 30, size: 'max' })),
        async (spendings) => {
          const url = await newUrl()
          const replicas = await Promise.all([1, 2, 3].map(() => openReplica(url)))
          const ended = await Promise.all(
            spendings.map(({ replica, worst, share }) => replicas[replica]?.spend(BigInt(worst), BigInt(share))),
          )
          const [first, ...others] = replicas as [Replica, ...Replica[]]
          const spent = await first.store.spend.read(spend)
          expect(spent).toBe(ended.reduce<bigint>((sum, paid) => sum + (paid ?? 0n), 0n))
          expect(spent).toBeLessThanOrEqual(AMOUNT)
          await Promise.all(others.map(({ leases }) => leases.close()))
          if (spent < AMOUNT) expect(await first.spend(AMOUNT - spent, 100n)).toBe(AMOUNT - spent)
          expect(await first.spend(1n, 100n)).toBeUndefined()
          await first.leases.close()
          expect((await look(first.store)).others).toEqual([])
        },
      ),
      { numRuns: 4 },
    )
  }, 60_000)
})

const AMOUNT = 1000n

const budget: Budget = {
  ...{ name: 'b', subject: ALL, window: 'lifetime', timeZone: 'UTC' },
  ...{ amountNanos: AMOUNT, softNanos: undefined, hard: true },
}

interface Replica {
  readonly store: Store
  readonly leases: Leases
  /** Spends so many hundredths of the worst; undefined: there was not enough for the worst. */
  spend(worst: bigint, share: bigint): Promise<bigint | undefined>
}

async function openReplica(url: string): Promise<Replica> {
  const store = await openTestStore({ url })
  const leases = new Leases({ store: store.leases, clock: systemClock })
  const observer = { refused: () => {}, softReached: () => {} }
  const budgets = new Budgets({ clock: systemClock, spend: store.spend, observer, leases })
  await budgets.replace([budget])
  leases.start()
  const { signal } = new AbortController()
  return {
    store,
    leases,
    async spend(worst, share) {
      const call = targetedCall()
      const accounts = budgets.accountsOf(call, call.target) ?? []
      const tried = () => Reservation.later(accounts, worst, systemClock, signal).catch(() => undefined)
      let reservation = await tried()
      // A machine that runs many tests at once may let the store time out.
      for (; !reservation; reservation = await tried()) await setImmediate()
      if (!(reservation instanceof Reservation)) return undefined
      const row = ledgerRow({ costNanos: (worst * share) / 100n, startTime: systemClock.now() })
      reservation.settle({ attemptId: row.attemptId, nanos: row.costNanos, startTime: row.startTime })
      await store.ledger.record([row])
      return row.costNanos
    },
  }
}
