import { expect, it } from 'vitest'
import { metricOf, playedProvider } from '../support/app.ts'
import { llmOf } from '../support/clients.ts'
import { openCollector } from '../support/collector.ts'
import { openUpstream } from '../support/upstream.ts'
import { answers, fails, ofKind, only, startTraced } from './traced.ts'

const request = { prompt: 'Count.', options: { model: 'way' } }

it('attempts beside one another are siblings of one trace, each told apart and ended once', async () => {
  const collector = await openCollector()
  const [slow, second, third] = [await openUpstream(answers), await openUpstream(answers), await openUpstream(answers)]
  const names = ['slow', 'second', 'third'] as const
  const price = { input: '2', output: '10' }
  const app = await startTraced(collector, {
    providers: [slow, second, third].map(({ url }, index) =>
      playedProvider(url, { name: names[index], models: [{ name: `m${index}`, price }] }),
    ),
    retry: { max_retries: 0 },
    timeouts: { total: '400ms' },
    routes: [
      {
        name: 'way',
        targets: names.map((provider, index) => ({ provider, model: `m${index}` })),
        hedge: { min_delay: '50ms', max_delay: '50ms', max_extra_spend_percent: 100 },
      },
    ],
  })
  const llm = llmOf(app)
  await llm.generateText(request)
  slow.play(() => {})
  second.play(fails)
  expect((await llm.generateText(request)).info?.provider).toBe('third')
  expect(metricOf(await app.metrics(), 'llm_active_requests', 'provider="slow"')).toBe(0)
  await app.stop()
  const spans = collector.spans()
  const call = only(ofKind(spans, 'server').filter(({ attributes }) => attributes['switchyard.attempts'] === 3))
  const attempts = ofKind(spans, 'client').filter(({ parentSpanId }) => parentSpanId === call.spanId)
  const told = attempts.map(({ attributes }) => [
    attributes['switchyard.provider'],
    attributes['switchyard.attempt.index'],
    attributes['switchyard.attempt.hedged'],
    attributes['error.type'],
  ])
  expect(told.sort()).toEqual([
    ['second', 1, true, 'UPSTREAM_UNAVAILABLE'],
    ['slow', 0, undefined, 'TOTAL_TIMEOUT'],
    ['third', 2, undefined, undefined],
  ])
})
