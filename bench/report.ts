import type { CostReport } from './costs/step.ts'
import type { DoorReport } from './doors/report.ts'
import type { HeldReport } from './held/report.ts'
import type { LoadResult } from './load/load.ts'
import type { Machine } from './machine.ts'
import type { ReportsReport } from './reports/report.ts'
import type { Size } from './scenarios.ts'
import type { SwitchReport } from './switches/report.ts'
import type { WorkloadReport } from './workload/report.ts'

/** Who answers: the upstream itself, the bare forwarder before it, or Switchyard before it. */
export type Side = 'direct' | 'forwarder' | 'switchyard'
export const SIDES: readonly Side[] = ['direct', 'forwarder', 'switchyard']

/** What one side showed in one round, or the medians of all rounds. */
export interface Figures extends LoadResult {
  readonly callsPerSecond: number
  readonly tokensPerSecond: number
  /** Of the server's process, all its threads; 0 for `direct`. */
  readonly cpuMicrosPerCall: number
  readonly cpuMicrosPerToken: number
  /** Of the server's main thread alone. */
  readonly threadMicrosPerCall: number
  readonly threadMicrosPerToken: number
  /** Of the server when the load ended. */
  readonly rssBytes: number
  /** Streams that the server gave up while the upstream still sent. */
  readonly aborted: number
}

export interface ScenarioReport {
  readonly name: string
  readonly title: string
  /** Medians of the rounds; errors are the sum. */
  readonly sides: Readonly<Record<Side, Figures>>
  readonly rounds: Readonly<Record<Side, readonly Figures[]>>
}

/** A process with the mock provider that nobody calls. */
export interface IdleReport {
  readonly start: 'first' | 'second'
  readonly readyMs: number
  readonly rssBytes: number
  /** How long after it was ready. */
  readonly afterMs: number
}

/** What h2load, a client in C, measured. */
export interface CrossCheck {
  readonly side: Side
  readonly callsPerSecond: number
  readonly cpuMicrosPerCall: number
  /** Whether as many requests reached the upstream as were answered. */
  readonly allForwarded: boolean
}

/** What a streamed token costs by one vendor's adapter. */
export interface VendorReport {
  readonly adapter: string
  /** Of the whole process, the median of the rounds. */
  readonly cpuMicrosPerToken: number
  readonly errors: number
  /** Why the first stream failed; empty when none did. */
  readonly firstError: string
}

export interface Report {
  readonly machine: Machine
  readonly size: Size
  readonly startedAt: string
  readonly scenarios: readonly ScenarioReport[]
  readonly doors: readonly DoorReport[]
  readonly vendors: readonly VendorReport[]
  /** Undefined when it was not asked for. */
  readonly held: HeldReport | undefined
  readonly costs: readonly CostReport[]
  /** Measured only when they are named. */
  readonly switches: readonly SwitchReport[]
  /** Undefined when it was not asked for. */
  readonly workload: WorkloadReport | undefined
  readonly idle: readonly IdleReport[]
  /** Measured only when it is named. */
  readonly reports: ReportsReport | undefined
  /** Empty when h2load is not installed. */
  readonly crossChecks: readonly CrossCheck[]
}
