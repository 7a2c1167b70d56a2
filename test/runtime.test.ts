import { expect, it, onTestFinished } from 'vitest'
import { Directory } from '../src/access/directory.ts'
import { loadConfig } from '../src/config/load.ts'
import { Secret } from '../src/core/secret.ts'
import { AnswerMemory } from '../src/idempotency/answer-memory.ts'
import { adapters } from '../src/providers/registry.ts'
import { Admission } from '../src/resilience/admission/admission.ts'
import { CheckHistory } from '../src/resilience/check-history.ts'
import { Overload } from '../src/resilience/overload/overload.ts'
import { processLoad } from '../src/resilience/overload/process-load.ts'
import { TargetHealth } from '../src/resilience/target-health.ts'
import { MemoryAuditLog } from '../src/resources/memory-audit-log.ts'
import { VendorLimits } from '../src/routing/vendor-limits.ts'
import { PageTokens } from '../src/rpc/page-tokens.ts'
import { createRuntime } from '../src/runtime.ts'
import { openExport } from '../src/telemetry/export.ts'
import { createLogger } from '../src/telemetry/log.ts'
import { Metrics } from '../src/telemetry/metrics.ts'
import { overloadJournal } from '../src/telemetry/overload-journal.ts'
import { RequestFeed } from '../src/usage/request-feed.ts'
import { openLive } from './resources/live.ts'
import { openTestStore } from './support/databases.ts'
import { FakeClock, settled } from './support/fake-clock.ts'
import { ArrayLedger } from './support/pipeline-harness.ts'
import { openTestQuotas } from './support/quotas.ts'
import { ScriptedProvider, says } from './support/scripted-provider.ts'

const INTERVAL = 30_000

interface Played {
  readonly listModels?: () => Promise<never[]>
  readonly close?: () => Promise<void>
}

/** Settings of one provider, `p`, and what outlives them. */
async function open(file: string, played: Played) {
  const listing = {
    ...(adapters.find(({ name }) => name === 'mock') as (typeof adapters)[number]),
    name: 'listing',
    create: async () => Object.assign(new ScriptedProvider(says('OK')), { name: 'p', ...played }),
  }
  const settings = loadConfig({ path: 'test.yaml', environment: {}, adapters: [listing], readFile: () => file })
  const clock = new FakeClock()
  clock.chance = 0
  const metrics = new Metrics()
  const meter = processLoad()
  onTestFinished(() => meter.close())
  const { configuration, repository } = await openLive()
  const pepper = new Secret('p'.repeat(32))
  const logger = createLogger('silent')
  const context = {
    configuration,
    directory: await Directory.open({ repository, pepper, clock, shared: false, isReadable: true }),
    audit: new MemoryAuditLog(clock),
    pageTokens: new PageTokens(pepper),
    reports: (await openTestStore({ url: 'sqlite::memory:' })).reports,
    feed: new RequestFeed(),
    quotas: await openTestQuotas(settings, clock),
    telemetry: await openExport(settings.telemetry, { clock, logger, version: '1' }),
    ...{ clock, metrics, ledger: new ArrayLedger(), logger },
    admission: new Admission(clock, metrics.admission),
    overload: new Overload(settings.admission, { clock, meter, observer: overloadJournal(metrics.admission, logger) }),
    ...{ health: new TargetHealth(), checkHistory: new CheckHistory(), trippedCircuits: new Set<string>() },
    ...{ vendorLimits: new VendorLimits(), validate: () => {}, version: '1', startTime: clock.now() },
    answerMemory: new AnswerMemory({ clock, maxAnswers: 1, maxBytes: 1, maxAnswerBytes: 1, maxAgeMs: 1 }),
  }
  return { settings, context, clock }
}

it('checks begin with a configuration and end when it is replaced; the next one goes on from what was seen', async () => {
  let asked = 0
  const listModels = async () => {
    asked += 1
    return []
  }
  const file = 'providers: [{name: p, adapter: listing, models: [m]}]\nhealth: {interval: 30s}'
  const { settings, context, clock } = await open(file, { listModels })
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

it('ends although the one before it, with which it shares circuits, cannot be closed well', async () => {
  const close = () => Promise.reject(new Error('stuck'))
  const { settings, context, clock } = await open('providers: [{name: p, adapter: listing, models: [m]}]', { close })
  const first = await createRuntime(settings, context)
  const before = { runtime: first, changedProviders: new Set<string>() }
  const second = await createRuntime(settings, context, { store: async () => {}, before })
  await expect(first.retire()).rejects.toThrow('stuck')
  await expect(second.retire()).rejects.toThrow('stuck')
  expect(clock.pendingTimers).toBe(0)
})
