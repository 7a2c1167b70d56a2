import { crossCheck } from './h2load.ts'
import { measureIdle } from './idle.ts'
import { thisMachine } from './machine.ts'
import { measure } from './measure.ts'
import { type Parts, startParts } from './parts.ts'
import type { Report, ScenarioReport } from './report.ts'
import { type Size, scenariosOf } from './scenarios.ts'
import { withDirectory } from './temporary-directory.ts'
import { measureVendors } from './vendors.ts'

export interface CompareOptions {
  readonly size: Size
  /** Names of what to measure; empty: everything. */
  readonly only: readonly string[]
  /** Told of what begins. */
  readonly onProgress: (title: string) => void
}

/** For how long an idle process is left alone before its memory is read. */
const IDLE_MS: Readonly<Record<Size, number>> = { full: 10_000, quick: 2000, smoke: 100 }
const CROSS_CHECK_SECONDS: Readonly<Record<Size, number>> = { full: 3, quick: 1, smoke: 1 }

/** Measures everything that was asked for, one thing after the other. */
export function compare({ size, only, onProgress }: CompareOptions): Promise<Report> {
  const wanted = (name: string) => only.length === 0 || only.includes(name)
  return withDirectory(async (directory) => {
    const startedAt = new Date().toISOString()
    onProgress('Idle process')
    const idle = wanted('idle') ? await measureIdle(directory, IDLE_MS[size]) : []
    await using parts = await startParts(directory)
    const scenarios = await measureAll(parts, scenariosOf(size), wanted, onProgress)
    onProgress('Each vendor’s adapter')
    const vendors = wanted('vendors') ? await measureVendors(parts, directory, size) : []
    onProgress('h2load')
    const crossChecks = wanted('h2load') ? await crossCheck(parts, directory, CROSS_CHECK_SECONDS[size]) : []
    return { machine: thisMachine(), size, startedAt, scenarios, vendors, idle, crossChecks }
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
