import type { GatewayError } from '../core/errors.ts'
import type { UsageScope } from './scope.ts'

/** How an attempt, or a call, ended. */
export type LedgerOutcome = 'succeeded' | 'failed' | 'cancelled'

/** One attempt as it is kept: a row that is written once and never changed. Times are epoch milliseconds. */
export interface LedgerRow {
  readonly attemptId: string
  readonly callId: string
  /** Position among the call's attempts, from 0. */
  readonly attemptIndex: number
  /** Whether this is the call's last attempt. */
  readonly last: boolean
  readonly principal: string
  readonly operation: string
  readonly streaming: boolean
  readonly provider: string
  /** The provider's own name of the model. */
  readonly model: string
  /** What the caller asked for; empty when it named no model. */
  readonly requestedModel: string
  readonly startTime: number
  readonly latencyMs: number
  /** Undefined when no content came. */
  readonly firstContentMs: number | undefined
  /** From the arrival of the call to the end of its answer. The same on all rows of a call. */
  readonly callLatencyMs: number
  /** The same on all rows of a call: it can be cancelled after its last attempt failed. */
  readonly callOutcome: LedgerOutcome
  readonly outcome: LedgerOutcome
  /** A name of ErrorReason without its prefix; empty when it succeeded. */
  readonly errorReason: string
  /** A name of FinishReason without its prefix; empty when it did not succeed. */
  readonly finishReason: string
  readonly inputTokens: bigint
  readonly outputTokens: bigint
  readonly cacheReadInputTokens: bigint
  readonly cacheWriteInputTokens: bigint
  readonly reasoningOutputTokens: bigint
  readonly usageEstimated: boolean
  /** Billionths of a US dollar. */
  readonly costNanos: bigint
  readonly costEstimated: boolean
  readonly traceId: string
  readonly sourceAgent: string
  readonly sessionId: string
  /** JSON text of the call's labels. */
  readonly labels: string
  readonly tenant: string
  /** Who of the tenant called, and what for; empty where that is not told. */
  readonly user: string
  readonly project: string
  /** The id of the virtual key that the caller showed; empty where it showed none. */
  readonly key: string
  /** What the caller wanted it for; empty when it did not say. */
  readonly taskType: string
  /** The route that led to it; empty when none did. */
  readonly route: string
  /** Whether it was begun beside another one that was slow. */
  readonly hedged: boolean
}

/** Figures of one model, or of all when provider and model are undefined. Latencies in milliseconds. */
export interface LedgerFigures {
  readonly totalRequests: number
  readonly failedRequests: number
  readonly cancelledRequests: number
  readonly attempts: number
  readonly inputTokens: bigint
  readonly outputTokens: bigint
  readonly cacheReadInputTokens: bigint
  readonly cacheWriteInputTokens: bigint
  readonly reasoningOutputTokens: bigint
  readonly usageEstimated: boolean
  readonly costNanos: bigint
  readonly costEstimated: boolean
  readonly averageLatencyMs: number
  readonly p50LatencyMs: number
  readonly p95LatencyMs: number
  readonly p99LatencyMs: number
}

export interface LedgerStatistics {
  readonly total: LedgerFigures
  /** The costliest first. */
  readonly models: readonly (LedgerFigures & { readonly provider: string; readonly model: string })[]
}

/** Where every attempt is recorded. */
export interface Ledger {
  /** Resolves when the rows are durable: they survive `kill -9` from then on. Throws LEDGER_UNAVAILABLE. */
  record(rows: readonly LedgerRow[]): Promise<void>
  /**
   * Why rows cannot be written now; undefined when they can. Calls are then better not made: they would be paid and not be
   * answered.
   */
  refusal(): GatewayError | undefined
  /**
   * Figures of the attempts that started in the time, `from` inclusive and `to` exclusive, epoch milliseconds, and that lie in
   * the scope; left out: all of them.
   */
  statistics(from: number, to: number, scope?: UsageScope): Promise<LedgerStatistics>
  /** Whether rows can be written now; says why not, or what is wrong although they can. */
  check(): { readonly healthy: boolean; readonly message: string }
  /** Waits for what was recorded, then closes. */
  close(): Promise<void>
}
