import { Code } from '@connectrpc/connect'
import { expect, it } from 'vitest'
import { HealthState } from '#gen/switchyard/v1/health_pb.js'
import { metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { callersOf } from '../support/callers.ts'
import { clientsOf } from '../support/clients.ts'
import { billOf, countingUpstream } from '../support/counting-upstream.ts'
import { describePostgres, newCluster } from '../support/databases.ts'
import { keptRows } from '../support/kept-rows.ts'
import { readAll } from '../support/streams.ts'

const request = { prompt: 'Hello', options: { model: 'm' } }

async function readiness({ webAddress }: RunningApp) {
  const response = await fetch(`http://${webAddress}/readyz`)
  return { status: response.status, text: await response.text() }
}

async function untilDrained(app: RunningApp): Promise<void> {
  const spooled = (text: string, result: string) => metricOf(text, 'llm_ledger_spool_rows_total', `result="${result}"`)
  for (;;) {
    const text = await app.metrics()
    const { text: ready } = await readiness(app)
    if (ready.includes('"store":"ok"') && spooled(text, 'drained') === spooled(text, 'spooled')) return
  }
}

describePostgres('PostgreSQL that stops and starts under load', () => {
  it('fails no call, and has one row of each afterwards, whose sum is the vendor’s', { timeout: 120_000 }, async () => {
    const cluster = await newCluster()
    const { url, bill } = await countingUpstream()
    const app = await openApp({ store: { url: cluster.url() }, providers: [playedProvider(url)] })
    const callers = callersOf(clientsOf(app))
    for (let round = 0; round < 3; round++) {
      await callers.more(50)
      cluster.stop()
      await callers.more(100)
      cluster.start()
    }
    await callers.more(50)
    await callers.stop()
    await untilDrained(app)

    expect(callers.failures).toEqual([])
    const rows = await keptRows(cluster.url())
    const kept = rows.map(({ call_id }) => call_id)
    expect(callers.answered.filter((id) => !kept.includes(id))).toEqual([])
    expect(new Set(kept).size).toBe(kept.length)
    expect(billOf(rows)).toEqual(bill)
    expect(metricOf(await app.metrics(), 'llm_ledger_spool_rows_total', 'result="spooled"')).toBeGreaterThan(100)
  })

  it('is told: ready and degraded while rows are spooled, one line in the log for each change', async () => {
    const cluster = await newCluster()
    const { url } = await countingUpstream()
    const app = await openApp({ store: { url: cluster.url() }, providers: [playedProvider(url)] })
    const { llm, admin } = clientsOf(app)
    await llm.generateText(request)
    cluster.stop()
    await llm.generateText(request)
    await llm.generateText(request)
    expect(await readiness(app)).toMatchObject({ status: 200, text: expect.stringContaining('The ledger is spooled') })
    const { state, dependencies } = await admin.getServiceHealth({})
    expect([state, dependencies[0]?.state]).toEqual([HealthState.DEGRADED, HealthState.DEGRADED])
    expect(metricOf(await app.metrics(), 'llm_ledger_spool_bytes')).toBeGreaterThan(0)
    cluster.start()
    await untilDrained(app)
    expect(await keptRows(cluster.url())).toHaveLength(3)
    const lines = app.log.map((line) => JSON.parse(line).msg).filter((message) => message.startsWith('the store'))
    expect(lines).toEqual(['the store is not available; rows are spooled', 'the store is available'])
  })

  it('asks nothing of a vendor while nothing can be kept, and asks again without a restart', async () => {
    const cluster = await newCluster()
    const { url, bill } = await countingUpstream()
    const store = { url: cluster.url(), spool: { max_bytes: 0 } }
    const app = await openApp({ store, providers: [playedProvider(url)] })
    const { llm } = clientsOf(app)
    await llm.generateText(request)
    cluster.stop()
    await expect(llm.generateText(request)).rejects.toMatchObject({ code: Code.Unavailable })
    const paid = bill.calls
    for (let call = 0; call < 5; call++) {
      await expect(llm.generateText(request)).rejects.toMatchObject({ code: Code.Unavailable })
      await expect(readAll(llm.generateTextStream(request))).rejects.toMatchObject({ code: Code.Unavailable })
    }
    expect(bill.calls).toBe(paid)
    cluster.start()
    while ((await readiness(app)).status !== 200) {
      // It finds out by itself.
    }
    await llm.generateText(request)
    expect(bill.calls).toBe(paid + 1)
  })
})
