import type { TimeSpan } from '../core/calendar.ts'
import type { LedgerFigures, LedgerRow } from './ledger.ts'
import type { UsageScope } from './scope.ts'

/** What attempts can be told apart by, beside time. */
export type UsageDimension =
  | 'model'
  | 'provider'
  | 'tenant'
  | 'user'
  | 'project'
  | 'key'
  | 'agent'
  | 'taskType'
  | 'route'
  | 'outcome'

/** Which attempts: those that began in the time and match all of the rest. */
export interface UsageFilter extends TimeSpan {
  readonly scope: UsageScope
  /** For a dimension, the values of which one must match. */
  readonly values: ReadonlyMap<UsageDimension, readonly string[]>
  /** Labels that the request must have, with these values. */
  readonly labels: ReadonlyMap<string, string>
}

export type UsageOrder = 'time' | 'cost' | 'requests' | 'failedRequests' | 'tokens'

export interface UsageQuery {
  readonly filter: UsageFilter
  /** Neighbouring pieces of the time, in order; undefined: the time is one. */
  readonly pieces: readonly TimeSpan[] | undefined
  readonly groupBy: readonly UsageDimension[]
  /** What comes first; groups that are alike in all of it are ordered by time, then by their names. */
  readonly order: readonly { readonly by: UsageOrder; readonly ascending: boolean }[]
  /** Whether the figures of all groups together are wanted too. */
  readonly total: boolean
  /** Whether the percentiles of latency are wanted; otherwise they are 0. */
  readonly percentiles: boolean
  readonly limit: number
  readonly offset: number
}

/** Attempts, tokens and cost where they were made; a request in the group of its last attempt. Groups add up to the total. */
export interface UsageFigures extends LedgerFigures {
  /** Attempts of which tokens are known. */
  readonly meteredAttempts: number
  /** Attempts that read from the vendor's cache. */
  readonly cacheReadAttempts: number
}

export interface UsageGroup {
  /** The piece of time; the query's whole time when it was not split. */
  readonly time: TimeSpan
  /** For each dimension that was grouped by. */
  readonly values: ReadonlyMap<UsageDimension, string>
  readonly figures: UsageFigures
}

export interface UsageAnswer {
  readonly total: UsageFigures | undefined
  /** Those with anything in them, at most as many as the limit. */
  readonly groups: readonly UsageGroup[]
  /** Whether there are more after these. */
  readonly more: boolean
}

/** Where a list of rows goes on. */
export interface RowPosition {
  readonly startTime: number
  readonly attemptId: string
}

/** Reads the ledger. What it reads is of one moment. Rejects with STORE_UNAVAILABLE. */
export interface UsageReports {
  query(query: UsageQuery): Promise<UsageAnswer>
  /**
   * Requests whose last attempt matches, each with all of its rows in their order; the one whose last attempt began last comes
   * first. `before` is the last attempt of the request that was listed last.
   */
  requests(filter: UsageFilter, limit: number, before?: RowPosition): Promise<readonly (readonly LedgerRow[])[]>
  /** Attempts, the oldest first. */
  rows(filter: UsageFilter, limit: number, after?: RowPosition): Promise<readonly LedgerRow[]>
}
