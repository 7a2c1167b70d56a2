import { expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../src/config/load.ts'
import { AnswerMemory } from '../src/idempotency/answer-memory.ts'
import { adapters } from '../src/providers/registry.ts'
import { Admission } from '../src/resilience/admission/admission.ts'
import { CheckHistory } from '../src/resilience/check-history.ts'
import { Overload } from '../src/resilience/overload/overload.ts'
import { processLoad } from '../src/resilience/overload/process-load.ts'
import { TargetHealth } from '../src/resilience/target-health.ts'
import { VendorLimits } from '../src/routing/vendor-limits.ts'
import { createRuntime } from '../src/runtime.ts'
import { openExport } from '../src/telemetry/export.ts'
import { createLogger } from '../src/telemetry/log.ts'
import { Metrics } from '../src/telemetry/metrics.ts'
import { overloadJournal } from '../src/telemetry/overload-journal.ts'
import { openLive } from './resources/live.ts'
import { FakeClock, settled } from './support/fake-clock.ts'
import { ArrayLedger } from './support/pipeline-harness.ts'
import { openTestQuotas } from './support/quotas.ts'
import { ScriptedProvider, says } from './support/scripted-provider.ts'

const INTERVAL = 30_000

it('checks begin with a configuration and end when it is replaced; the next one goes on from what was seen', async () => {
  let asked = 0
  const listModels = async () => {
    asked += 1
    return []
  }
  const listing = {
    ...(adapters.find(({ name }) => name === 'mock') as (typeof adapters)[number]),
    name: 'listing',
    create: async () => Object.assign(new ScriptedProvider(says('OK')), { name: 'p', listModels }),
  }
  const settings = loadConfig({
    path: 'test.yaml',
    environment: {},
    adapters: [listing],
    readFile: () => 'providers: [{name: p, adapter: listing, models: [m]}]\nhealth: {interval: 30s}',
  })
  const clock = new FakeClock()
  clock.chance = 0
  const metrics = new Metrics()
  const meter = processLoad()
  onTestFinished(() => meter.close())
  const { configuration } = await openLive()
  const context = {
    configuration,
    quotas: await openTestQuotas(settings, clock),
    telemetry: await openExport(settings.telemetry, { clock, logger: createLogger('silent'), version: '1' }),
    ...{ clock, metrics, ledger: new ArrayLedger(), logger: createLogger('silent') },
    admission: new Admission(clock, metrics.admission),
    overload: new Overload(settings.admission, {
      clock,
      meter,
      observer: overloadJournal(metrics.admission, createLogger('silent')),
    }),
    ...{ health: new TargetHealth(), checkHistory: new CheckHistory(), trippedCircuits: new Set<string>() },
    ...{ vendorLimits: new VendorLimits(), validate: () => {}, version: '1', startTime: clock.now() },
    answerMemory: new AnswerMemory({ clock, maxAnswers: 1, maxBytes: 1, maxAnswerBytes: 1, maxAgeMs: 1 }),
  }
  const first = await createRuntime(settings, context)
  await clock.advance(1)
  expect([asked, first.accounts.stateOf('p')]).toEqual([1, 'healthy'])
  const second = await createRuntime(settings, context)
  await first.retire()
  expect(second.accounts.stateOf('p')).toBe('healthy')
  await clock.advance(INTERVAL - 2)
  expect(asked).toBe(1)
  await clock.advance(2)
  expect(asked).toBe(2)
  await second.retire()
  await settled()
  expect(clock.pendingTimers).toBe(0)
})
