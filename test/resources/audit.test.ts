import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { RouteSchema } from '#gen/switchyard/v1/route_pb.js'
import { loadConfig } from '../../src/config/load.ts'
import type { AuditFacts } from '../../src/core/audit.ts'
import { LiveConfiguration } from '../../src/resources/live-configuration.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { writeRoute } from '../../src/resources/route-resource.ts'
import { passingVault } from '../../src/secrets/vault.ts'
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

describe('a change of the configuration that is stored and cannot be put in force', () => {
  it('leaves its event, and that of its being taken back', async () => {
    const clock = new FakeClock()
    const repository = new MemoryResources(clock)
    const ignore = () => {}
    const configuration = await LiveConfiguration.open({
      settings: loadConfig({ path: 'test.yaml', environment: {}, readFile: () => '{}' }),
      repository,
      vault: passingVault(),
      observer: {
        changed: ignore,
        reloaded: ignore,
        reloadRefused: ignore,
        misfits: ignore,
        changeUndone: ignore,
        changeNotUndone: ignore,
      },
      clock,
      apply: async (_settings, { store }) => {
        await store()
        throw new Error('It cannot be put in force.')
      },
      skipMisfits: false,
    })
    const json = writeRoute(create(RouteSchema, { name: 'way', targets: [{ provider: 'mock', model: 'mock-fast' }] }))
    const cause = { principal: 'someone', action: 'route.create', traceId: 't' }
    const key = { kind: 'route', name: 'way', validateOnly: false }
    const changed = configuration.change({ ...key, ...cause, revise: () => ({ json, paths: ['*'] }) })
    await expect(changed).rejects.toThrow('put in force')
    expect(await repository.list(['route'])).toEqual([])
    expect(await repository.audit.query({ limit: 10 })).toMatchObject([
      { action: 'route.create.undo', principal: 'someone', resource: 'routes/way', before: json, after: undefined },
      { action: 'route.create', principal: 'someone', resource: 'routes/way', before: undefined, after: json },
    ])
  })
})
