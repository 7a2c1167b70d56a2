import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AttemptRecord, Target } from '../core/call.ts'
import { AdmissionMetrics } from './admission-metrics.ts'
import { BudgetMetrics } from './budget-metrics.ts'
import { ConfigurationMetrics } from './configuration-metrics.ts'
import { HealthMetrics } from './health-metrics.ts'
import { HedgeMetrics } from './hedge-metrics.ts'
import { LedgerMetrics } from './ledger-metrics.ts'
import { LogMetrics } from './log-metrics.ts'

/** How a call ended, as `llm_requests_total` tells it. */
export type CallStatus = 'success' | 'error' | 'cancelled'

/** Seconds; a model's first token takes tenths, a long answer a minute. */
const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160]

const CIRCUIT_VALUES = { closed: 0, half_open: 1, open: 2 }

const NANOS = 1e9

/** Every metric of the service, and the only place that knows their names. */
export class Metrics {
  readonly registry = new Registry()
  readonly hedges = new HedgeMetrics(this.registry)
  readonly admission = new AdmissionMetrics(this.registry)
  readonly health = new HealthMetrics(this.registry)
  readonly ledger = new LedgerMetrics(this.registry)
  readonly log = new LogMetrics(this.registry)
  readonly budgets = new BudgetMetrics(this.registry)
  readonly configuration = new ConfigurationMetrics(this.registry)

  readonly #requests = this.#counter('llm_requests_total', 'Calls by how they ended', 'provider', 'model', 'status')
  readonly #duration = this.#histogram('llm_requests_duration_seconds', 'Time of a call, arrival to end')
  readonly #firstToken = this.#histogram(
    'llm_time_to_first_token_seconds',
    'Time of a streamed call to its first content',
  )
  readonly #tokens = this.#counter('llm_tokens_total', 'Tokens of all attempts', 'provider', 'model', 'token_type')
  readonly #errors = this.#counter('llm_errors_total', 'Failed attempts by reason', 'provider', 'model', 'error_type')
  readonly #active = new Gauge({
    name: 'llm_active_requests',
    help: 'Attempts in flight',
    labelNames: ['provider'],
    registers: [this.registry],
  })
  readonly #cost = this.#counter('llm_cost_usd_total', 'Cost of all attempts in US dollars', 'provider', 'model')
  readonly #retryAttempts = this.#counter('llm_retry_attempts_total', 'Repeated attempts', 'provider', 'model')
  readonly #retrySuccesses = this.#counter(
    'llm_retry_successes_total',
    'Calls answered after a retry',
    'provider',
    'model',
  )
  readonly #retryFailures = this.#counter('llm_retry_failures_total', 'Calls failed after retries', 'provider', 'model')
  readonly #retriesOverBudget = this.#counter(
    'llm_retry_budget_exhausted_total',
    'Retries not made because the budget of their target was used up',
    'provider',
    'model',
  )
  readonly #retryDelay = this.#histogram('llm_retry_delay_seconds', 'Waits before repeated attempts')
  readonly #violations = new Counter({
    name: 'llm_governance_violations_total',
    help: 'Calls refused because the model is not allowed',
    registers: [this.registry],
  })
  readonly #rejected = this.#counter(
    'llm_rejected_requests_total',
    'Requests that ended with an error before they were calls',
    'reason',
  )
  readonly #circuitState = new Gauge({
    name: 'llm_circuit_state',
    help: 'State of the target’s circuit: 0 closed, 1 half open, 2 open',
    labelNames: ['provider', 'model'],
    registers: [this.registry],
  })
  readonly #circuitRequests = this.#counter(
    'llm_circuit_requests_total',
    'Attempts as the circuit saw them: successful, failed, ignored or rejected',
    'provider',
    'model',
    'result',
  )

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  callEnded(target: Target | undefined, status: CallStatus, latencyMs: number): void {
    const labels = { provider: target?.provider ?? '', model: target?.name ?? '' }
    this.#requests.inc({ ...labels, status })
    this.#duration.observe(labels, latencyMs / 1000)
  }

  firstToken(target: Target, latencyMs: number): void {
    this.#firstToken.observe(labelsOf(target), latencyMs / 1000)
  }

  attemptEnded({ target, state, usage, cost }: AttemptRecord): void {
    const labels = labelsOf(target)
    if (state.kind === 'failed') this.#errors.inc({ ...labels, error_type: state.error.reasonName })
    if (cost?.total) this.#cost.inc(labels, Number(cost.total.amountNanos) / NANOS)
    if (!usage) return
    this.#countTokens(labels, 'input', usage.inputTokens)
    this.#countTokens(labels, 'output', usage.outputTokens)
    this.#countTokens(labels, 'cache_read_input', usage.cacheReadInputTokens)
    this.#countTokens(labels, 'cache_write_input', usage.cacheWriteInputTokens)
    this.#countTokens(labels, 'reasoning_output', usage.reasoningOutputTokens)
  }

  attemptInFlight(target: Target, change: 1 | -1): void {
    this.#active.inc({ provider: target.provider }, change)
  }

  retryAttempted(target: Target, delayMs: number): void {
    this.#retryAttempts.inc(labelsOf(target))
    this.#retryDelay.observe(labelsOf(target), delayMs / 1000)
  }

  retrySucceeded(target: Target): void {
    this.#retrySuccesses.inc(labelsOf(target))
  }

  retryFailed(target: Target): void {
    this.#retryFailures.inc(labelsOf(target))
  }

  retryOverBudget(target: Target): void {
    this.#retriesOverBudget.inc(labelsOf(target))
  }

  governanceViolated(): void {
    this.#violations.inc()
  }

  requestRejected(reason: string): void {
    this.#rejected.inc({ reason })
  }

  circuitChanged(target: Target, state: keyof typeof CIRCUIT_VALUES): void {
    this.#circuitState.set(labelsOf(target), CIRCUIT_VALUES[state])
  }

  /** A new configuration begins with circuits that nothing happened to. */
  circuitsReplaced(): void {
    this.#circuitState.reset()
  }

  circuitCounted(target: Target, result: 'successful' | 'failed' | 'ignored' | 'rejected'): void {
    this.#circuitRequests.inc({ ...labelsOf(target), result })
  }

  async expose(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() }
  }

  #countTokens(labels: { provider: string; model: string }, token_type: string, count: bigint): void {
    if (count > 0n) this.#tokens.inc({ ...labels, token_type }, Number(count))
  }

  #counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  #histogram(name: string, help: string): Histogram {
    const labelNames = ['provider', 'model']
    return new Histogram({ name, help, labelNames, buckets: LATENCY_BUCKETS, registers: [this.registry] })
  }
}

/** Only configured names become labels, so that callers cannot grow them. */
function labelsOf(target: Target): { provider: string; model: string } {
  return { provider: target.provider, model: target.name }
}
