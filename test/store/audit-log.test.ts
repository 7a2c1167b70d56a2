import { expect, it } from 'vitest'
import type { AuditFacts } from '../../src/core/audit.ts'
import { ALL, describeDatabases, openTestStore } from '../support/databases.ts'
import { FakeClock } from '../support/fake-clock.ts'

const facts: AuditFacts = {
  principal: 'keys/1',
  action: 'route.create',
  traceId: 'trace',
  tenant: '',
  resource: 'routes/fast',
  before: undefined,
  after: '{"a":1}',
}
const route = { kind: 'route', name: 'fast', json: '{"a":1}', expectedEtag: undefined }

describeDatabases(ALL, ({ newUrl }) => {
  async function newStore() {
    const clock = new FakeClock()
    return { clock, ...(await openTestStore({ url: await newUrl(), clock })) }
  }

  it('a change and what it leaves in the audit log are kept together', async () => {
    const { audit, clock, resources } = await newStore()
    await resources.change({ ...route, audit: facts })
    expect(await audit.query({ limit: 10 })).toEqual([{ ...facts, id: expect.any(String), time: clock.now() }])
  })

  it('a change that is refused leaves nothing there', async () => {
    const { audit, resources } = await newStore()
    await resources.change(route)
    await expect(resources.change({ ...route, audit: facts })).rejects.toMatchObject({ reasonName: 'ETAG_MISMATCH' })
    await expect(
      resources.change({ ...route, json: undefined, expectedEtag: 'another', audit: facts }),
    ).rejects.toMatchObject({ reasonName: 'ETAG_MISMATCH' })
    expect(await audit.query({ limit: 10 })).toEqual([])
  })

  it('events are told from the newest on, page by page, each once, those of one moment too', async () => {
    const { audit, clock } = await newStore()
    for (let index = 0; index < 7; index++) {
      await audit.append({ ...facts, resource: `routes/${index}` })
      if (index % 3 === 0) await clock.advance(10)
    }
    const seen: string[] = []
    let page = await audit.query({ limit: 2 })
    while (page.length > 0) {
      seen.push(...page.map(({ resource }) => resource))
      page = await audit.query({ limit: 2, before: page.at(-1) })
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `routes/${index}`))
  })

  it('events are found by what is given of them', async () => {
    const { audit, clock } = await newStore()
    const start = clock.now()
    await audit.append(facts)
    await clock.advance(10)
    await audit.append({
      ...facts,
      tenant: 'acme',
      principal: "o'hara; --",
      action: 'api_key.create',
      resource: 'keys/1',
    })
    const found = async (filter: object) => (await audit.query({ limit: 10, ...filter })).map(({ action }) => action)
    expect(await found({ tenant: 'acme' })).toEqual(['api_key.create'])
    expect(await found({ tenant: '' })).toEqual(['route.create'])
    expect(await found({ principal: "o'hara; --" })).toEqual(['api_key.create'])
    expect(await found({ resource: 'keys/%' })).toEqual([])
    expect(await found({ action: 'route.create', from: start, to: start + 1 })).toEqual(['route.create'])
    expect(await found({ from: start + 10 })).toEqual(['api_key.create'])
    expect(await found({ to: start })).toEqual([])
  })
})
