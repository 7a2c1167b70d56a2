import { create } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { type Provider, ProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { leadThroughFoundry } from './azure-foundry.ts'
import { fillAzure } from './azure-provider.ts'
import { AZURE, ENDPOINT } from './azure-variables.ts'
import { type EnvironmentValues, isOn, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'
import { forceMock, MOCK, mockProvider } from './force-mock.ts'
import { vendorsOfFoundry } from './foundry-vendors.ts'
import { knownModels } from './known-models.ts'

/** What the file's gaps are filled from. */
export interface Filling {
  readonly adapters: readonly AdapterDefinition[]
  readonly environment: EnvironmentValues
  readonly faults: FaultList
  /** Whether all providers and routes of the file could be read, so that their names can be compared. */
  readonly namesReadable: boolean
  /** Whether the file names its providers. */
  readonly fromFile: boolean
}

/** What the providers are made of where the file names none. */
type Sources = Pick<Filling, 'adapters' | 'environment' | 'faults'>

/** What became of the providers, beside the configuration itself. */
export interface FilledProviders {
  /** Those that a switch has put others in the place of. */
  readonly replaced: readonly Provider[]
  /** As in `Settings`. */
  readonly unavailable: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

/**
 * Adds the providers that the file leaves out: those that the environment describes, else the mock. Gives whether the file
 * names its own.
 */
export function addDefaultProviders(config: Config, sources: Sources): boolean {
  const foundry = config.azureFoundry?.enabled ? config.azureFoundry : undefined
  if (config.providers.length > 0 || sources.faults.has('providers')) return true
  config.providers = foundry ? vendorsOfFoundry(foundry, sources) : vendorsWithKeys(sources)
  const wantsMock = readVariable(sources.environment, 'LLM_PROVIDER') === MOCK
  if (wantsMock || (!foundry && config.providers.length === 0)) config.providers.push(mockProvider())
  return false
}

/** Fills in what the providers leave out. Then the switches that lead all calls elsewhere are obeyed. */
export function fillProviders(config: Config, filling: Filling): FilledProviders {
  const { adapters, environment, faults, fromFile } = filling
  const foundry = config.azureFoundry?.enabled ? config.azureFoundry : undefined
  const unnamed = fillModels(config, filling)
  const replaced = config.providers
  if (isOn(environment, 'LLM_FORCE_MOCK', faults)) {
    forceMock(config, adapters)
    return { replaced, unavailable: {}, warnings: [] }
  }
  if (foundry) return leadThroughFoundry(config, foundry, { fromFile, unnamed: new Set(unnamed) }, filling)
  return { replaced: [], unavailable: {}, warnings: [] }
}

/**
 * Gives the providers that list no models those that the environment names for them, else those that their adapters know.
 * Gives the providers that have the latter.
 */
export function fillModels(config: Config, sources: Sources): Provider[] {
  fillAzure(config, sources)
  const unnamed = config.providers.filter((provider) => provider.models.length === 0)
  for (const provider of unnamed) provider.models = knownModels(sources.adapters, provider.adapter)
  return unnamed
}

/** What is wrong with such a provider is told of the variable that made it appear. */
function vendorsWithKeys({ adapters, environment, faults }: Sources): Provider[] {
  const found = adapters.flatMap(({ name, keyVariable, models }) => {
    const variable = name === AZURE ? ENDPOINT : models && keyVariable
    return variable && readVariable(environment, variable) ? [{ name, variable }] : []
  })
  return found.map(({ name, variable }, index) => {
    faults.cameFrom(`providers[${index}]`, variable)
    return create(ProviderSchema, { name, adapter: name })
  })
}
