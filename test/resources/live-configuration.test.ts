import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/resources/change.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { etagMismatch } from '../../src/resources/refusal.ts'
import type { ResourceRepository } from '../../src/resources/repository.ts'
import { clock, openLive, set } from './live.ts'

function ifEtag(change: Change, etag: string | undefined): Change {
  return {
    ...change,
    revise(stored, draft) {
      if (stored?.etag !== etag) throw etagMismatch(change)
      return change.revise(stored, draft)
    },
  }
}

describe('a change', () => {
  it('is stored before it is in force, and told after', async () => {
    const order: string[] = []
    const memory = new MemoryResources(clock)
    const { configuration, noted } = await openLive({
      repository: memory,
      apply: async (settings, { store }) => {
        order.push(`ready ${settings.routes.length}, stored ${(await memory.list(['policy', 'route'])).length}`)
        await store()
        order.push(`stored ${(await memory.list(['policy', 'route'])).length}, told ${noted.length}`)
      },
    })
    const stored = await configuration.change(set('a', 'one'))
    expect(order).toEqual(['ready 1, stored 0', 'stored 1, told 0'])
    expect(noted).toEqual(['changed a'])
    expect([stored, configuration.stored({ kind: 'route', name: 'a' })]).toEqual(
      Array(2).fill((await memory.list(['policy', 'route']))[0]),
    )
  })

  it('that makes the configuration wrong touches neither the store nor what is in force', async () => {
    const { configuration, noted, applied, repository } = await openLive()
    const before = configuration.settings
    await expect(configuration.change(set('a', 'nope'))).rejects.toMatchObject({
      reasonName: 'INVALID_REQUEST',
      violations: [{ field: 'route.targets[0].model' }],
    })
    expect([await repository.list(['policy', 'route']), applied, noted, configuration.settings]).toEqual([
      [],
      [],
      [],
      before,
    ])
  })

  it('that is only validated touches nothing', async () => {
    const { configuration, noted, applied, repository } = await openLive()
    const stored = await configuration.change({ ...set('a', 'one'), validateOnly: true })
    expect(stored).toMatchObject({ name: 'a', etag: '' })
    expect([await repository.list(['policy', 'route']), applied, noted]).toEqual([[], [], []])
  })

  it('that changes nothing keeps its etag', async () => {
    const { configuration, noted } = await openLive()
    const first = await configuration.change(set('a', 'one'))
    expect(await configuration.change(set('a', 'one'))).toEqual(first)
    expect(noted).toEqual(['changed a'])
  })

  it('that another process stored the same of is put in force here too', async () => {
    const memory = new MemoryResources(clock)
    const [one, other] = [await openLive({ repository: memory }), await openLive({ repository: memory })]
    await one.configuration.change(set('a', 'one'))
    await other.configuration.change(set('a', 'one'))
    expect(other.configuration.settings.routes).toMatchObject([{ name: 'a' }])
  })

  it('of many with the same etag is made by exactly one', async () => {
    const { configuration } = await openLive()
    const first = await configuration.change(set('a', 'one'))
    const others = ['two', 'three', 'two', 'three'].map((model) => ifEtag(set('a', model), first?.etag))
    const ended = await Promise.allSettled(others.map((change) => configuration.change(change)))
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(ended[1]).toMatchObject({ reason: { reasonName: 'ETAG_MISMATCH' } })
  })

  it('of several processes with the same store is made by exactly one', async () => {
    const memory = new MemoryResources(clock)
    const processes = await Promise.all([
      openLive({ repository: memory }),
      openLive({ repository: memory }),
      openLive({ repository: memory }),
    ])
    const changes = processes.map(({ configuration }) => configuration.change(set('a', 'one')))
    const ended = await Promise.allSettled(changes)
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(processes.flatMap(({ applied }) => applied)).toHaveLength(1)
  })

  it('that the store does not take changes nothing', async () => {
    const memory = new MemoryResources(clock)
    const failing = { list: () => memory.list(['policy', 'route']), change: () => Promise.reject(new Error('full')) }
    const { configuration, noted, applied } = await openLive({ repository: failing })
    await expect(configuration.change(set('a', 'one'))).rejects.toThrow('full')
    expect([configuration.settings.routes, noted, applied]).toEqual([[], [], []])
    expect(configuration.stored({ kind: 'route', name: 'a' })).toBeUndefined()
  })

  it('that cannot be put in force after it was stored is taken back', async () => {
    const { configuration, noted, repository } = await openLive({
      apply: async (_settings, { store }) => {
        await store()
        throw new Error('no')
      },
    })
    await expect(configuration.change(set('a', 'one'))).rejects.toThrow('no')
    expect([await repository.list(['policy', 'route']), noted, configuration.settings.routes]).toEqual([
      [],
      ['undone routes/a'],
      [],
    ])
  })

  it('that can neither be put in force nor be taken back is said', async () => {
    const memory = new MemoryResources(clock)
    let changes = 0
    const once: ResourceRepository = {
      list: () => memory.list(['policy', 'route']),
      change: (change) => (changes++ === 0 ? memory.change(change) : Promise.reject(new Error('gone'))),
    }
    const { configuration, noted } = await openLive({
      repository: once,
      apply: async (_settings, { store }) => {
        await store()
        throw new Error('no')
      },
    })
    await expect(configuration.change(set('a', 'one'))).rejects.toThrow('no')
    expect(noted).toEqual(['not undone routes/a'])
  })

  it('waits for the one before, and goes on after one that failed', async () => {
    const { configuration, applied } = await openLive()
    const changes = [set('a', 'one'), set('b', 'nope'), set('a'), set('b', 'two')]
    await Promise.allSettled(changes.map((change) => configuration.change(change)))
    expect(applied.map(({ routes }) => routes.map(({ name }) => name))).toEqual([['a'], [], ['b']])
  })
})
