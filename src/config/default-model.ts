import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { AZURE, ENDPOINT } from './azure-variables.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'
import type { Names } from './names.ts'
import type { ProviderSettings } from './settings.ts'

/** A provider as far as the choice goes. */
interface Offering {
  readonly name: string
  readonly models: readonly { readonly name: string }[]
}

/** What the default model is chosen from. */
export interface DefaultModelChoices {
  readonly config: Config
  readonly adapters: readonly AdapterDefinition[]
  readonly environment: EnvironmentValues
  readonly providers: readonly ProviderSettings[]
  /** Those that a switch has put others in the place of. */
  readonly replaced: readonly Offering[]
  readonly names: Names
  readonly faults: FaultList
}

/**
 * What a call gets that names no model: `LLM_DEFAULT_MODEL`, else the first model of `LLM_PROVIDER`, else the file's
 * `default_model`, else the first model that is configured and allowed.
 */
export function toDefaultModel(choices: DefaultModelChoices): string {
  const { config, environment } = choices
  const named = config.defaultModel
  const preferred =
    readVariable(environment, 'LLM_DEFAULT_MODEL') === undefined ? preferredProvider(choices) : undefined
  if (preferred) return firstAllowed(preferred, choices) ?? noneAllowed(choices)
  if (named === '') return firstOf(choices)
  choices.names.require('default_model', named)
  if (choices.names.isKnown(named) && config.allowedModels.length > 0 && !config.allowedModels.includes(named)) {
    choices.faults.add('default_model', 'must be one of `allowed_models`')
  }
  return named
}

/**
 * The provider that `LLM_PROVIDER` names, even if another one serves its models now. With `LLM_FORCE_MOCK` there is only
 * the mock, and nothing to prefer.
 */
function preferredProvider(choices: DefaultModelChoices): Offering | undefined {
  const { adapters, environment, providers, replaced, faults } = choices
  const name = readVariable(environment, 'LLM_PROVIDER')
  const onlyMock = providers.every((provider) => provider.adapter.address.kind === 'none')
  if (name === undefined || (onlyMock && readVariable(environment, 'LLM_FORCE_MOCK'))) return undefined
  const provider = [...replaced, ...providers].find((candidate) => candidate.name === name)
  if (!provider) {
    const adapter = adapters.find((candidate) => candidate.name === name)
    const variable = name === AZURE ? ENDPOINT : adapter?.models && adapter.keyVariable
    const hint = variable ? `; set ${variable}, or add it to the configuration file` : ''
    faults.add('LLM_PROVIDER', `must be one of the providers ${providers.map((other) => other.name).join(', ')}${hint}`)
  }
  return provider
}

function firstOf(choices: DefaultModelChoices): string {
  const { config, providers } = choices
  for (const provider of providers) {
    const model = firstAllowed(provider, choices)
    if (model !== undefined) return model
  }
  return config.allowedModels[0] ?? ''
}

function firstAllowed({ models }: Offering, { config, names }: DefaultModelChoices): string | undefined {
  const allowed = config.allowedModels
  return models.find(({ name }) => names.isKnown(name) && (allowed.length === 0 || allowed.includes(name)))?.name
}

function noneAllowed({ faults }: DefaultModelChoices): string {
  faults.add('LLM_PROVIDER', 'this provider has no model among the allowed ones; set LLM_DEFAULT_MODEL')
  return ''
}
