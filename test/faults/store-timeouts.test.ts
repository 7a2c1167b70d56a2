import fc from 'fast-check'
import { expect, it, onTestFinished, vi } from 'vitest'
import { metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { callersOf } from '../support/callers.ts'
import { clientsOf, seenError } from '../support/clients.ts'
import { billOf, countingUpstream } from '../support/counting-upstream.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts'
import { describePostgres, newPostgresUrl } from '../support/databases.ts'
import { keptRows } from '../support/kept-rows.ts'

vi.setConfig({ testTimeout: 180_000 })

/** More than all calls of the test cost, so that it is leased bit by bit and never refused. */
const BUDGET = { name: 'all', window: 'lifetime', hard: true, amount: '1' }

/** The budgets ask the store at any time: a call whose money could not be leased is refused before it is paid. */
const MAY_BE_TOLD = ['STORE_UNAVAILABLE', 'BUDGET_EXCEEDED']

async function untilWritten(app: RunningApp): Promise<void> {
  for (;;) {
    const text = await app.metrics()
    const spooled = (result: string) => metricOf(text, 'llm_ledger_spool_rows_total', `result="${result}"`)
    if (metricOf(text, 'llm_ledger_available') === 1 && spooled('drained') === spooled('spooled')) return
  }
}

/** Lets two replicas be called while connections break where the cuts say: one after a statement was carried out, unheard. */
async function calledAndCut(apps: readonly RunningApp[], proxies: readonly CuttingProxy[], cuts: readonly Cut[]) {
  const callers = apps.map((app) => callersOf(clientsOf(app)))
  for (const { replica, cut } of cuts) {
    proxies[replica]?.cutNext(cut)
    const before = callers.reduce((sum, { answered }) => sum + answered.length, 0)
    await vi.waitUntil(() => callers.reduce((sum, { answered }) => sum + answered.length, 0) > before + 20, 60_000)
  }
  await Promise.all(callers.map((one) => one.stop()))
  for (const app of apps) await untilWritten(app)
  return {
    answered: callers.flatMap(({ answered }) => answered),
    failures: callers.flatMap(({ failures }) => failures),
  }
}

interface Cut {
  readonly replica: number
  readonly cut: 'before' | 'after'
}

describePostgres('statements that were carried out though their sender heard of a broken connection', () => {
  it('charge no call twice and none never, whichever statements they are', async () => {
    const direct = await newPostgresUrl()
    const { port } = new URL(direct)
    const { url, bill } = await countingUpstream()
    const proxies = [await startCuttingProxy(Number(port)), await startCuttingProxy(Number(port))]
    const open = (proxy: CuttingProxy) =>
      openApp({
        store: { url: direct.replace(`:${port}/`, `:${proxy.port}/`) },
        providers: [playedProvider(url)],
        budgets: [BUDGET],
      })
    const apps = await Promise.all(proxies.map(open))
    const answered: string[] = []
    onTestFinished(() => void process.stdout.write(`\n${proxies.reduce((sum, { cuts }) => sum + cuts, 0)} cuts.\n`))

    const cut = fc.record({ replica: fc.nat(1), cut: fc.constantFrom('before' as const, 'after', 'after') })
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 3, maxLength: 12 }), async (cuts) => {
        const found = await calledAndCut(apps, proxies, cuts)
        answered.push(...found.answered)
        for (const failure of found.failures) expect(MAY_BE_TOLD).toContain(seenError(failure as never).reasons[0])
        const rows = await keptRows(direct)
        const kept = new Set(rows.map(({ call_id }) => call_id))
        expect(billOf(rows)).toEqual(bill)
        expect(answered.filter((id) => !kept.has(id))).toEqual([])
      }),
      { numRuns: 5 },
    )
    const spent = (await keptRows(direct)).reduce((sum, { cost_nanos }) => sum + BigInt(cost_nanos), 0n)
    for (const app of apps) {
      await app.refresh()
      const { budget } = await clientsOf(app).admin.getBudget({ name: 'all' })
      expect(budget?.spent?.amountNanos).toBe(spent)
      expect(budget?.reserved?.amountNanos).toBe(0n)
    }
  })
})
