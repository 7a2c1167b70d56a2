import type { LoadResult } from '../load/load.ts'

/** What one provider's callers saw, and how many of their calls its upstream held. */
export interface HeldFigures extends LoadResult {
  /** The most at one time, by the upstream's own count. */
  readonly maxInFlight: number
}

export interface HeldProvider {
  readonly name: string
  /** Medians of the rounds; errors are the sum, and what was held is the least. */
  readonly direct: HeldFigures
  readonly switchyard: HeldFigures
}

/** Many calls in flight at two providers at once. */
export interface HeldReport {
  /** Callers of each provider. */
  readonly callers: number
  /** Before so many calls waited at it, an upstream answered none. */
  readonly crowd: number
  readonly answerMs: number
  readonly providers: readonly HeldProvider[]
  /** Of the gateway, which does nothing else: before the first of these calls, and the most that it held. */
  readonly memory: { readonly beforeBytes: number; readonly peakBytes: number }
}
