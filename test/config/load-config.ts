import { ConfigError, type Fault } from '../../src/config/faults.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/config/settings.ts'

const NOT_FOUND = Object.assign(new Error('no such file'), { code: 'ENOENT' })

export type Files = Readonly<Record<string, string>>

/** The settings of a file with this text, in this environment and beside these other files. */
export function load(text: string, environment: Record<string, string> = {}, files: Files = {}): Settings {
  return loadConfig({ path: 'test.yaml', environment, readFile: reader({ ...files, 'test.yaml': text }) })
}

/** The settings when there is no file at all. */
export function loadEnvironment(environment: Record<string, string>): Settings {
  return loadConfig({ environment, readFile: reader({}) })
}

/** What is wrong; fails when nothing is. */
export function faultsOf(load: () => Settings): readonly Fault[] {
  return errorOf(load).faults
}

export function errorOf(load: () => Settings): ConfigError {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('The configuration was accepted.')
}

function reader(files: Files): (path: string) => string {
  return (path) => {
    const text = files[path]
    if (text === undefined) throw NOT_FOUND
    return text
  }
}
