import { describe, expect, it } from 'vitest'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { RouteBalance } from '#gen/switchyard/v1/route_pb.js'
import { doors, errorOf } from '../support/clients.ts'
import { readAll } from '../support/streams.ts'
import { echo, openChangeable, to } from './changeable.ts'

describe.each(doors)('through %s', (door) => {
  it('a route is made, changed, listed and deleted, and the next call knows', async () => {
    const { admin, ask } = await openChangeable({}, { door })
    const { route } = await admin.createRoute({ route: { name: 'mine', targets: to('one') } })
    expect(route).toMatchObject({ name: 'mine', origin: Origin.API, hidesFile: false, notAppliedBecause: '' })
    expect(await ask('mine')).toBe('played-one')

    const changed = await admin.updateRoute({
      route: { name: 'mine', targets: to('two'), etag: route?.etag ?? '' },
      updateMask: { paths: ['targets'] },
    })
    expect(await ask('mine')).toBe('played-two')
    expect(changed.route?.etag).not.toBe(route?.etag)
    expect((await admin.getRoute({ name: 'mine' })).route).toEqual(changed.route)

    const { routes } = await admin.listRoutes({})
    expect(routes.map(({ name, origin }) => [name, Origin[origin]])).toEqual([
      ['fast', 'FILE'],
      ['mine', 'API'],
    ])
    await admin.deleteRoute({ name: 'mine', etag: changed.route?.etag ?? '' })
    expect((await errorOf(ask('mine'))).reasons).toEqual(['MODEL_NOT_FOUND'])
  })
})

describe('a route', () => {
  it('of the file can be hidden and comes back, but not deleted', async () => {
    const { admin, ask } = await openChangeable()
    const inFile = (await admin.getRoute({ name: 'fast' })).route
    expect(inFile).toMatchObject({ origin: Origin.FILE, etag: expect.stringMatching(/^file-/) })
    expect(await errorOf(admin.deleteRoute({ name: 'fast' }))).toMatchObject({
      code: 'FailedPrecondition',
      reasons: ['RESOURCE_READ_ONLY'],
      metadata: { resource: 'routes/fast' },
    })
    const { route } = await admin.updateRoute({ route: { name: 'fast', targets: to('two'), etag: inFile?.etag ?? '' } })
    expect(route).toMatchObject({ origin: Origin.API, hidesFile: true })
    expect(await ask('fast')).toBe('played-two')
    expect((await admin.deleteRoute({ name: 'fast' })).route).toEqual(inFile)
    expect(await ask('fast')).toBe('played-one')
  })

  it('is not made over another, nor found where there is none', async () => {
    const { admin } = await openChangeable()
    const made = admin.createRoute({ route: { name: 'fast', targets: to('two') } })
    expect(await errorOf(made)).toMatchObject({ code: 'AlreadyExists', reasons: ['RESOURCE_EXISTS'] })
    const none = [
      admin.getRoute({ name: 'none' }),
      admin.deleteRoute({ name: 'none' }),
      admin.updateRoute({ route: { name: 'none', targets: to('one') } }),
    ]
    for (const call of none)
      expect(await errorOf(call)).toMatchObject({ code: 'NotFound', reasons: ['RESOURCE_NOT_FOUND'] })
    const { route } = await admin.updateRoute({ route: { name: 'none', targets: to('one') }, allowMissing: true })
    expect(route).toMatchObject({ name: 'none', origin: Origin.API })
  })

  it('is replaced as a whole by `*`, and by a mask only in its fields', async () => {
    const { admin } = await openChangeable()
    const balance = RouteBalance.STICKY
    await admin.createRoute({ route: { name: 'r', targets: to('one'), balance, stickyKey: 'team' } })
    const part = await admin.updateRoute({ route: { name: 'r', stickyKey: 'user' } })
    expect(part.route).toMatchObject({ targets: [{ model: 'one' }], balance, stickyKey: 'user' })
    const whole = await admin.updateRoute({ route: { name: 'r', targets: to('two') }, updateMask: { paths: ['*'] } })
    expect(whole.route).toMatchObject({ targets: [{ model: 'two' }], balance: RouteBalance.UNSPECIFIED, stickyKey: '' })
  })

  it('that something else needs is not deleted', async () => {
    const { admin, ask } = await openChangeable()
    await admin.createRoute({ route: { name: 'mine', targets: to('one') } })
    await admin.updatePolicy({ policy: { allowedModels: ['fast', 'mine'], defaultModel: 'mine' } })
    expect(await errorOf(admin.deleteRoute({ name: 'mine' }))).toMatchObject({
      reasons: ['INVALID_REQUEST'],
      fields: ['policy.allowed_models[1]', 'policy.default_model'],
    })
    expect(await ask('mine')).toBe('played-one')
  })

  it('that is only validated is not made', async () => {
    const { admin } = await openChangeable()
    const { route } = await admin.createRoute({ route: { name: 'mine', targets: to('one') }, validateOnly: true })
    expect(route).toMatchObject({ name: 'mine', etag: '' })
    expect((await admin.listRoutes({})).routes).toHaveLength(1)
  })

  it('is listed page by page', async () => {
    const { admin } = await openChangeable()
    for (const name of ['a', 'z']) await admin.createRoute({ route: { name, targets: to('one') } })
    const first = await admin.listRoutes({ pageSize: 2 })
    const second = await admin.listRoutes({ pageSize: 2, pageToken: first.nextPageToken })
    expect([first.routes, second.routes].map((page) => page.map(({ name }) => name))).toEqual([['a', 'fast'], ['z']])
    expect(second.nextPageToken).toBe('')
  })

  it('changes while calls run: none fails, streams end where they began, the next call goes the new way', async () => {
    const gates: (() => void)[] = []
    const { admin, ask, llm, app } = await openChangeable(
      {},
      {
        play: async (exchange) => {
          if (!exchange.json.stream) return echo(exchange)
          exchange.startEvents()
          await exchange.sendEvent({ choices: [{ delta: { content: `${exchange.json.model} ` } }] })
          gates.push(async () => {
            await exchange.sendEvent({ choices: [{ delta: { content: 'end' }, finish_reason: 'stop' }] })
            await exchange.sendEvent('[DONE]')
            exchange.end()
          })
        },
      },
    )
    const streams = Array.from({ length: 4 }, () =>
      llm.generateTextStream({ prompt: 'Hi', options: { model: 'fast' } })[Symbol.asyncIterator](),
    )
    for (const stream of streams) while ((await stream.next()).value?.event.case !== 'textDelta');
    const unary: Promise<string>[] = []
    for (const model of ['two', 'one', 'two']) {
      unary.push(...Array.from({ length: 8 }, () => ask('fast')))
      await admin.updateRoute({ route: { name: 'fast', targets: to(model) } })
      expect(await ask('fast')).toBe(`played-${model}`)
    }
    for (const open of gates) open()
    const ends = await Promise.all(
      streams.map(async (stream) => (await readAll({ [Symbol.asyncIterator]: () => stream })).at(-1)),
    )
    expect(ends.map((end) => end?.event.case === 'finished' && end.event.value.info?.model)).toEqual(
      Array(4).fill('played-one'),
    )
    expect(new Set(await Promise.all(unary))).toEqual(new Set(['played-one', 'played-two']))
    await app.ended(31)
    expect(app.rows().every(({ outcome }) => outcome === 'succeeded')).toBe(true)
  })
})
