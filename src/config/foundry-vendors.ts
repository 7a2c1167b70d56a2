import { create } from '@bufbuild/protobuf'
import { type Provider, ProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import type { AzureFoundry } from '#gen/switchyard/config/v1/vendor_options_pb.js'
import { namedDeployments } from './azure-provider.ts'
import { AZURE, ENDPOINT, isAzure } from './azure-variables.ts'
import type { Filling } from './default-providers.ts'
import { readVariable } from './environment.ts'

/**
 * What Foundry stands for when the file names no providers: every vendor whose models are known, since no key of theirs is
 * needed, the deployments that the environment names at Azure, and the models that only the map of deployments names.
 */
export function vendorsOfFoundry(
  foundry: AzureFoundry,
  { adapters, environment }: Pick<Filling, 'adapters' | 'environment'>,
): Provider[] {
  const vendors = adapters.filter(({ name, models, address }) => models && address.kind !== 'none' && !isAzure(name))
  const providers = vendors.map(({ name }) => create(ProviderSchema, { name, adapter: name }))
  const named = readVariable(environment, ENDPOINT) === undefined ? [] : namedDeployments(environment)
  if (named.length > 0) providers.push(create(ProviderSchema, { name: AZURE, adapter: AZURE }))
  const known = [...vendors.flatMap(({ models = [] }) => models), ...named.map(({ model }) => model)]
  const rest = Object.keys(foundry.azure?.deployments ?? {}).filter(
    (name) => !known.some((model) => model.name === name),
  )
  if (rest.length === 0) return providers
  return [
    ...providers,
    create(ProviderSchema, { name: 'deployments', adapter: AZURE, models: rest.map((name) => ({ name })) }),
  ]
}
