import { describe, expect, it } from 'vitest'
import { admissionBounds } from '../../src/config/admission-settings.ts'
import { faultsOf, load } from './load-config.ts'

/** The provider `p` with a model `a`, written with these fields, in a file that also says the rest. */
function file(fields = '', rest = ''): string {
  return `providers: [{name: p, adapter: mock, models: [{name: a}]${fields && `, ${fields}`}}]\n${rest}`
}

function placesOf(text: string): number | undefined {
  return load(text).providers[0]?.maxConcurrentCalls
}

describe('admission in the file', () => {
  it('has defaults that nobody notices', () => {
    expect(load(file()).admission).toEqual({
      maxQueued: 1000,
      maxQueueWaitMs: 30_000,
      maxCalls: 10_000,
      maxHeapShare: 0.85,
      maxMemoryShare: 0.95,
      maxEventLoopLagMs: 1000,
    })
    expect(placesOf(file())).toBe(1024)
  })

  it('can let nobody wait, and leave memory unchecked', () => {
    const text = 'admission: {max_queued: 0, max_heap_percent: 100, max_memory_percent: 100, max_event_loop_lag: 250ms}'
    expect(load(file('', text)).admission).toMatchObject({
      maxQueued: 0,
      maxHeapShare: Infinity,
      maxMemoryShare: Infinity,
      maxEventLoopLagMs: 250,
    })
  })

  it.each([
    ['of the provider', 'max_concurrent_calls: 7', 'admission: {max_concurrent_calls: 9}', 7],
    ['of all providers', '', 'admission: {max_concurrent_calls: 9}', 9],
    ['of its connections', 'max_connections: 5', '', 5],
    [
      'of all providers, but not more than connections',
      'max_connections: 5',
      'admission: {max_concurrent_calls: 9}',
      5,
    ],
  ])('gives a provider the places %s', (_whose, fields, rest, places) => {
    expect(placesOf(file(fields, rest))).toBe(places)
  })

  it('does not take more places than connections', () => {
    expect(faultsOf(() => load(file('max_connections: 5, max_concurrent_calls: 6')))).toMatchObject([
      { path: 'providers[0].max_concurrent_calls', message: 'must not be larger than `max_connections`, which is 5' },
    ])
  })

  it('tells the places of providers and models, and that it does not know others', () => {
    const models = 'models: [{name: a, max_concurrent_calls: 2}, {name: b}]'
    const { admission, providers } = load(`providers: [{name: p, adapter: mock, ${models}}]`)
    const { placesAtProvider, placesAtModel } = admissionBounds(admission, providers)
    expect([placesAtProvider('p'), placesAtProvider('q')]).toEqual([1024, undefined])
    expect(['a', 'b', 'c'].map((model) => placesAtModel('p', model))).toEqual([2, Infinity, undefined])
  })
})
