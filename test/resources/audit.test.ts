import { describe, expect, it } from 'vitest'
import type { AuditFacts } from '../../src/core/audit.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { FakeClock } from '../support/fake-clock.ts'

const audit: AuditFacts = {
  principal: 'someone',
  action: 'route.create',
  traceId: 't',
  tenant: '',
  resource: 'routes/way',
  before: undefined,
  after: '{}',
}
const change = { kind: 'route', name: 'way', json: '{}', expectedEtag: undefined, audit }

describe('a repository', () => {
  it('keeps a change and its event together', async () => {
    const clock = new FakeClock()
    const resources = new MemoryResources(clock)
    await resources.change(change)
    const [event, ...others] = await resources.audit.query({ limit: 10 })
    expect([event, others]).toEqual([{ ...audit, id: expect.any(String), time: clock.now() }, []])
  })

  it('keeps no event of a change that it refuses', async () => {
    const resources = new MemoryResources(new FakeClock())
    await expect(resources.change({ ...change, expectedEtag: 'another' })).rejects.toThrow()
    expect(await resources.audit.query({ limit: 10 })).toEqual([])
  })

  it('keeps a change without an event', async () => {
    const resources = new MemoryResources(new FakeClock())
    await resources.change({ ...change, audit: undefined })
    expect(await resources.audit.query({ limit: 10 })).toEqual([])
  })
})

describe('events', () => {
  it('are asked from one on, those of the same moment too', async () => {
    const { audit: log } = new MemoryResources(new FakeClock())
    for (const action of ['a', 'b', 'c']) await log.append({ ...audit, action })
    const newest = await log.query({ limit: 2 })
    expect(newest.map(({ action }) => action)).toEqual(['c', 'b'])
    const rest = await log.query({ limit: 2, before: newest[1] })
    expect(rest.map(({ action }) => action)).toEqual(['a'])
  })

  it('are found from a time on, and up to another', async () => {
    const clock = new FakeClock()
    const { audit: log } = new MemoryResources(clock)
    const start = clock.now()
    for (const action of ['a', 'b', 'c']) {
      await log.append({ ...audit, action })
      await clock.advance(10)
    }
    const between = await log.query({ from: start + 10, to: start + 20, limit: 10 })
    expect(between.map(({ action }) => action)).toEqual(['b'])
  })
})
