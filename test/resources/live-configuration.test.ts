import { describe, expect, it } from 'vitest'
import type { Settings } from '../../src/config/settings.ts'
import type { ConfigurationObserver } from '../../src/resources/configuration-observer.ts'
import { type Apply, type Change, LiveConfiguration } from '../../src/resources/live-configuration.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { etagMismatch } from '../../src/resources/refusal.ts'
import type { ResourceRepository } from '../../src/resources/repository.ts'
import { FakeClock, settled } from '../support/fake-clock.ts'
import { settingsOf, storedRoute } from './fixture.ts'

const clock = new FakeClock()

/** A configuration whose every consequence is noted. */
async function open(repository: ResourceRepository = new MemoryResources(clock), apply?: Apply, content: object = {}) {
  const noted: string[] = []
  const observer: ConfigurationObserver = {
    changed: ({ name, etagBefore, etagAfter }) =>
      noted.push(`changed ${name}${etagBefore ? ' again' : ''}${etagAfter ? '' : ' away'}`),
    reloaded: () => noted.push('reloaded'),
    reloadRefused: () => noted.push('reload refused'),
    misfits: (misfits) => noted.push(...misfits.map(({ resource }) => `misfit ${resource}`)),
    changeUndone: (resource) => noted.push(`undone ${resource}`),
    changeNotUndone: (resource) => noted.push(`not undone ${resource}`),
  }
  const applied: Settings[] = []
  const configuration = await LiveConfiguration.open({
    settings: settingsOf(content),
    repository,
    observer,
    clock,
    apply:
      apply ??
      (async (settings, store) => {
        await store()
        applied.push(settings)
      }),
    skipMisfits: false,
  })
  return { configuration, noted, applied, repository }
}

function set(name: string, ...models: string[]): Change {
  return {
    kind: 'route',
    name,
    principal: 'ann',
    validateOnly: false,
    revise: () => ({ json: models.length > 0 ? storedRoute(name, ...models).json : undefined, paths: ['targets'] }),
  }
}

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
    const { configuration, noted } = await open(memory, async (settings, store) => {
      order.push(`ready ${settings.routes.length}, stored ${(await memory.list()).length}`)
      await store()
      order.push(`stored ${(await memory.list()).length}, told ${noted.length}`)
    })
    const stored = await configuration.change(set('a', 'one'))
    expect(order).toEqual(['ready 1, stored 0', 'stored 1, told 0'])
    expect(noted).toEqual(['changed a'])
    expect([stored, configuration.stored({ kind: 'route', name: 'a' })]).toEqual(
      Array(2).fill((await memory.list())[0]),
    )
  })

  it('that makes the configuration wrong touches neither the store nor what is in force', async () => {
    const { configuration, noted, applied, repository } = await open()
    const before = configuration.settings
    await expect(configuration.change(set('a', 'nope'))).rejects.toMatchObject({
      reasonName: 'INVALID_REQUEST',
      violations: [{ field: 'route.targets[0].model' }],
    })
    expect([await repository.list(), applied, noted, configuration.settings]).toEqual([[], [], [], before])
  })

  it('that is only validated touches nothing', async () => {
    const { configuration, noted, applied, repository } = await open()
    const stored = await configuration.change({ ...set('a', 'one'), validateOnly: true })
    expect(stored).toMatchObject({ name: 'a', etag: '' })
    expect([await repository.list(), applied, noted]).toEqual([[], [], []])
  })

  it('that changes nothing keeps its etag', async () => {
    const { configuration, noted } = await open()
    const first = await configuration.change(set('a', 'one'))
    expect(await configuration.change(set('a', 'one'))).toEqual(first)
    expect(noted).toEqual(['changed a'])
  })

  it('of many with the same etag is made by exactly one', async () => {
    const { configuration } = await open()
    const first = await configuration.change(set('a', 'one'))
    const others = ['two', 'three', 'two', 'three'].map((model) => ifEtag(set('a', model), first?.etag))
    const ended = await Promise.allSettled(others.map((change) => configuration.change(change)))
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(ended[1]).toMatchObject({ reason: { reasonName: 'ETAG_MISMATCH' } })
  })

  it('of several processes with the same store is made by exactly one', async () => {
    const memory = new MemoryResources(clock)
    const processes = await Promise.all([open(memory), open(memory), open(memory)])
    const changes = processes.map(({ configuration }) => configuration.change(set('a', 'one')))
    const ended = await Promise.allSettled(changes)
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(processes.flatMap(({ applied }) => applied)).toHaveLength(1)
  })

  it('that the store does not take changes nothing', async () => {
    const memory = new MemoryResources(clock)
    const failing = { list: () => memory.list(), change: () => Promise.reject(new Error('full')) }
    const { configuration, noted, applied } = await open(failing)
    await expect(configuration.change(set('a', 'one'))).rejects.toThrow('full')
    expect([configuration.settings.routes, noted, applied]).toEqual([[], [], []])
    expect(configuration.stored({ kind: 'route', name: 'a' })).toBeUndefined()
  })

  it('that cannot be put in force after it was stored is taken back', async () => {
    const { configuration, noted, repository } = await open(undefined, async (_settings, store) => {
      await store()
      throw new Error('no')
    })
    await expect(configuration.change(set('a', 'one'))).rejects.toThrow('no')
    expect([await repository.list(), noted, configuration.settings.routes]).toEqual([[], ['undone routes/a'], []])
  })

  it('that can neither be put in force nor be taken back is said', async () => {
    const memory = new MemoryResources(clock)
    let changes = 0
    const once: ResourceRepository = {
      list: () => memory.list(),
      change: (change) => (changes++ === 0 ? memory.change(change) : Promise.reject(new Error('gone'))),
    }
    const { configuration, noted } = await open(once, async (_settings, store) => {
      await store()
      throw new Error('no')
    })
    await expect(configuration.change(set('a', 'one'))).rejects.toThrow('no')
    expect(noted).toEqual(['not undone routes/a'])
  })

  it('waits for the one before, and goes on after one that failed', async () => {
    const { configuration, applied } = await open()
    const changes = [set('a', 'one'), set('b', 'nope'), set('a'), set('b', 'two')]
    await Promise.allSettled(changes.map((change) => configuration.change(change)))
    expect(applied.map(({ routes }) => routes.map(({ name }) => name))).toEqual([['a'], [], ['b']])
  })
})

describe('reading again', () => {
  it('takes over what others stored, once', async () => {
    const memory = new MemoryResources(clock)
    const [one, other] = [await open(memory), await open(memory)]
    await one.configuration.change(set('a', 'one'))
    await other.configuration.refresh()
    await other.configuration.refresh()
    expect(other.configuration.settings.routes).toMatchObject([{ name: 'a' }])
    expect(other.noted).toEqual(['reloaded'])
  })

  it('keeps what is in force when what others stored does not fit', async () => {
    const memory = new MemoryResources(clock)
    const { configuration, noted } = await open(memory)
    await configuration.change(set('a', 'one'))
    const { json } = storedRoute('b', 'only-there')
    await memory.change({ kind: 'route', name: 'b', json, expectedEtag: undefined })
    await expect(configuration.refresh()).rejects.toThrow('routes["b"].targets[0].model')
    expect(configuration.settings.routes).toMatchObject([{ name: 'a' }])
    expect([noted.at(-1), configuration.refusal?.message]).toEqual(['reload refused', expect.stringContaining('["b"]')])
  })

  it('a file that what is stored does not fit keeps the old one, and a better one is taken over', async () => {
    const { configuration, noted } = await open()
    await configuration.change(set('a', 'one'))
    const narrow = () => settingsOf({ providers: [{ name: 'p', adapter: 'mock', models: ['two'] }] })
    await expect(configuration.reload(narrow)).rejects.toThrow('routes["a"].targets[0].model')
    expect(configuration.settings.providers[0]?.models).toHaveLength(3)
    await configuration.reload(() => settingsOf({ default_model: 'two' }))
    expect(configuration.settings).toMatchObject({ defaultModel: 'two', routes: [{ name: 'a' }] })
    expect([noted, configuration.refusal]).toEqual([['changed a', 'reload refused', 'reloaded'], undefined])
  })

  it('does not run beside a change', async () => {
    const gate = Promise.withResolvers<void>()
    const order: string[] = []
    const { configuration } = await open(undefined, async (settings, store) => {
      order.push(`begin ${settings.defaultModel}`)
      await gate.promise
      await store()
      order.push('end')
    })
    const change = configuration.change(set('a', 'one'))
    const reload = configuration.reload(() => settingsOf({ default_model: 'two' }))
    await settled()
    expect(order).toEqual(['begin one'])
    gate.resolve()
    await Promise.all([change, reload])
    expect(order).toEqual(['begin one', 'end', 'begin two', 'end'])
  })
})

describe('a start', () => {
  async function misfit() {
    const memory = new MemoryResources(clock)
    const { configuration } = await open(memory)
    await configuration.change(set('a', 'one'))
    await configuration.change(set('b', 'two'))
    return memory
  }

  const content = { providers: [{ name: 'p', adapter: 'mock', models: ['two'] }] }

  it('fails when what is stored does not fit the file, and names it', async () => {
    await expect(open(await misfit(), undefined, content)).rejects.toThrow(/run time.*\n {2}routes\["a"\]\.targets/)
  })

  it('without misfits leaves those out, and they can be deleted one by one', async () => {
    const repository = await misfit()
    const configuration = await LiveConfiguration.open({
      settings: settingsOf(content),
      repository,
      observer: silent,
      clock,
      apply: (_settings, store) => store(),
      skipMisfits: true,
    })
    expect(configuration.settings.routes.map(({ name }) => name)).toEqual(['b'])
    expect(configuration.whyNotApplied({ kind: 'route', name: 'a' })).toContain('offers no model called `one`')
    await configuration.change(set('c', 'two'))
    expect(configuration.misfits()).toHaveLength(1)
    await configuration.change(set('a'))
    expect([configuration.misfits(), configuration.settings.routes.map(({ name }) => name)]).toEqual([[], ['b', 'c']])
  })
})

const silent: ConfigurationObserver = {
  changed: () => {},
  reloaded: () => {},
  reloadRefused: () => {},
  misfits: () => {},
  changeUndone: () => {},
  changeNotUndone: () => {},
}
