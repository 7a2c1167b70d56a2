import { beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/config/faults.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { type Follower, StoreWatch } from '../../src/resources/store-watch.ts'
import { FakeClock } from '../support/fake-clock.ts'

const AWAY = new Error('It is away.')

/** A store that others write to as well. */
class WatchedResources extends MemoryResources {
  readonly marksRead: number[] = []
  mood: 'there' | 'away' | 'hangs' = 'there'
  readonly #clock: FakeClock

  constructor(clock: FakeClock) {
    super(clock)
    this.#clock = clock
  }

  override async marks() {
    this.marksRead.push(this.#clock.monotonic() - start)
    if (this.mood === 'hangs') await new Promise(() => {})
    if (this.mood === 'away') throw AWAY
    return super.marks()
  }
}

let clock: FakeClock
let start: number
let repository: WatchedResources
let watch: StoreWatch
/** What was told of the watch. */
let told: string[]
/** How each refresh of the follower of routes ends, until another is set. */
let ending: () => Promise<void>
/** When routes and keys were taken over or confirmed, in milliseconds since the start. */
let routes: number[]
let keys: string[]

beforeEach(() => {
  clock = new FakeClock()
  start = clock.monotonic()
  repository = new WatchedResources(clock)
  told = []
  routes = []
  keys = []
  ending = async () => {}
  const since = () => clock.monotonic() - start
  const ofRoutes: Follower = {
    kinds: ['route', 'policy'],
    refresh: () => {
      routes.push(since())
      return ending()
    },
  }
  const ofKeys: Follower = {
    kinds: ['api_key'],
    refresh: async () => void keys.push(`read at ${since()}`),
    confirm: (time) => keys.push(`as of ${time - start}`),
  }
  const observer = {
    failing: (error: unknown) => told.push(`failing: ${(error as Error).message}`),
    recovered: () => told.push('recovered'),
  }
  watch = new StoreWatch({ repository, followers: [ofRoutes, ofKeys], clock, observer })
  watch.start()
})

async function put(kind: string, name: string): Promise<void> {
  const [before] = (await repository.list([kind])).filter((resource) => resource.name === name)
  await repository.change({ kind, name, json: '{}', expectedEtag: before?.etag })
}

async function remove(kind: string, name: string): Promise<void> {
  const [before] = (await repository.list([kind])).filter((resource) => resource.name === name)
  await repository.change({ kind, name, json: undefined, expectedEtag: before?.etag })
}

describe('a watch', () => {
  it('has those follow whom a change concerns, within two seconds, and nobody else', async () => {
    await clock.advance(2000)
    expect([routes, keys]).toEqual([[2000], ['read at 2000']])
    await put('route', 'fast')
    await clock.advance(2000)
    await put('route', 'fast')
    await clock.advance(2000)
    await put('policy', 'policy')
    await clock.advance(2000)
    await remove('route', 'fast')
    await clock.advance(4000)
    expect(routes).toEqual([2000, 4000, 6000, 8000, 10_000])
    expect(keys.filter((line) => line.startsWith('read'))).toEqual(['read at 2000'])
  })

  it('confirms what is known where nothing was changed', async () => {
    await clock.advance(4000)
    await put('api_key', 'a')
    await clock.advance(4000)
    expect(keys).toEqual(['read at 2000', 'as of 4000', 'read at 6000', 'as of 8000'])
  })

  it('asks again two seconds after an answer, and not before', async () => {
    await clock.advance(7999)
    expect(repository.marksRead).toEqual([2000, 4000, 6000])
    repository.mood = 'hangs'
    await clock.advance(60_000)
    expect(repository.marksRead).toEqual([2000, 4000, 6000, 8000])
  })

  it('asks no more once it is stopped, and tells nothing of what was under way', async () => {
    const { promise, reject } = Promise.withResolvers<void>()
    ending = () => promise
    await clock.advance(2000)
    watch.stop()
    reject(AWAY)
    await clock.advance(10_000)
    expect([repository.marksRead, clock.pendingTimers, told]).toEqual([[2000], 0, []])
  })

  it('keeps nobody waiting for one that takes its time, and asks that one nothing meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    ending = () => promise
    await clock.advance(2000)
    await put('route', 'fast')
    await put('api_key', 'a')
    await clock.advance(4000)
    expect([routes, keys]).toEqual([[2000], ['read at 2000', 'read at 4000', 'as of 6000']])
    resolve()
    await clock.advance(2000)
    expect(routes).toEqual([2000, 8000])
  })
})

describe('while the store is away', () => {
  it('is told once, and so is its end', async () => {
    repository.mood = 'away'
    await clock.advance(30_000)
    expect([told, routes]).toEqual([['failing: It is away.'], []])
    repository.mood = 'there'
    await put('route', 'fast')
    await clock.advance(30_000)
    expect(told).toEqual(['failing: It is away.', 'recovered'])
    expect(routes).toHaveLength(1)
    repository.mood = 'away'
    await clock.advance(30_000)
    expect(told).toEqual(['failing: It is away.', 'recovered', 'failing: It is away.'])
  })

  it('is one and the same trouble, though marks can be read and what they stand for cannot', async () => {
    ending = () => Promise.reject(AWAY)
    await clock.advance(10_000)
    expect([told, routes.length]).toEqual([['failing: It is away.'], 5])
    ending = async () => {}
    await clock.advance(10_000)
    expect([told, routes.length]).toEqual([['failing: It is away.', 'recovered'], 6])
  })
})

describe('what does not fit', () => {
  it('is tried once, and again when something else is stored', async () => {
    ending = () => Promise.reject(new ConfigError('the file', []))
    await clock.advance(10_000)
    expect([told, routes]).toEqual([[], [2000]])
    ending = async () => {}
    await put('route', 'fast')
    await clock.advance(10_000)
    expect([told, routes]).toEqual([[], [2000, 12_000]])
  })
})
