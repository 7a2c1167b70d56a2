import { clone, create, equals } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { type GenerationOptions, GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import type { AdapterDefinition } from '../providers/definition.ts'
import { toAuthentication, toPreviousSecretKey, toSecretKey } from './access-settings.ts'
import { toAdmission } from './admission-settings.ts'
import { toDefaultModel } from './default-model.ts'
import type { FilledProviders } from './default-providers.ts'
import { checkDisabled, withoutDisabled } from './disabled-providers.ts'
import type { EnvironmentValues } from './environment.ts'
import type { FaultList } from './faults.ts'
import { toHealth } from './health-settings.ts'
import { warnOfIgnored } from './ignored-variables.ts'
import { type ReadFile, toListen, toTls, warnOfCleartext } from './listen-settings.ts'
import { Names } from './names.ts'
import { toDrain, toLimits, toLog, toTimeouts } from './phase-settings.ts'
import { toPrice, toProvider } from './provider-settings.ts'
import { toQuotas } from './quota-settings.ts'
import { toCircuit, toRetry, toRetryBudget } from './resilience-settings.ts'
import { type RouteSettings, toRoutes, toSelection } from './routing-settings.ts'
import type { RunTimeProviders } from './run-time-providers.ts'
import type { ProviderSettings, Settings } from './settings.ts'
import { toStore } from './store-settings.ts'
import { toTelemetry, warnOfTelemetry } from './telemetry-settings.ts'

/** What settings are made from, beside the configuration. */
export interface Surroundings {
  readonly source: string
  readonly adapters: readonly AdapterDefinition[]
  readonly environment: EnvironmentValues
  readonly readFile: ReadFile
  readonly faults: FaultList
  /** Whether all providers and routes of the file could be read, so that their names can be compared. */
  readonly namesReadable: boolean
  readonly filled: FilledProviders
  /** Providers that were laid over the file. */
  readonly atRunTime: RunTimeProviders
}

/** Checks what the schema cannot say, and fills in the defaults. The result counts only when no fault was added. */
export function toSettings(config: Config, surroundings: Surroundings): Omit<Settings, 'draft'> {
  const { source, adapters, environment, readFile, faults, filled } = surroundings
  const tls = toTls(config.listen?.tls, readFile, faults)
  const hasClientCa = tls?.clientCaFile !== undefined
  const authentication = toAuthentication(config.authentication, hasClientCa, environment, faults)
  const listen = toListen(config, tls, authentication, faults)
  const timeouts = toTimeouts(config.timeouts)
  const providers = config.providers.map((provider, index) =>
    toProvider(provider, `providers[${index}]`, {
      adapters,
      environment,
      timeouts,
      admission: config.admission,
      atRunTime: surroundings.atRunTime,
      faults,
    }),
  )
  const telemetry = toTelemetry(config.telemetry, surroundings)
  const ignored = warnOfIgnored({ environment, adapters, config, providers, filled })
  return {
    source,
    warnings: [
      ...warnOfCleartext(listen),
      ...warnOfOptions(config),
      ...filled.warnings,
      ...ignored,
      ...warnOfTelemetry(telemetry, surroundings),
    ],
    listen,
    authentication,
    store: toStore(config.store, faults),
    secretKey: toSecretKey(environment, config.store?.url ?? '', faults),
    previousSecretKey: toPreviousSecretKey(environment, faults),
    ...toNames(config, providers, surroundings),
    defaultOptions: toOptions(config.defaultOptions),
    timeouts,
    retry: toRetry(config.retry, faults),
    retryBudget: toRetryBudget(config.retryBudget),
    circuit: toCircuit(config.circuit, faults),
    admission: toAdmission(config.admission),
    health: toHealth(config.health),
    limits: toLimits(config.limits),
    drain: toDrain(config.drain),
    log: toLog(config.log),
    telemetry,
    quotas: toQuotas(config, faults),
    unknownPrice: config.unknownPrice && toPrice(config.unknownPrice),
  }
}

function toNames(config: Config, providers: readonly ProviderSettings[], surroundings: Surroundings) {
  const { adapters, environment, faults, filled, namesReadable } = surroundings
  const { replaced, unavailable } = filled
  const routes: readonly RouteSettings[] = toRoutes(config.routes, faults)
  const selection = toSelection(config.selection)
  const { allowedModels } = config
  if (!namesReadable) return { providers, routes, selection, unavailable, allowedModels, defaultModel: '' }
  const names = new Names({ providers, routes, unavailable }, faults)
  names.check()
  allowedModels.forEach((name, index) => {
    names.require(`allowed_models[${index}]`, name)
  })
  for (const kind of ['text', 'chat'] as const) {
    names.requireProviders(`selection.${kind}.preferred_providers`, selection[kind].preferredProviders, replaced)
  }
  const named = { providers, routes, unavailable }
  const disabled = disabledIn(config, surroundings)
  const { closedBy, ...open } = withoutDisabled(named, new Set(disabled.keys()))
  const choices = { config, adapters, environment, providers: open.providers, replaced, names, faults }
  const defaultModel = toDefaultModel(choices)
  if (disabled.size > 0) checkDisabled(named, { ...open, closedBy }, disabled, defaultModel, faults)
  return { ...open, selection, allowedModels, defaultModel }
}

/** The providers that take no calls, with their places in the configuration. */
function disabledIn({ providers }: Config, { atRunTime }: Surroundings): ReadonlyMap<string, string> {
  return new Map(
    providers.flatMap((provider, index) =>
      atRunTime.get(provider)?.disabled ? [[provider.name, `providers[${index}]`] as const] : [],
    ),
  )
}

function toOptions(options: GenerationOptions | undefined): GenerationOptions | undefined {
  if (!options) return undefined
  const copy = clone(GenerationOptionsSchema, options)
  delete copy.model
  return equals(GenerationOptionsSchema, copy, create(GenerationOptionsSchema)) ? undefined : copy
}

function warnOfOptions(config: Config): string[] {
  return config.defaultOptions?.model === undefined
    ? []
    : ['default_options.model is ignored; set default_model instead.']
}
