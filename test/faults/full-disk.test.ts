import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { HealthState } from '#gen/switchyard/v1/health_pb.js'
import { metricOf, playedProvider, SWITCHYARD_SECRET_KEY } from '../support/app.ts'
import { callersOf } from '../support/callers.ts'
import { type Clients, clientsOf, errorOf } from '../support/clients.ts'
import { type Bill, billOf, countingUpstream, HELD } from '../support/counting-upstream.ts'
import { describePostgres, newCluster } from '../support/databases.ts'
import { faultsIn, keptRows } from '../support/kept-rows.ts'
import { type Service, startService } from '../support/service.ts'
import { smallDisk } from '../support/small-disk.ts'
import { readAll } from '../support/streams.ts'

vi.setConfig({ testTimeout: 120_000 })
const PATIENTLY = { timeout: 60_000 }

const REFUSED = { code: 'Unavailable', reasons: ['LEDGER_UNAVAILABLE'] }
const request = { prompt: 'Hello', options: { model: 'm' } }
const held = { ...request, prompt: HELD }

async function get({ webAddress }: Service, path: string) {
  const response = await fetch(`http://${webAddress}/${path}`)
  return { status: response.status, text: await response.text() }
}

async function untilReady(service: Service): Promise<void> {
  await vi.waitFor(async () => expect((await get(service, 'readyz')).status).toBe(200), PATIENTLY)
}

/** Streams whose first word has come, and whose ends are still to come. */
async function begun({ llm }: Clients, count: number) {
  const streams = Array.from({ length: count }, () => llm.generateTextStream(held)[Symbol.asyncIterator]())
  for (const stream of streams) await stream.next()
  return streams.map((stream) => errorOf(readAll({ [Symbol.asyncIterator]: () => stream })))
}

/** Whatever is asked, nothing is asked of the vendor. */
async function expectRefusedUnpaid({ llm }: Clients, bill: Bill): Promise<void> {
  const paid = bill.calls
  for (let call = 0; call < 20; call++) {
    expect(await errorOf(llm.generateText(request))).toMatchObject({ ...REFUSED, retryMs: expect.any(Number) })
    expect(await errorOf(readAll(llm.generateTextStream(request)))).toMatchObject(REFUSED)
  }
  expect(bill.calls).toBe(paid)
}

/** What those are told who watch it. The five rows are of the streams whose ends were held. */
async function expectUnavailable(service: Service): Promise<void> {
  const { text } = await get(service, 'metrics')
  expect(metricOf(text, 'llm_ledger_available')).toBe(0)
  expect(metricOf(text, 'llm_ledger_rows_unwritten')).toBeGreaterThanOrEqual(5)
  expect(metricOf(text, 'llm_ledger_spool_rows_total', 'result="refused"')).toBeGreaterThanOrEqual(5)
  expect((await get(service, 'livez')).status).toBe(200)
}

describe('a disk that fills up under the ledger of a service that is called', () => {
  it('has calls refused before they are paid, what was paid kept, and all go on when there is room', async ({
    skip,
  }) => {
    const disk = smallDisk(skip, 8)
    const { url, bill, letEnd } = await countingUpstream()
    const ledger = `sqlite:${join(disk.path, 'ledger.db')}`
    const service = await startService({ store: { url: ledger }, providers: [playedProvider(url)] })
    const clients = clientsOf(service)
    const callers = callersOf(clients)
    await callers.more(100)
    const ends = await begun(clients, 5)
    expect(callers.failures).toEqual([])

    disk.fill()
    await callers.untilRefused()
    await callers.stop()
    letEnd()
    for (const end of ends) expect(await end).toMatchObject(REFUSED)
    await expectRefusedUnpaid(clients, bill)

    expect(await get(service, 'readyz')).toEqual({ status: 503, text: expect.stringContaining('full') })
    const { state, dependencies } = await clients.admin.getServiceHealth({})
    expect([state, dependencies[0]?.state]).toEqual([HealthState.UNHEALTHY, HealthState.UNHEALTHY])
    await expectUnavailable(service)
    expect(service.errors()).toContain('the store is not available; trying again')

    disk.free()
    await untilReady(service)
    const later = callersOf(clients)
    await later.more(100)
    await later.stop()
    expect(later.failures).toEqual([])
    expect(metricOf((await get(service, 'metrics')).text, 'llm_ledger_available')).toBe(1)
    service.child.kill('SIGTERM')
    expect(await service.exited).toBe(0)
    const rows = await keptRows(ledger)
    expect(billOf(rows)).toEqual(bill)
    const kept = new Set(rows.map(({ call_id }) => call_id))
    expect([...callers.answered, ...later.answered].filter((id) => !kept.has(id))).toEqual([])
    expect(faultsIn(ledger)).toBe('ok')
  })

  it('has changes refused, which leave neither themselves nor an event, and made when there is room', async ({
    skip,
  }) => {
    const disk = smallDisk(skip, 4)
    const service = await startService({ store: { url: `sqlite:${join(disk.path, 'ledger.db')}` } })
    const { admin } = clientsOf(service)
    const targets = [{ provider: 'mock', model: 'mock-fast' }]
    const make = (name: string) => admin.createRoute({ route: { name, targets } })
    await make('before')
    disk.fill()
    // What was set aside for the log of the database takes some changes more.
    const made = ['before']
    const refused = await errorOf(
      (async () => {
        for (let count = 0; ; count++) {
          await make(`full-${count}`)
          made.push(`full-${count}`)
        }
      })(),
    )
    expect(refused).toMatchObject({ code: 'Unavailable', reasons: ['STORE_UNAVAILABLE'] })
    const target = { provider: 'mock', model: 'mock-smart' }
    expect(await errorOf(admin.tripCircuit(target))).toMatchObject({ reasons: ['STORE_UNAVAILABLE'] })

    disk.free()
    await make('after')
    made.push('after')
    const { routes } = await admin.listRoutes({ pageSize: 1000 })
    expect(routes.map(({ name }) => name).sort()).toEqual([...made].sort())
    const { auditEvents } = await admin.listAuditEvents({ pageSize: 1000 })
    expect(auditEvents.map(({ resource }) => resource).sort()).toEqual(made.map((name) => `routes/${name}`).sort())
    expect((await admin.listCircuits({})).circuits.filter(({ tripped }) => tripped)).toEqual([])
  })
})

describePostgres('a disk that fills up under the spool while PostgreSQL is away', () => {
  it('has calls refused before they are paid, what was paid kept, and rows spooled again when there is room', async ({
    skip,
  }) => {
    const disk = smallDisk(skip, 8)
    const cluster = await newCluster()
    const { url, bill, letEnd } = await countingUpstream()
    const spool = join(disk.path, 'spool.db')
    const service = await startService(
      { store: { url: cluster.url(), spool: { path: spool } }, providers: [playedProvider(url)] },
      { environment: { SWITCHYARD_SECRET_KEY } },
    )
    await untilReady(service)
    const clients = clientsOf(service)
    const callers = callersOf(clients)
    await callers.more(20)
    cluster.stop()
    await callers.more(100)
    expect(callers.failures).toEqual([])
    expect(await get(service, 'readyz')).toEqual({ status: 200, text: expect.stringContaining('spooled') })
    const ends = await begun(clients, 5)

    disk.fill()
    await callers.untilRefused()
    await callers.stop()
    letEnd()
    for (const end of ends) expect(await end).toMatchObject(REFUSED)
    await expectRefusedUnpaid(clients, bill)
    expect(await get(service, 'readyz')).toEqual({ status: 503, text: expect.stringContaining('full') })
    await expectUnavailable(service)

    disk.free()
    await untilReady(service)
    const later = callersOf(clients)
    await later.more(50)
    cluster.start()
    await later.more(50)
    await later.stop()
    expect(later.failures).toEqual([])
    await vi.waitFor(async () => expect(billOf(await keptRows(cluster.url()))).toEqual(bill), PATIENTLY)
    const kept = new Set((await keptRows(cluster.url())).map(({ call_id }) => call_id))
    expect([...callers.answered, ...later.answered].filter((id) => !kept.has(id))).toEqual([])
    service.child.kill('SIGTERM')
    expect(await service.exited).toBe(0)
    expect(faultsIn(`sqlite:${spool}`)).toBe('ok')
  })
})
