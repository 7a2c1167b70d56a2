import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { type Target, targetKey } from '../../src/core/call.ts'
import type { Balance } from '../../src/routing/balance.ts'
import { catalogEntries, type NamedRoute, type NamedTarget } from '../../src/routing/entries.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { target } from '../support/pipeline-harness.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { KnownTargets, selectable, selectorOver } from '../support/selector.ts'

const model = { name: 'm', upstreamName: 'm', aliases: [], tier: Tier.FAST, bestFor: [], capabilities: undefined }

/** Providers `p0` to `p9`, each with one address, but for `many`, which has two. */
const providers = [
  ...Array.from({ length: 10 }, (_, index) => ({
    name: `p${index}`,
    endpoints: [{ name: `p${index}` }],
    models: [model],
  })),
  { name: 'many', endpoints: [{ name: 'many/east' }, { name: 'many/west' }], models: [model] },
]

interface Situation {
  readonly seed?: number
  readonly open?: readonly Target[]
  readonly labels?: Record<string, string>
  readonly sessionId?: string
}

/** The targets of a call to the route, in the order in which they are tried. */
function tried(route: Omit<NamedRoute, 'name'>, { seed = 1, open = [], labels = {}, sessionId }: Situation = {}) {
  const clock = new FakeClock()
  clock.random = seededRandom(seed)
  const knowledge = new KnownTargets()
  knowledge.open(...open)
  const selector = selectorOver(
    { entries: catalogEntries(providers, [{ ...route, name: 'way' }]) },
    { clock, knowledge },
  )
  const call = selectable({ options: { model: 'way', labels } })
  if (sessionId) call.context.sessionId = sessionId
  return [...selector.select(call).targets]
}

function names(targets: readonly Target[]): string[] {
  return targets.map(({ provider }) => provider)
}

const balances = fc.constantFrom<Balance>('ordered', 'weighted', 'least_busy', 'latency', 'sticky')

/** Targets at different providers, of any weight and priority. */
const routeTargets = fc.uniqueArray(fc.nat({ max: 9 }), { minLength: 1, maxLength: 10 }).chain((places) =>
  fc.tuple(
    ...places.map((place) =>
      fc.record<NamedTarget>({
        provider: fc.constant(`p${place}`),
        model: fc.constant('m'),
        weight: fc.nat({ max: 5 }),
        priority: fc.nat({ max: 3 }),
      }),
    ),
  ),
)

describe('a route', () => {
  it('tries every target, and none twice', () => {
    fc.assert(
      fc.property(balances, routeTargets, fc.integer(), (balance, targets, seed) => {
        const order = names(tried({ balance, targets }, { seed }))
        expect(order.toSorted()).toEqual(targets.map(({ provider }) => provider).toSorted())
      }),
    )
  })

  it('tries no target of a lower priority before a higher one, unless that one is left alone', () => {
    fc.assert(
      fc.property(balances, routeTargets, fc.integer(), fc.func(fc.boolean()), (balance, targets, seed, isOpen) => {
        const open = targets.filter(({ provider }) => isOpen(provider)).map(({ provider }) => target(provider))
        const order = names(tried({ balance, targets }, { seed, open }))
        const isLeftAlone = (name: string) => open.some(({ provider }) => provider === name)
        const priorityOf = (name: string) => targets.find(({ provider }) => provider === name)?.priority ?? 0
        for (const group of [order.filter((name) => !isLeftAlone(name)), order.filter(isLeftAlone)]) {
          const priorities = group.map(priorityOf)
          expect(priorities).toEqual(priorities.toSorted((a, b) => a - b))
        }
        expect(order.findLastIndex((name) => !isLeftAlone(name))).toBe(targets.length - open.length - 1)
      }),
    )
  })

  it('does the same in the same situation', () => {
    fc.assert(
      fc.property(balances, routeTargets, fc.integer(), (balance, targets, seed) => {
        expect(tried({ balance, targets }, { seed })).toEqual(tried({ balance, targets }, { seed }))
      }),
    )
  })

  it('goes in the order of its list when nothing is said', () => {
    const targets = ['p3', 'p1', 'p2'].map((provider) => ({ provider, model: 'm' }))
    for (let seed = 0; seed < 20; seed++) expect(names(tried({ targets }, { seed }))).toEqual(['p3', 'p1', 'p2'])
  })

  it('leaves what fails alone for last', () => {
    const targets = ['p0', 'p1', 'p2'].map((provider) => ({ provider, model: 'm' }))
    expect(names(tried({ targets }, { open: [target('p0')] }))).toEqual(['p1', 'p2', 'p0'])
    expect(names(tried({ targets }, { open: targets.map(({ provider }) => target(provider)) }))).toEqual([
      'p0',
      'p1',
      'p2',
    ])
  })

  it('shares the weight of a provider among its addresses', () => {
    const targets = [
      { provider: 'p0', model: 'm' },
      { provider: 'many', model: 'm' },
    ]
    const firsts = Array.from({ length: 4000 }, (_, seed) => tried({ balance: 'weighted', targets }, { seed })[0])
    const part = (name: string) => firsts.filter((first) => first?.provider === name).length / firsts.length
    expect(part('p0')).toBeCloseTo(0.5, 1)
    expect(part('many/east')).toBeCloseTo(0.25, 1)
    expect(part('many/west')).toBeCloseTo(0.25, 1)
  })
})

describe('a sticky route', () => {
  const targets = Array.from({ length: 8 }, (_, index) => ({ provider: `p${index}`, model: 'm' }))

  /** How many targets come first, over many draws. */
  function firsts(route: Partial<NamedRoute>, situation: Situation): number {
    const seen = Array.from({ length: 30 }, (_, seed) =>
      tried({ balance: 'sticky', targets, ...route }, { ...situation, seed }),
    )
    return new Set(seen.map(([first]) => first && targetKey(first))).size
  }

  it('keeps a session at its target', () => {
    expect(firsts({}, { sessionId: 's1' })).toBe(1)
  })

  it('keeps calls with the same label together', () => {
    expect(firsts({ stickyKey: 'customer' }, { labels: { customer: 'c1' } })).toBe(1)
  })

  it('spreads calls that have nothing in common', () => {
    expect(firsts({}, {})).toBeGreaterThan(1)
    expect(firsts({ stickyKey: 'customer' }, { labels: { other: 'c1' }, sessionId: 's1' })).toBeGreaterThan(1)
    expect(firsts({ stickyKey: 'constructor' }, {})).toBeGreaterThan(1)
  })

  it('moves to another target while its own is left alone, and comes back', () => {
    const route = { balance: 'sticky' as const, targets }
    const [own, next] = tried(route, { sessionId: 's1' })
    expect(tried(route, { sessionId: 's1', open: [own as Target] })[0]).toEqual(next)
    expect(tried(route, { sessionId: 's1' })[0]).toEqual(own)
  })
})
