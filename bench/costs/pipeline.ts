import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { CallContextSchema, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { type Call, newJournal } from '../../src/core/call.ts'
import { systemClock as clock } from '../../src/core/clock.ts'
import { collect } from '../../src/core/collect.ts'
import { ended, partDelta, partEnded, partStarted, usageOf } from '../../src/core/events.ts'
import { usd } from '../../src/core/money.ts'
import { operator } from '../../src/core/principal.ts'
import { AnswerMemory } from '../../src/idempotency/answer-memory.ts'
import type { Next } from '../../src/pipeline/middleware.ts'
import { createPipeline, type PipelineOptions } from '../../src/pipeline/pipeline.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { Admission } from '../../src/resilience/admission/admission.ts'
import { Circuits } from '../../src/resilience/circuits.ts'
import { RetryBudget } from '../../src/resilience/retry-budget.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { catalogEntries } from '../../src/routing/entries.ts'
import { Selector } from '../../src/routing/selector.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import type { Ledger } from '../../src/usage/ledger.ts'
import { CIRCUIT_SETTINGS, RETRY_BUDGET_SETTINGS } from './guards.ts'
import { twoBudgets, twoRateLimits } from './quotas.ts'
import type { Step } from './step.ts'

const usage = usageOf({ input: 120, output: 90 })
const events = [
  partStarted(0, { case: 'text', value: '' }),
  partDelta(0, { case: 'text', value: 'No train waits for another one.' }),
  partEnded(0),
  ended({ finishReason: FinishReason.STOP, rawFinishReason: 'stop', usage, model: 'm' }),
]

/** A vendor that has answered before it is asked. */
const provider: Provider = {
  name: 'p',
  async *open() {
    yield events
  },
  close: async () => {},
}

/** A ledger in which every row is durable at once and forgotten. */
const ledger: Ledger = {
  record: async () => {},
  refusal: () => undefined,
  statistics: () => Promise.reject(new Error('This ledger keeps nothing.')),
  check: () => ({ healthy: true, message: '' }),
  close: async () => {},
}

type Quotas = Pick<PipelineOptions, 'budgets' | 'rateLimits'>

/** A unary call from the pipeline's outside to its end: everything but the door, the vendor and the disk. */
export async function pipelineSteps(): Promise<Step[]> {
  return [
    calling('pipeline', 'the whole pipeline, one unary call', {}),
    calling('rate-limits', 'the same, with two rate limits', { rateLimits: twoRateLimits() }),
    calling('budgets', 'the same, with two hard budgets', { budgets: await twoBudgets() }),
  ]
}

function calling(name: string, title: string, quotas: Quotas): Step {
  const pipeline = emptyPipeline(quotas)
  const content = { case: 'text' as const, value: 'Which train leaves first?' }
  const messages = [{ role: Role.USER, parts: [{ content }] }]
  const request = create(GenerateChatRequestSchema, { messages, options: { model: 'm' } })
  return {
    name,
    title,
    async repeat(times) {
      for (let left = times; left > 0; left -= 1) await collect(await pipeline(newCall(request)))
    },
  }
}

function newCall(request: Call['request']): Call {
  const startTime = clock.now()
  return {
    id: clock.uuid(),
    principal: operator('local', 'local'),
    operation: 'chat',
    request,
    streaming: false,
    signal: new AbortController().signal,
    deadline: startTime + 60_000,
    startTime,
    startMonotonic: clock.monotonic(),
    context: create(CallContextSchema),
    journal: newJournal(),
  }
}

function emptyPipeline(quotas: Quotas): Next {
  const metrics = new Metrics()
  const health = new TargetHealth()
  const circuits = new Circuits({ settings: CIRCUIT_SETTINGS, clock, observer: metrics })
  const model = { name: 'm', upstreamName: 'm', aliases: [], tier: 0, bestFor: [], capabilities: undefined }
  const entries = catalogEntries([{ name: 'p', endpoints: [{ name: 'p' }], models: [model] }], [])
  const unknown = { priceOf: () => undefined, contextWindowOf: () => undefined }
  const knowledge = { ...unknown, observed: health.of.bind(health), isOpen: () => false }
  return createPipeline({
    ...quotas,
    count: (call, next) => next(call),
    admission: new Admission(clock, metrics.admission),
    clock,
    ledger,
    metrics,
    health,
    circuits,
    logger: createLogger('silent'),
    answerMemory: new AnswerMemory({ clock, maxAnswers: 1, maxBytes: 1, maxAnswerBytes: 1, maxAgeMs: 1 }),
    prices: { ...unknown, costOf: () => ({ $typeName: 'switchyard.v1.Cost', total: usd(7n), estimated: false }) },
    selector: new Selector({
      catalog: new Catalog({ entries, allowed: [], defaultModel: undefined }),
      clock,
      knowledge,
    }),
    retryPolicy: { maxRetries: 3, initialDelayMs: 1000, maxDelayMs: 30_000 },
    retryBudget: new RetryBudget(RETRY_BUDGET_SETTINGS, clock),
    timeouts: () => ({ connectMs: 5000, firstTokenMs: 30_000, idleMs: 10_000, totalMs: 60_000 }),
    provider: () => provider,
  })
}
