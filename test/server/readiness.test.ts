import { describe, expect, it } from 'vitest'
import { readiness } from '../../src/server/readiness.ts'

type States = Readonly<Record<string, 'unknown' | 'healthy' | 'degraded' | 'unhealthy'>>

function readyWith(states: States, change: Partial<Parameters<typeof readiness>[0]> = {}) {
  return readiness({
    serving: true,
    started: true,
    store: { healthy: true, message: '' },
    providers: { names: Object.keys(states), stateOf: (name) => states[name] ?? 'unknown' },
    notReadyWhenAllUnhealthy: false,
    ...change,
  })
}

describe('readiness', () => {
  it('tells each provider, and does not depend on them by itself', () => {
    expect(readyWith({ a: 'unhealthy', 'b/east': 'unhealthy' })).toEqual({
      ready: true,
      checks: { serving: 'ok', store: 'ok', 'provider/a': 'unhealthy', 'provider/b/east': 'unhealthy' },
    })
  })

  it.each([
    [{ a: 'unhealthy', b: 'unhealthy' }, false],
    [{ a: 'unhealthy', b: 'unknown' }, true],
    [{ a: 'unhealthy', b: 'degraded' }, true],
    [{}, true],
  ] as const)('can be made to depend on them: %j', (states, ready) => {
    expect(readyWith(states, { notReadyWhenAllUnhealthy: true }).ready).toBe(ready)
  })

  it('depends on the store, on having read it, and on not being told to stop', () => {
    expect(readyWith({ a: 'healthy' }, { serving: false })).toMatchObject({
      ready: false,
      checks: { serving: 'draining' },
    })
    expect(readyWith({ a: 'healthy' }, { serving: false, started: false })).toMatchObject({
      ready: false,
      checks: { serving: 'starting' },
    })
    const store = { healthy: false, message: 'disk full' }
    expect(readyWith({ a: 'healthy' }, { store })).toMatchObject({ ready: false, checks: { store: 'disk full' } })
  })
})
