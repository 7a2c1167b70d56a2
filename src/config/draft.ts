import { clone } from '@bufbuild/protobuf'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { checkBounds } from './bounds.ts'
import { fillProviders } from './default-providers.ts'
import type { EnvironmentValues } from './environment.ts'
import { ConfigError, type FaultList } from './faults.ts'
import type { ReadFile } from './listen-settings.ts'
import type { Settings } from './settings.ts'
import { toSettings } from './to-settings.ts'

/**
 * Lays something over what the file and the environment say, such as what operators changed while the service runs.
 * Gives the paths of the fields that it sets; what is wrong with them is told by `faults`.
 */
export type Overlay = (config: Config, faults: FaultList) => readonly string[]

/** What a draft is made from. */
export interface DraftParts {
  readonly source: string
  readonly config: Config
  readonly faults: FaultList
  readonly environment: EnvironmentValues
  readonly adapters: readonly AdapterDefinition[]
  readonly readFile: ReadFile
}

const nothing: Overlay = () => []

/** What the file and the environment say, read but not checked: settings are made of it, with or without an overlay. */
export class ConfigDraft {
  // The environment holds secrets, which show in no print of the settings.
  readonly #parts: DraftParts

  constructor(parts: DraftParts) {
    this.#parts = parts
  }

  /** As it was read. Nobody changes it. */
  get config(): Config {
    return this.#parts.config
  }

  /** The same as it would be with something laid over it; not checked. */
  overlaid(overlay: Overlay): Config {
    const config = clone(ConfigSchema, this.config)
    overlay(config, this.#parts.faults.copy())
    return config
  }

  /** Checked settings. Throws a ConfigError that names everything that is wrong. */
  toSettings(overlay: Overlay = nothing): Settings {
    const { source, adapters, readFile } = this.#parts
    const faults = this.#parts.faults.copy()
    // What could not be read is missing now, and must not be reported a second time as unknown.
    const namesReadable = !faults.isUnreadable('providers') && !faults.isUnreadable('routes')
    const config = clone(ConfigSchema, this.config)
    const environment = heard(this.#parts.environment, overlay(config, faults))
    checkBounds(config, faults)
    const filled = fillProviders(config, { adapters, environment, faults, namesReadable })
    const surroundings = { source, adapters, environment, readFile, faults, namesReadable, filled }
    const settings: Settings = { ...toSettings(config, surroundings), draft: this }
    if (faults.faults.length > 0) throw new ConfigError(source, faults.faults)
    return settings
  }
}

/** A variable that only chooses a default has no say where the overlay has chosen. */
function heard(environment: EnvironmentValues, set: readonly string[]): EnvironmentValues {
  return set.includes('default_model') ? { ...environment, LLM_PROVIDER: undefined } : environment
}
