import { readFileSync } from 'node:fs'
import { create } from '@bufbuild/protobuf'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { adapters as builtIn } from '../providers/registry.ts'
import { decodeConfig } from './decode.ts'
import { ConfigDraft } from './draft.ts'
import { applyEnvironment, type EnvironmentValues } from './environment.ts'
import { ConfigError, FaultList } from './faults.ts'
import type { ReadFile } from './listen-settings.ts'
import { applyBudgetVariables } from './quota-settings.ts'
import type { Settings } from './settings.ts'
import { applyDatabaseUrl } from './store-settings.ts'
import { MAX_FILE_BYTES, parseYaml } from './yaml.ts'

/** The file that is read when none is named and it is there. */
export const DEFAULT_FILE = 'switchyard.yaml'

export interface LoadOptions {
  /** The file; undefined: `switchyard.yaml` in the working directory if it is there, else the environment alone. */
  readonly path?: string | undefined
  readonly environment: EnvironmentValues
  /** What providers can be; the built-in ones unless a program brings its own. */
  readonly adapters?: readonly AdapterDefinition[]
  /** Reads a file as text and throws when it cannot; tests pass their own. */
  readonly readFile?: ReadFile
}

/** Reads the configuration and checks it. Throws a ConfigError that names everything that is wrong with it. */
export function loadConfig(options: LoadOptions): Settings {
  const { path, environment, adapters = builtIn, readFile = readTextFile } = options
  const faults = new FaultList()
  const file = path ?? (isThere(DEFAULT_FILE, readFile) ? DEFAULT_FILE : undefined)
  const source = file ?? 'the environment'
  const config = file === undefined ? create(ConfigSchema) : readConfig(file, readFile, faults)
  if (!config) throw new ConfigError(source, faults.faults)
  applyEnvironment(config, environment, faults)
  applyDatabaseUrl(config, environment, faults)
  applyBudgetVariables(config, environment, faults)
  return new ConfigDraft({ source, config, faults, environment, adapters, readFile }).toSettings()
}

/** The file as it stands; undefined when it cannot be read as YAML at all. */
function readConfig(file: string, readFile: ReadFile, faults: FaultList): Config | undefined {
  const text = readText(file, readFile, faults)
  const yaml = text === undefined ? undefined : parseYaml(text, faults)
  return yaml && decodeConfig(yaml, faults)
}

function readText(file: string, readFile: ReadFile, faults: FaultList): string | undefined {
  try {
    const text = readFile(file)
    if (Buffer.byteLength(text) <= MAX_FILE_BYTES) return text
    faults.add('', `the file is larger than ${MAX_FILE_BYTES} bytes`)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    faults.add('', code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`)
  }
  return undefined
}

function isThere(file: string, readFile: ReadFile): boolean {
  try {
    readFile(file)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function readTextFile(path: string): string {
  return readFileSync(path, 'utf8')
}
