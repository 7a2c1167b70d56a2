import { measureCosts } from './costs/measure-costs.ts'
import { measureDoors } from './doors/measure-doors.ts'
import { crossCheck } from './h2load.ts'
import { measureHeld } from './held/measure-held.ts'
import { measureIdle } from './idle.ts'
import { thisMachine } from './machine.ts'
import { measure } from './measure.ts'
import { type Parts, startParts } from './parts.ts'
import type { Report, ScenarioReport } from './report.ts'
import { measureReports } from './reports/measure-reports.ts'
import { type Size, scenariosOf } from './scenarios.ts'
import { measureSwitches } from './switches/measure-switches.ts'
import { withDirectory } from './temporary-directory.ts'
import { measureVendors } from './vendors.ts'
import { measureWorkload } from './workload/measure-workload.ts'

export interface CompareOptions {
  readonly size: Size
  /** Names of what to measure; empty: everything. */
  readonly only: readonly string[]
  /** Of the reports; undefined: by the size. */
  readonly rows: number | undefined
  /** Told of what begins. */
  readonly onProgress: (title: string) => void
}

/** For how long an idle process is left alone before its memory is read. */
const IDLE_MS: Readonly<Record<Size, number>> = { full: 10_000, quick: 2000, smoke: 100 }
const REPORTED_ROWS: Readonly<Record<Size, number>> = { full: 1_000_000, quick: 100_000, smoke: 3000 }
const CROSS_CHECK_SECONDS: Readonly<Record<Size, number>> = { full: 3, quick: 1, smoke: 1 }

/** Measures everything that was asked for, one thing after the other. */
export function compare({ size, only, rows = REPORTED_ROWS[size], onProgress }: CompareOptions): Promise<Report> {
  const wanted = (name: string) => only.length === 0 || only.includes(name)
  return withDirectory(async (directory) => {
    const startedAt = new Date().toISOString()
    const asked = <Result>(name: string, title: string, action: () => Promise<Result>): Promise<Result> | undefined => {
      if (!wanted(name)) return undefined
      onProgress(title)
      return action()
    }
    const idle = (await asked('idle', 'Idle process', () => measureIdle(directory, IDLE_MS[size]))) ?? []
    const costs = (await asked('costs', 'The parts of a call', () => measureCosts(size))) ?? []
    const reports = only.includes('reports')
      ? await asked('reports', 'Reports over a large ledger', () => measureReports(directory, rows))
      : undefined
    await using parts = await startParts(directory)
    const scenarios = await measureAll(parts, scenariosOf(size), wanted, onProgress)
    const held = await asked('held', 'Calls held at two providers', () => measureHeld(parts, directory, size))
    const doors = (await asked('doors', 'Each door', () => measureDoors(parts, size))) ?? []
    const vendors =
      (await asked('vendors', 'Each vendor’s adapter', () => measureVendors(parts, directory, size))) ?? []
    const workload = await asked('workload', 'Mixed workload', () => measureWorkload(parts, directory, size))
    const switches = only.includes('switches')
      ? await asked('switches', 'What is switched on and off', () => measureSwitches(parts, directory, size))
      : []
    const seconds = CROSS_CHECK_SECONDS[size]
    const crossChecks = (await asked('h2load', 'h2load', () => crossCheck(parts, directory, seconds))) ?? []
    return {
      machine: thisMachine(),
      size,
      startedAt,
      scenarios,
      held,
      doors,
      vendors,
      costs,
      switches: switches ?? [],
      workload,
      idle,
      reports,
      crossChecks,
    }
  })
}

async function measureAll(
  parts: Parts,
  scenarios: ReturnType<typeof scenariosOf>,
  wanted: (name: string) => boolean,
  onProgress: CompareOptions['onProgress'],
): Promise<ScenarioReport[]> {
  const reports: ScenarioReport[] = []
  for (const scenario of scenarios.filter(({ name }) => wanted(name))) {
    onProgress(scenario.title)
    reports.push(await measure(parts, scenario))
  }
  return reports
}
