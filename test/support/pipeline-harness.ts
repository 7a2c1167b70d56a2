import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import type { GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Answer } from '../../src/core/answer.ts'
import { type Call, newJournal, type Target } from '../../src/core/call.ts'
import type { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import { operator } from '../../src/core/principal.ts'
import { AnswerMemory } from '../../src/idempotency/answer-memory.ts'
import type { Next } from '../../src/pipeline/middleware.ts'
import { createPipeline, type PipelineOptions } from '../../src/pipeline/pipeline.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { Admission } from '../../src/resilience/admission/admission.ts'
import { type CircuitSettings, Circuits } from '../../src/resilience/circuits.ts'
import { RetryBudget, type RetryBudgetSettings } from '../../src/resilience/retry-budget.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { Catalog, type CatalogEntry } from '../../src/routing/catalog.ts'
import { Selector } from '../../src/routing/selector.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import type { Ledger, LedgerRow } from '../../src/usage/ledger.ts'
import { FakeClock } from './fake-clock.ts'

/** A ledger that keeps rows in an array; `failure` makes it refuse them, `away` says so ahead of them. */
export class ArrayLedger implements Ledger {
  readonly rows: LedgerRow[] = []
  failure: GatewayError | undefined
  away: GatewayError | undefined

  async record(rows: readonly LedgerRow[]): Promise<void> {
    if (this.failure) throw this.failure
    this.rows.push(...rows)
  }

  refusal() {
    return this.away
  }

  statistics(): never {
    throw new Error('not part of these tests')
  }

  check() {
    return { healthy: !this.failure, message: '' }
  }

  async close(): Promise<void> {}
}

export function entry(name: string, targets: readonly Target[], change: Partial<CatalogEntry> = {}): CatalogEntry {
  const plain = { aliases: [], tier: Tier.UNSPECIFIED, bestFor: [], capabilities: undefined }
  return { name, targets, ...plain, isRoute: targets.length > 1, hidden: false, ...change }
}

export function target(provider: string, model = 'm'): Target {
  return { provider, model, name: model }
}

const CIRCUIT: CircuitSettings = {
  failureThreshold: 5,
  failureShare: 0.5,
  openMs: 30_000,
  maxOpenMs: 300_000,
  accountFailureThreshold: 1,
}

export type HarnessChange = Partial<Omit<PipelineOptions, 'retryBudget'>> & {
  readonly catalog?: Catalog
  readonly retryBudget?: RetryBudgetSettings
}

/** The whole pipeline around scripted providers, on a fake clock. */
export class PipelineHarness {
  readonly clock = new FakeClock()
  readonly ledger = new ArrayLedger()
  readonly metrics = new Metrics()
  readonly controller = new AbortController()
  readonly health = new TargetHealth()
  readonly circuits: Circuits
  /** Without bounds until it is configured. */
  readonly admission = new Admission(this.clock, this.metrics.admission)
  readonly #providers: readonly Provider[]
  readonly #options: PipelineOptions
  #pipeline: Next | undefined

  /** One entry `m` whose targets are the providers, in order, each under the name `p0`, `p1`… */
  constructor(
    providers: readonly Provider[],
    { retryBudget = { share: 0.2, minPerSecond: 10 }, ...change }: HarnessChange = {},
    circuit: Partial<CircuitSettings> = {},
  ) {
    this.#providers = providers
    const targets = providers.map((_, index) => target(`p${index}`))
    this.circuits = new Circuits({ settings: { ...CIRCUIT, ...circuit }, clock: this.clock, observer: this.metrics })
    this.#options = {
      clock: this.clock,
      ledger: this.ledger,
      metrics: this.metrics,
      circuits: this.circuits,
      admission: this.admission,
      logger: createLogger('silent'),
      health: this.health,
      answerMemory: new AnswerMemory({
        clock: this.clock,
        maxAnswers: 100,
        maxBytes: 1_000_000,
        maxAnswerBytes: 1_000_000,
        maxAgeMs: 86_400_000,
      }),
      prices: {
        costOf: () => ({ $typeName: 'switchyard.v1.Cost', total: usd(7n), estimated: false }),
        priceOf: () => undefined,
        contextWindowOf: () => undefined,
      },
      selector: new Selector({
        clock: this.clock,
        catalog:
          change.catalog ?? new Catalog({ entries: [entry('m', targets)], allowed: [], defaultModel: undefined }),
        knowledge: {
          observed: (target) => this.health.of(target),
          isOpen: (target) => this.circuits.stateOf(target) === 'open',
          priceOf: () => undefined,
          contextWindowOf: () => undefined,
        },
      }),
      count: (call, next) => next(call),
      retryPolicy: { maxRetries: 3, initialDelayMs: 1000, maxDelayMs: 30_000 },
      retryBudget: new RetryBudget(retryBudget, this.clock),
      timeouts: () => ({ connectMs: 5000, firstTokenMs: 30_000, idleMs: 10_000, totalMs: 60_000 }),
      provider: (name) => this.#providers[Number(name.slice(1))] as Provider,
      ...change,
    }
  }

  call(streaming: boolean, options: MessageInitShape<typeof GenerationOptionsSchema> = { model: 'm' }): Call {
    return {
      id: 'call',
      principal: operator('local', 'local'),
      operation: 'chat',
      request: create(GenerateChatRequestSchema, {
        messages: [{ role: Role.USER, parts: [{ content: { case: 'text', value: 'A question.' } }] }],
        options,
      }),
      streaming,
      signal: this.controller.signal,
      deadline: this.clock.now() + 600_000,
      startTime: this.clock.now(),
      startMonotonic: this.clock.monotonic(),
      context: { $typeName: 'switchyard.v1.CallContext', traceId: 't', sourceAgent: '', sessionId: '' },
      journal: newJournal(),
    }
  }

  run(call: Call): Promise<Answer> {
    this.#pipeline ??= createPipeline(this.#options)
    return this.#pipeline(call)
  }

  close(): void {
    this.circuits.close()
  }
}
