import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEVELS, Line, PATIENCE, type Ranked } from '../../../src/resilience/admission/line.ts'

type Someone = Ranked & { readonly number: number }

const level = fc.constantFrom(LEVELS.high, LEVELS.normal, LEVELS.low)
const someone = fc.record({ caller: fc.constantFrom('a', 'b', 'c', 'd'), level })
const crowd = fc
  .array(someone, { minLength: 1, maxLength: 60 })
  .map((people) => people.map((each, number): Someone => ({ ...each, number })))

function lineOf(people: readonly Someone[]): Line<Someone> {
  const line = new Line<Someone>()
  for (const each of people) line.add(each)
  return line
}

function served(line: Line<Someone>): Someone[] {
  const order: Someone[] = []
  for (let next = line.next(); next; next = line.next()) order.push(next)
  return order
}

function many(count: number, caller: string, of: Ranked['level'] = LEVELS.normal): Someone[] {
  return Array.from({ length: count }, (_, number) => ({ caller, level: of, number }))
}

describe('a line', () => {
  it('serves everyone once, a caller’s own of one priority in the order in which they came', () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const order = served(lineOf(people))
        expect(order.toSorted((a, b) => a.number - b.number)).toEqual(people)
        for (const { caller, level } of people) {
          const own = order.filter((each) => each.caller === caller && each.level === level)
          expect(own).toEqual(own.toSorted((a, b) => a.number - b.number))
        }
      }),
    )
  })

  it('serves no caller of a priority twice while another of that priority is not served once', () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const order = served(lineOf(people))
        for (const of of Object.values(LEVELS)) {
          const callers = order.filter((each) => each.level === of).map(({ caller }) => caller)
          for (const waiting of new Set(callers)) {
            const before = callers.slice(0, callers.indexOf(waiting))
            expect(before).toEqual([...new Set(before)])
          }
        }
      }),
    )
  })

  it('lets the first of one caller go before all but one of another’s thousand', () => {
    const line = lineOf([...many(1000, 'busy'), ...many(1, 'rare')])
    expect([line.next()?.caller, line.next()?.caller]).toEqual(['busy', 'rare'])
  })

  it('lets the highest priority go first, and passes none over for longer than its patience', () => {
    const line = lineOf([
      ...many(100, 'l', LEVELS.low),
      ...many(100, 'n', LEVELS.normal),
      ...many(100, 'h', LEVELS.high),
    ])
    const order = served(line).map(({ caller }) => caller)
    expect(order.slice(0, PATIENCE).join('')).toBe('h'.repeat(PATIENCE))
    const whileAllWait = order.slice(0, order.lastIndexOf('h')).join('')
    for (const lower of ['n', 'l']) {
      const waits = whileAllWait.split(lower).map(({ length }) => length)
      expect(Math.max(...waits)).toBeLessThanOrEqual(PATIENCE + 1)
    }
  })

  it('passes over no priority more often than it may, whoever comes meanwhile', () => {
    const arrivalOrPlace = fc.oneof(fc.constant(undefined), fc.constant(undefined), level)
    fc.assert(
      fc.property(fc.array(arrivalOrPlace, { maxLength: 400 }), (steps) => {
        const line = new Line<Ranked>()
        const waiting = new Map<Ranked['level'], number>()
        const passedOver = new Map<Ranked['level'], number>()
        for (const arrival of steps) {
          if (arrival !== undefined) {
            line.add({ caller: 'a', level: arrival })
            waiting.set(arrival, (waiting.get(arrival) ?? 0) + 1)
            continue
          }
          const next = line.next()?.level
          if (next === undefined) continue
          waiting.set(next, (waiting.get(next) ?? 0) - 1)
          for (const each of [LEVELS.normal, LEVELS.low]) {
            const isPassedOver = each !== next && (waiting.get(each) ?? 0) > 0
            passedOver.set(each, isPassedOver ? (passedOver.get(each) ?? 0) + 1 : 0)
            expect(passedOver.get(each)).toBeLessThanOrEqual(PATIENCE + 1)
          }
        }
      }),
    )
  })

  it('tells how many go before one who comes now, and at most as many do', () => {
    fc.assert(
      fc.property(crowd, someone, (people, arrival) => {
        const line = lineOf(people)
        const own = people.filter((each) => each.level === arrival.level)
        const ahead = line.ahead(arrival)
        line.add({ ...arrival, number: -1 })
        const order = served(line).filter((each) => each.level <= arrival.level)
        const place = order.findIndex(({ number }) => number === -1)
        expect(place).toBeLessThanOrEqual(ahead)
        if (people.length === own.length && new Set(own.map(({ caller }) => caller)).size < 2) {
          expect(place).toBe(arrival.caller === own[0]?.caller ? own.length : 1)
        }
      }),
    )
  })

  it('forgets who leaves, wherever they stand', () => {
    fc.assert(
      fc.property(crowd, fc.func(fc.boolean()), (people, leaves) => {
        const line = lineOf(people)
        const gone = people.filter((each) => leaves(each.number))
        for (const each of gone) line.remove(each)
        expect(line.length).toBe(people.length - gone.length)
        expect(served(line)).toHaveLength(people.length - gone.length)
      }),
    )
  })
})

describe('who must leave a full line', () => {
  const arrival = (caller: string, of: Ranked['level']): Ranked => ({ caller, level: of })

  it('is the newest of the lowest priority', () => {
    const line = lineOf([...many(3, 'a', LEVELS.low), ...many(3, 'a', LEVELS.normal)])
    expect(line.weakerThan(arrival('b', LEVELS.high))).toEqual({ caller: 'a', level: LEVELS.low, number: 2 })
  })

  it('is the newest of the caller who has the most of that priority', () => {
    const line = lineOf([...many(3, 'a', LEVELS.low), ...many(1, 'b', LEVELS.low)])
    expect(line.weakerThan(arrival('c', LEVELS.normal))).toMatchObject({ caller: 'a', number: 2 })
  })

  it('is nobody of a higher priority', () => {
    const line = lineOf(many(3, 'a', LEVELS.normal))
    expect(line.weakerThan(arrival('b', LEVELS.low))).toBeUndefined()
  })

  it('is one of the same priority only for a caller who has fewer', () => {
    const line = lineOf([...many(3, 'a'), ...many(2, 'b')])
    expect(line.weakerThan(arrival('c', LEVELS.normal))).toMatchObject({ caller: 'a', number: 2 })
    expect(line.weakerThan(arrival('a', LEVELS.normal))).toBeUndefined()
    expect(line.weakerThan(arrival('b', LEVELS.normal))).toBeUndefined()
  })
})
