import { globSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from './temporary-directory.ts'

/** The clock of a process that is started with it; the monotonic one goes on as it is. */
export interface SettableClock {
  readonly environment: Readonly<Record<string, string>>
  /** Makes it that time now, such as `2027-01-13T10:30:00Z`. It runs on from there. */
  set(time: string): void
}

/** Debian's `faketime` has it. */
const [LIBRARY] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')

/** For the running test alone, which is skipped where the library is not installed, or fails where that is required. */
export function settableClock(skip: (why: string) => never, time: string): SettableClock {
  if (!LIBRARY) return missing(skip)
  const file = join(temporaryDirectory(), 'clock')
  const set = (time: string) => {
    // In one step, so that nobody reads half of it.
    writeFileSync(`${file}.new`, `${((Date.parse(time) - Date.now()) / 1000).toFixed(3)}`.replace(/^(?!-)/, '+'))
    renameSync(`${file}.new`, file)
  }
  set(time)
  const environment = {
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  }
  return { environment, set }
}

function missing(skip: (why: string) => never): never {
  const why = 'The library faketime is not installed'
  if (process.env.SWITCHYARD_TEST_REQUIRE_FAKETIME) throw new Error(`${why}, and this run requires it.`)
  process.stderr.write(`\n${why}: a test of clocks that are set is skipped. Debian: apt-get install faketime\n`)
  return skip(why)
}
