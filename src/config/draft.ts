import { clone, create } from '@bufbuild/protobuf'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { type Provider, type ProviderModel, ProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { checkBounds } from './bounds.ts'
import { addDefaultProviders, fillModels, fillProviders } from './default-providers.ts'
import type { EnvironmentValues } from './environment.ts'
import { ConfigError, type FaultList } from './faults.ts'
import type { ReadFile } from './listen-settings.ts'
import type { RunTimeProviders } from './run-time-providers.ts'
import type { Settings } from './settings.ts'
import { toSettings } from './to-settings.ts'

/**
 * Lays something over what the file and the environment say, such as what operators changed while the service runs.
 * Gives the paths of the fields that it sets; what is wrong with them is told by `faults`. For providers there is more to
 * tell than a configuration may say.
 */
export type Overlay = (config: Config, faults: FaultList, atRunTime: RunTimeProviders) => readonly string[]

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
  #filled: Config | undefined

  constructor(parts: DraftParts) {
    this.#parts = parts
  }

  /** As it was read. Nobody changes it. */
  get config(): Config {
    return this.#parts.config
  }

  /** The same with the providers that the environment describes where the file has none. Nobody changes it. */
  get filled(): Config {
    this.#filled ??= this.#fill()
    return this.#filled
  }

  #fill(): Config {
    const { adapters, environment, faults } = this.#parts
    const config = clone(ConfigSchema, this.config)
    addDefaultProviders(config, { adapters, environment, faults: faults.copy() })
    return config
  }

  /** What a provider offers that lists no models, and whether that is what its adapter knows rather than the environment. */
  modelsInPlaceOfNone(provider: Provider): { readonly models: readonly ProviderModel[]; readonly isBuiltIn: boolean } {
    const unlisted = Object.assign(clone(ProviderSchema, provider), { models: [] })
    const config = create(ConfigSchema, { providers: [unlisted] })
    const builtIn = fillModels(config, { ...this.#parts, faults: this.#parts.faults.copy() })
    return { models: config.providers[0]?.models ?? [], isBuiltIn: builtIn.length > 0 }
  }

  /** That as it would be with something laid over it; not checked. */
  overlaid(overlay: Overlay): Config {
    const config = clone(ConfigSchema, this.filled)
    overlay(config, this.#parts.faults.copy(), new Map())
    return config
  }

  /** Checked settings. Throws a ConfigError that names everything that is wrong. */
  toSettings(overlay: Overlay = nothing): Settings {
    const { source, adapters, readFile } = this.#parts
    const faults = this.#parts.faults.copy()
    // What could not be read is missing now, and must not be reported a second time as unknown.
    const namesReadable = !faults.isUnreadable('providers') && !faults.isUnreadable('routes')
    const config = clone(ConfigSchema, this.config)
    const atRunTime: RunTimeProviders = new Map()
    const fromFile = addDefaultProviders(config, { adapters, environment: this.#parts.environment, faults })
    const environment = heard(this.#parts.environment, overlay(config, faults, atRunTime))
    checkBounds(config, faults)
    const filled = fillProviders(config, { adapters, environment, faults, namesReadable, fromFile })
    const surroundings = { atRunTime, source, adapters, environment, readFile, faults, namesReadable, filled }
    const settings: Settings = { ...toSettings(config, surroundings), draft: this }
    if (faults.faults.length > 0) throw new ConfigError(source, faults.faults)
    return settings
  }
}

/** A variable that only chooses a default has no say where the overlay has chosen. */
function heard(environment: EnvironmentValues, set: readonly string[]): EnvironmentValues {
  return set.includes('default_model') ? { ...environment, LLM_PROVIDER: undefined } : environment
}
