import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { ConfigError } from '../../src/config/faults.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { settled } from '../support/fake-clock.ts'
import { settingsOf, storedRoute } from './fixture.ts'
import { clock, openLive, set } from './live.ts'

describe('reading again', () => {
  it('takes over what others stored, once', async () => {
    const memory = new MemoryResources(clock)
    const [one, other] = [await openLive({ repository: memory }), await openLive({ repository: memory })]
    await one.configuration.change(set('a', 'one'))
    await other.configuration.refresh()
    await other.configuration.refresh()
    expect(other.configuration.settings.routes).toMatchObject([{ name: 'a' }])
    expect(other.noted).toEqual(['reloaded'])
  })

  it('keeps what is in force when what others stored does not fit', async () => {
    const memory = new MemoryResources(clock)
    const { configuration, noted } = await openLive({ repository: memory })
    await configuration.change(set('a', 'one'))
    const { json } = storedRoute('b', 'only-there')
    await memory.change({ kind: 'route', name: 'b', json, expectedEtag: undefined })
    await expect(configuration.refresh()).rejects.toThrow('routes["b"].targets[0].model')
    await expect(configuration.refresh()).rejects.toThrow(ConfigError)
    expect(configuration.settings.routes).toMatchObject([{ name: 'a' }])
    expect(configuration.refusal?.message).toContain('["b"]')
    expect(noted).toEqual(['changed a', 'reload refused'])
  })

  it('a file that what is stored does not fit keeps the old one, and a better one is taken over', async () => {
    const { configuration, noted } = await openLive()
    await configuration.change(set('a', 'one'))
    const narrow = () => settingsOf({ providers: [{ name: 'p', adapter: 'mock', models: ['two'] }] })
    await expect(configuration.reload(narrow)).rejects.toThrow('routes["a"].targets[0].model')
    expect(configuration.settings.providers[0]?.models).toHaveLength(3)
    await configuration.reload(() => settingsOf({ default_model: 'two' }))
    expect(configuration.settings).toMatchObject({ defaultModel: 'two', routes: [{ name: 'a' }] })
    expect([noted, configuration.refusal]).toEqual([['changed a', 'reload refused', 'reloaded'], undefined])
  })

  it('a store that cannot be read keeps what is in force, and has refused nothing', async () => {
    const memory = new MemoryResources(clock)
    let isDown = false
    const down = new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'down')
    const list = () => (isDown ? Promise.reject(down) : memory.list(['policy', 'route']))
    const { configuration, noted } = await openLive({
      repository: { list, change: (change) => memory.change(change) },
    })
    await configuration.change(set('a', 'one'))
    isDown = true
    await expect(configuration.refresh()).rejects.toThrow('down')
    expect([configuration.refusal, configuration.settings.routes.length]).toEqual([undefined, 1])
    await expect(configuration.reload(() => settingsOf({}))).rejects.toThrow('down')
    expect(configuration.refusal).toMatchObject({ of: 'file', message: 'down' })
    expect(noted).toEqual(['changed a', 'reload refused'])
  })

  it('the store does not make a refused file forgotten', async () => {
    const { configuration, repository } = await openLive()
    await expect(configuration.reload(() => settingsOf({ retry: { max_retries: 99 } }))).rejects.toThrow('max_retries')
    await configuration.refresh()
    const told = { of: 'file', message: expect.stringContaining('retry.max_retries') }
    expect(configuration.refusal).toMatchObject(told)
    const { json } = storedRoute('b', 'only-there')
    const stored = await repository.change({ kind: 'route', name: 'b', json, expectedEtag: undefined })
    await expect(configuration.refresh()).rejects.toThrow('["b"]')
    await repository.change({ kind: 'route', name: 'b', json: undefined, expectedEtag: stored?.etag })
    await configuration.refresh()
    expect(configuration.refusal).toMatchObject(told)
  })

  it('does not run beside a change', async () => {
    const gate = Promise.withResolvers<void>()
    const order: string[] = []
    const { configuration } = await openLive({
      apply: async (settings, { store }) => {
        order.push(`begin ${settings.defaultModel}`)
        await gate.promise
        await store()
        order.push('end')
      },
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
    const { configuration } = await openLive({ repository: memory })
    await configuration.change(set('a', 'one'))
    await configuration.change(set('b', 'two'))
    return memory
  }

  const content = { providers: [{ name: 'p', adapter: 'mock', models: ['two'] }] }

  it('fails when what is stored does not fit the file, and names it', async () => {
    await expect(openLive({ repository: await misfit(), content })).rejects.toThrow(
      /run time.*\n {2}routes\["a"\]\.targets/,
    )
  })

  it('without misfits leaves those out, and they can be deleted one by one', async () => {
    const { configuration } = await openLive({ repository: await misfit(), content, skipMisfits: true })
    expect(configuration.settings.routes.map(({ name }) => name)).toEqual(['b'])
    expect(configuration.whyNotApplied({ kind: 'route', name: 'a' })).toContain('offers no model called `one`')
    await configuration.change(set('c', 'two'))
    expect(configuration.misfits()).toHaveLength(1)
    await configuration.change(set('a'))
    expect([configuration.misfits(), configuration.settings.routes.map(({ name }) => name)]).toEqual([[], ['b', 'c']])
  })

  it('without misfits leaves them out too when the store comes later, and from then on holds to the rule', async () => {
    const repository = await misfit()
    const { configuration } = await openLive({ repository, content, skipMisfits: true, isReadable: false })
    expect(configuration.settings.routes).toEqual([])
    await configuration.refresh()
    expect(configuration.settings.routes.map(({ name }) => name)).toEqual(['b'])
    const { json } = storedRoute('c', 'one')
    await repository.change({ kind: 'route', name: 'c', json, expectedEtag: undefined })
    await expect(configuration.refresh()).rejects.toThrow('routes["c"].targets')
  })

  it('that waits for its store does not take what does not fit', async () => {
    const { configuration } = await openLive({ repository: await misfit(), content, isReadable: false })
    await expect(configuration.refresh()).rejects.toThrow('routes["a"].targets')
  })
})

describe('a service that stops', () => {
  it('ends the change that runs, and takes no more', async () => {
    const { configuration, noted, applied } = await openLive()
    const running = configuration.change(set('a', 'one'))
    await configuration.close()
    await running
    const reason = ErrorReason.SHUTTING_DOWN
    await expect(configuration.change(set('b', 'one'))).rejects.toMatchObject({ reason })
    await expect(configuration.reload(() => settingsOf({}))).rejects.toMatchObject({ reason })
    await expect(configuration.refresh()).rejects.toMatchObject({ reason })
    expect([noted, applied.length]).toEqual([['changed a'], 1])
  })
})
