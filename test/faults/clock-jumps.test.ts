import { timestampDate } from '@bufbuild/protobuf/wkt'
import { describe, expect, it, vi } from 'vitest'
import { playedProvider } from '../support/app.ts'
import { callersOf } from '../support/callers.ts'
import { type Clients, clientsOf, errorOf } from '../support/clients.ts'
import { billOf, countingUpstream, HELD } from '../support/counting-upstream.ts'
import { playChat } from '../support/openai-wire.ts'
import { startService } from '../support/service.ts'
import { settableClock } from '../support/settable-clock.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream } from '../support/upstream.ts'

vi.setConfig({ testTimeout: 120_000 })

const HOUR_US = 3_600_000_000

/** Costs 2 * 0.000002 + 100 * 0.00001 US dollars, which is also the most that it may cost. */
const counted = { prompt: 'Count.', options: { model: 'c', maxOutputTokens: 100n } }
const AMOUNT_FOR_THREE = '0.003012'

/** How many more calls a hard budget pays for. */
async function paidCalls({ llm }: Clients): Promise<number> {
  for (let calls = 0; ; calls++) {
    const ended = await llm.generateText(counted).then(
      () => 'answered',
      (error) => errorOf(Promise.reject(error)),
    )
    if (ended === 'answered') continue
    expect(ended).toMatchObject({ reasons: ['BUDGET_EXCEEDED'] })
    return calls
  }
}

describe('a clock that is set by an hour while calls run', () => {
  it('begins each window of a budget once, and harms no call and no figure', async ({ skip }) => {
    const clock = settableClock(skip, '2027-01-13T10:10:00Z')
    const { url, bill, letEnd } = await countingUpstream()
    const priced = await openUpstream((exchange) =>
      playChat(exchange, { texts: ['one'], inputTokens: 2, outputTokens: 100 }),
    )
    const models = [{ name: 'c', upstream_name: 'played-counted', price: { input: '2', output: '10' } }]
    const subject = { provider: 'counted' }
    const service = await startService(
      {
        providers: [playedProvider(url), playedProvider(priced.url, { name: 'counted', models })],
        budgets: [{ name: 'hourly', window: 'hour', hard: true, amount: AMOUNT_FOR_THREE, subject }],
      },
      clock,
    )
    const clients = clientsOf(service)
    const { llm } = clients
    const callers = callersOf(clients)
    await callers.more(20)
    const stream = llm.generateTextStream({ prompt: HELD, options: { model: 'm' } })[Symbol.asyncIterator]()
    await stream.next()

    const paid = [await paidCalls(clients)]
    for (const hour of ['11', '10', '11', '09', '12']) {
      clock.set(`2027-01-13T${hour}:10:00Z`)
      await callers.more(20)
      paid.push(await paidCalls(clients))
    }
    expect(paid).toEqual([3, 3, 0, 0, 0, 3])

    letEnd()
    const rest = await readAll({ [Symbol.asyncIterator]: () => stream })
    expect(rest.at(-1)?.event.case).toBe('finished')
    await callers.stop()
    expect(callers.failures).toEqual([])
    service.child.kill('SIGTERM')
    expect(await service.exited).toBe(0)
    const rows = service.rows()
    expect(billOf(rows.filter(({ provider }) => provider === 'played'))).toEqual(bill)
    for (const { latency_us, first_content_us, call_latency_us } of rows) {
      for (const duration of [latency_us, first_content_us ?? 0, call_latency_us]) {
        expect(duration).toBeGreaterThanOrEqual(0)
        expect(duration).toBeLessThan(HOUR_US / 2)
      }
    }
  })
})

describe('days on which the clocks of a zone are set', () => {
  it('are as long as they are there, and begin a budget once', async ({ skip }) => {
    const clock = settableClock(skip, '2027-03-28T00:30:00Z')
    const budget = { name: 'daily', window: 'day', time_zone: 'Europe/Berlin', hard: true, amount: '1' }
    const service = await startService({ budgets: [budget] }, clock)
    const { admin } = clientsOf(service)
    const hoursAt = async (time: string) => {
      clock.set(time)
      const { budget } = await admin.getBudget({ name: 'daily' })
      const [start, end] = [budget?.windowStart, budget?.windowEnd].map((at) => at && timestampDate(at))
      return [start?.toISOString(), (Number(end) - Number(start)) / 3_600_000]
    }
    expect(await hoursAt('2027-03-28T00:59:59Z')).toEqual(['2027-03-27T23:00:00.000Z', 23])
    expect(await hoursAt('2027-03-28T21:59:50Z')).toEqual(['2027-03-27T23:00:00.000Z', 23])
    expect(await hoursAt('2027-03-28T22:00:01Z')).toEqual(['2027-03-28T22:00:00.000Z', 24])
    expect(await hoursAt('2027-10-31T00:59:00Z')).toEqual(['2027-10-30T22:00:00.000Z', 25])
    expect(await hoursAt('2027-10-31T01:01:00Z')).toEqual(['2027-10-30T22:00:00.000Z', 25])
    expect(await hoursAt('2027-10-31T23:00:01Z')).toEqual(['2027-10-31T23:00:00.000Z', 24])
  })
})
