import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { MemoryResources } from '../../src/resources/memory-resources.ts'
import { metricOf, openApp, playedProvider, startTestApp } from '../support/app.ts'
import { clientsOf, errorOf } from '../support/clients.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openUpstream } from '../support/upstream.ts'
import { echo, fileRoute, models, openChangeable, to } from './changeable.ts'

describe('a change', () => {
  it('of two that began with the same etag is made once', async () => {
    const { admin, ask } = await openChangeable()
    const etag = (await admin.getRoute({ name: 'fast' })).route?.etag ?? ''
    const changes = ['one', 'two', 'two', 'one'].map((model) =>
      admin.updateRoute({ route: { name: 'fast', targets: to(model), contentFilterFallback: true, etag } }),
    )
    const ended = await Promise.allSettled(changes)
    const made = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value.route] : []))
    expect(made).toHaveLength(1)
    expect(await ask('fast')).toBe(`played-${made[0]?.targets[0]?.model}`)
  })

  it('writes one line that says who changed what, and no value', async () => {
    const { admin, app } = await openChangeable()
    await admin.createRoute({ route: { name: 'mine', targets: to('one') } })
    await admin.updatePolicy({ policy: { allowedModels: ['mine'] } })
    await admin.resetPolicy({ resetMask: { paths: ['*'] } })
    const lines = app.log.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'resource changed')
    expect(lines).toMatchObject([
      { kind: 'route', name: 'mine', principal: 'local', paths: ['*'], etag_after: expect.any(String) },
      { kind: 'policy', paths: ['allowed_models'], etag_after: expect.any(String) },
      { kind: 'policy', etag_before: lines[1].etag_after },
    ])
    expect([lines[0].etag_before, lines[2].etag_after, JSON.stringify(lines).includes('played')]).toEqual([
      undefined,
      undefined,
      false,
    ])
    expect(metricOf(await app.metrics(), 'llm_config_changes_total', 'kind="policy"')).toBe(2)
  })
})

describe('what was changed', () => {
  const memory = () => ({ resources: new MemoryResources(systemClock) })

  it('is in force again after a restart', async () => {
    const store = { url: `sqlite:${join(temporaryDirectory(), 'kept.db')}` }
    const upstream = await openUpstream(echo)
    const content = { store, providers: [playedProvider(upstream.url, { models })], routes: [fileRoute] }
    const first = await startTestApp(content)
    const { admin } = clientsOf(first)
    await admin.updateRoute({ route: { name: 'fast', targets: to('two') } })
    await admin.updatePolicy({ policy: { allowedModels: ['fast'] } })
    const before = [await admin.listRoutes({}), await admin.getPolicy({})]
    await first.stop()

    const second = clientsOf(await openApp(content))
    expect([await second.admin.listRoutes({}), await second.admin.getPolicy({})]).toEqual(before)
    const call = (model: string) => second.llm.generateText({ prompt: 'Hi', options: { model } })
    expect((await call('fast')).text).toBe('played-two')
    expect((await errorOf(call('two'))).reasons).toEqual(['MODEL_NOT_ALLOWED'])
  })

  it('is kept over a reload of a good file, and keeps a file that does not fit it away', async () => {
    const { admin, app, ask, configuration } = await openChangeable()
    await admin.updateRoute({ route: { name: 'fast', targets: to('two') } })
    await app.reload({ ...configuration, routes: [], retry: { max_retries: 7 } })
    expect(await ask('fast')).toBe('played-two')
    expect((await admin.getPolicy({})).policy?.retry?.maxRetries).toBe(7)

    const narrow = [{ ...configuration.providers[0], models: models.slice(0, 1) }]
    await expect(app.reload({ ...configuration, providers: narrow })).rejects.toThrow('routes["fast"].targets[0].model')
    expect(await ask('fast')).toBe('played-two')
    expect(await reloads(app)).toEqual({ applied: 1, refused: 1 })
    const { configuration: health } = await admin.getServiceHealth({})
    expect(health).toMatchObject({ state: 2, message: expect.stringContaining('played offers no model called `two`') })
    expect(health?.refusalTime).toBeDefined()
    await app.reload(configuration)
    const better = (await admin.getServiceHealth({})).configuration
    expect([better?.state, better?.message, better?.refusalTime]).toEqual([1, '', undefined])
  })

  it('does not let the service start where it does not fit, unless it is told to leave misfits out', async () => {
    const choices = memory()
    const { admin, configuration } = await openChangeable({}, choices)
    await admin.updateRoute({ route: { name: 'fast', targets: to('two') } })
    const narrow = { ...configuration, providers: [{ ...configuration.providers[0], models: models.slice(0, 1) }] }
    await expect(startTestApp(narrow, choices)).rejects.toThrow('routes["fast"].targets[0].model')

    const app = await openApp(narrow, { ...choices, skipMisfits: true })
    const second = clientsOf(app)
    const { routes } = await second.admin.listRoutes({})
    expect(routes).toMatchObject([{ name: 'fast', notAppliedBecause: expect.stringContaining('`two`') }])
    expect(metricOf(await app.metrics(), 'llm_config_resources_not_applied')).toBe(1)
    expect((await second.admin.getServiceHealth({})).configuration?.message).toContain('routes/fast: ')
    expect((await second.llm.generateText({ prompt: 'Hi', options: { model: 'fast' } })).text).toBe('played-one')
    await second.admin.deleteRoute({ name: 'fast' })
    expect(metricOf(await app.metrics(), 'llm_config_resources_not_applied')).toBe(0)
  })

  it('reaches another replica when that reads again', async () => {
    const choices = memory()
    const { admin, configuration } = await openChangeable({}, choices)
    const other = await openApp(configuration, choices)
    await admin.updatePolicy({ policy: { allowedModels: ['fast'] } })
    await other.refresh()
    expect((await clientsOf(other).admin.getPolicy({})).policy?.allowedModels).toEqual(['fast'])
  })
})

async function reloads(app: { metrics(): Promise<string> }) {
  const text = await app.metrics()
  const of = (result: string) => metricOf(text, 'llm_config_reloads_total', `result="${result}"`)
  return { applied: of('applied'), refused: of('refused') }
}
