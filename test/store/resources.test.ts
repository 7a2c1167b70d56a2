import { expect, it } from 'vitest'
import type { ResourceChange } from '../../src/resources/repository.ts'
import { ALL, describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { FakeClock } from '../support/fake-clock.ts'

const MISMATCH = { reasonName: 'ETAG_MISMATCH' }

function change(values: Partial<ResourceChange> = {}): ResourceChange {
  return { kind: 'route', name: 'fast', json: '{}', expectedEtag: undefined, ...values }
}

describeDatabases(ALL, ({ newUrl }) => {
  async function newResources() {
    const clock = new FakeClock()
    const { resources } = await openTestStore({ url: await newUrl(), clock })
    return { clock, resources }
  }

  it('a resource is made, changed and deleted, with another etag each time', async () => {
    const { clock, resources } = await newResources()
    const made = await resources.change(change({ json: '{"a":1}' }))
    const start = clock.now()
    expect(made).toMatchObject({ kind: 'route', name: 'fast', json: '{"a":1}', createTime: start, updateTime: start })
    await clock.advance(5)
    const changed = await resources.change(change({ json: '{"a":2}', expectedEtag: made?.etag }))
    expect(changed).toMatchObject({ json: '{"a":2}', createTime: start, updateTime: start + 5 })
    expect(changed?.etag).not.toBe(made?.etag)
    expect(await resources.list(['policy', 'route'])).toEqual([changed])
    expect(await resources.change(change({ json: undefined, expectedEtag: changed?.etag }))).toBeUndefined()
    expect(await resources.list(['policy', 'route'])).toEqual([])
  })

  it('a change of what is not as expected is refused, and nothing is written', async () => {
    const { resources } = await newResources()
    const made = await resources.change(change())
    const others = [
      change(),
      change({ expectedEtag: 'another' }),
      change({ json: undefined, expectedEtag: 'another' }),
      change({ json: undefined }),
      change({ name: 'slow', expectedEtag: made?.etag }),
      change({ kind: 'policy', expectedEtag: made?.etag }),
    ]
    for (const other of others) await expect(resources.change(other)).rejects.toMatchObject(MISMATCH)
    expect(await resources.list(['policy', 'route'])).toEqual([made])
  })

  it('the mark of a kind is another one after every change of one of them, and only then', async () => {
    const { resources } = await newResources()
    const seen: (string | undefined)[] = []
    const marks = async () => {
      const { route, policy } = Object.fromEntries(await resources.marks())
      seen.push(route)
      return policy
    }
    expect(await marks()).toBeUndefined()
    const made = await resources.change(change())
    const policy = await resources.change(change({ kind: 'policy', name: 'policy' }))
    const ofPolicy = await marks()
    const slow = await resources.change(change({ name: 'slow' }))
    await marks()
    const changed = await resources.change(change({ expectedEtag: made?.etag }))
    await marks()
    await resources.change(change({ name: 'slow', json: undefined, expectedEtag: slow?.etag }))
    await marks()
    await resources.change(change({ json: undefined, expectedEtag: changed?.etag }))
    expect(await marks()).toBe(ofPolicy)
    expect(new Set(seen.slice(0, -1)).size).toBe(5)
    expect(seen.at(-1)).toBeUndefined()
    await resources.change(change({ kind: 'policy', name: 'policy', expectedEtag: policy?.etag }))
    expect(await marks()).not.toBe(ofPolicy)
    expect(Object.fromEntries(await resources.marks())).toEqual(Object.fromEntries(await resources.marks()))
  })

  it('they are listed by kind and name, by the order of their bytes', async () => {
    const { resources } = await newResources()
    for (const name of ['b', 'Z', 'é', 'a', '_']) await resources.change(change({ name }))
    await resources.change(change({ kind: 'policy', name: 'z' }))
    const listed = await resources.list(['policy', 'route'])
    expect(listed.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'policy z',
      'route Z',
      'route _',
      'route a',
      'route b',
      'route é',
    ])
  })

  it('a closed store says that it is not available', async () => {
    const store = await openTestStore({ url: await newUrl() })
    await store.close()
    expect(store.check().healthy).toBe(false)
    await expect(store.resources.change(change())).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    await expect(store.resources.list(['policy', 'route'])).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
  })
})

describeDatabases(LASTING, ({ newUrl }) => {
  it('of 50 who change a resource at once, through two stores, exactly one wins each round', async () => {
    const url = await newUrl()
    const stores = [await openTestStore({ url }), await openTestStore({ url })]
    let etag: string | undefined
    for (let round = 0; round < 8; round++) {
      const writers = Array.from({ length: 50 }, (_, index) =>
        stores[index % 2]?.resources.change(change({ json: `{"by":${index}}`, expectedEtag: etag })),
      )
      const results = await Promise.allSettled(writers)
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.reasonName] : []))
      expect(lost).toEqual(Array.from({ length: 49 }, () => 'ETAG_MISMATCH'))
      expect(await stores[round % 2]?.resources.list(['policy', 'route'])).toEqual(won)
      etag = won[0]?.etag
    }
  })
})
