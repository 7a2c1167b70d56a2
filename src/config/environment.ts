import { create } from '@bufbuild/protobuf'
import {
  CircuitSchema,
  type Config,
  ListenSchema,
  LogSchema,
  StoreSchema,
} from '#gen/switchyard/config/v1/config_pb.js'
import { TimeoutsSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import { AzureFoundrySchema, AzureOptionsSchema } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import { RetryPolicySchema } from '#gen/switchyard/v1/generation_options_pb.js'
import type { FaultList } from './faults.ts'
import { count, duration, flag, parseSwitch, SWITCH, text, type Variable } from './variable.ts'

export type EnvironmentValues = Readonly<Record<string, string | undefined>>

/** The names people already use, with the field that each one sets. `.env.example` lists them for people. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  SWITCHYARD_GRPC_LISTEN: text('listen.grpc', (config, grpc) => Object.assign(listen(config), { grpc })),
  SWITCHYARD_WEB_LISTEN: text('listen.web', (config, web) => Object.assign(listen(config), { web })),
  SWITCHYARD_STORE_URL: text('store.url', (config, url) => {
    config.store ??= create(StoreSchema)
    config.store.url = url
  }),
  SWITCHYARD_LOG_LEVEL: text('log.level', (config, level) => {
    config.log = create(LogSchema, { level })
  }),
  LLM_DEFAULT_MODEL: text('default_model', (config, model) => {
    config.defaultModel = model
  }),
  ALLOWED_MODELS: text('allowed_models', (config, names) => {
    config.allowedModels = listOf(names)
  }),
  LLM_REQUEST_TIMEOUT: duration('timeouts.total', (config, total) => Object.assign(timeouts(config), { total })),
  LLM_MAX_RETRIES: count('retry.max_retries', (config, maxRetries) => Object.assign(retry(config), { maxRetries })),
  LLM_RETRY_BACKOFF_BASE: duration('retry.initial_delay', (config, initialDelay) =>
    Object.assign(retry(config), { initialDelay }),
  ),
  LLM_CIRCUIT_FAILURE_THRESHOLD: count('circuit.failure_threshold', (config, failureThreshold) =>
    Object.assign(circuit(config), { failureThreshold }),
  ),
  LLM_CIRCUIT_TIMEOUT: duration('circuit.open_duration', (config, openDuration) =>
    Object.assign(circuit(config), { openDuration }),
  ),
  USE_AZURE_FOUNDRY: flag('azure_foundry.enabled', (config, enabled) => Object.assign(foundry(config), { enabled })),
  AZURE_AI_FOUNDRY_ENDPOINT: text('azure_foundry.endpoint', (config, endpoint) =>
    Object.assign(foundry(config), { endpoint }),
  ),
  AZURE_AI_FOUNDRY_API_VERSION: text('azure_foundry.azure.api_version', (config, apiVersion) =>
    Object.assign(foundryOptions(config), { apiVersion }),
  ),
}

/** Lets the environment win over the file, field by field. An empty variable counts as not set. */
export function applyEnvironment(config: Config, environment: EnvironmentValues, faults: FaultList): void {
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const value = readVariable(environment, name)
    if (value === undefined) continue
    faults.cameFrom(variable.path, name)
    const complaint = variable.apply(config, value)
    if (complaint) faults.add(variable.path, complaint)
  }
}

/** A variable without the space around it; undefined when nothing is left. */
export function readVariable(environment: EnvironmentValues, name: string): string | undefined {
  return environment[name]?.trim() || undefined
}

/** Whether a switch such as `LLM_FORCE_MOCK` is on. */
export function isOn(environment: EnvironmentValues, name: string, faults: FaultList): boolean {
  const value = readVariable(environment, name)
  if (value === undefined) return false
  const on = parseSwitch(value)
  if (on === undefined) faults.add(name, SWITCH)
  return on ?? true
}

function listen(config: Config) {
  config.listen ??= create(ListenSchema)
  return config.listen
}

function timeouts(config: Config) {
  config.timeouts ??= create(TimeoutsSchema)
  return config.timeouts
}

function retry(config: Config) {
  config.retry ??= create(RetryPolicySchema)
  return config.retry
}

function circuit(config: Config) {
  config.circuit ??= create(CircuitSchema)
  return config.circuit
}

function foundry(config: Config) {
  config.azureFoundry ??= create(AzureFoundrySchema)
  return config.azureFoundry
}

function foundryOptions(config: Config) {
  const options = foundry(config)
  options.azure ??= create(AzureOptionsSchema)
  return options.azure
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
