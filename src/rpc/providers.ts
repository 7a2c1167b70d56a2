import { create } from '@bufbuild/protobuf'
import {
  type CreateProviderRequest,
  type CreateProviderResponse,
  type DeleteProviderRequest,
  type DeleteProviderResponse,
  type DisableProviderRequest,
  type DisableProviderResponse,
  type EnableProviderRequest,
  type EnableProviderResponse,
  type GetProviderRequest,
  type GetProviderResponse,
  type ListProvidersRequest,
  type ListProvidersResponse,
  type Provider,
  ProviderSchema,
  type UpdateProviderRequest,
  type UpdateProviderResponse,
} from '#gen/switchyard/v1/provider_pb.js'
import type { Clock } from '../core/clock.ts'
import type { Principal } from '../core/principal.ts'
import type { Revision } from '../resources/change.ts'
import { pathsOfMask } from '../resources/field-paths.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import {
  createdProvider,
  currentProvider,
  deletedProvider,
  fileProvider,
  keyOfProvider,
  type ProviderGround,
  switchedProvider,
  updatedProvider,
} from '../resources/provider-change.ts'
import { keyOf } from '../resources/provider-credential.ts'
import { notFound } from '../resources/refusal.ts'
import type { UnaryHandler } from './handler.ts'
import { pageOf } from './page.ts'

export interface ProviderOptions {
  readonly configuration: LiveConfiguration
  readonly clock: Clock
}

type Handler<Request, Response> = UnaryHandler<Request, Response>

export function listProviders({
  configuration,
}: ProviderOptions): Handler<ListProvidersRequest, ListProvidersResponse> {
  return async (request) => {
    const all = [...configuration.storedOf('provider'), ...configuration.draft.filled.providers]
    const names = [...new Set(all.map(({ name }) => name))].sort()
    const { page, nextPageToken } = pageOf(names, (name) => name, request)
    const providers = page.flatMap((name) => find(name, configuration) ?? [])
    return { $typeName: 'switchyard.v1.ListProvidersResponse', providers, nextPageToken }
  }
}

export function getProvider({ configuration }: ProviderOptions): Handler<GetProviderRequest, GetProviderResponse> {
  return async ({ name }) => {
    const provider = find(name, configuration)
    if (!provider) throw notFound(keyOfProvider(name))
    return { $typeName: 'switchyard.v1.GetProviderResponse', provider }
  }
}

export function createProvider(options: ProviderOptions): Handler<CreateProviderRequest, CreateProviderResponse> {
  return async ({ provider = create(ProviderSchema), apiKey, validateOnly }, { principal }) => {
    const credential = credentialOf(apiKey, false, options)
    const changed = await change(provider.name, { validateOnly, principal }, options, (ground) =>
      createdProvider(provider, credential, ground),
    )
    return { $typeName: 'switchyard.v1.CreateProviderResponse', ...changed }
  }
}

export function updateProvider(options: ProviderOptions): Handler<UpdateProviderRequest, UpdateProviderResponse> {
  return async (request, { principal }) => {
    const { provider = create(ProviderSchema), apiKey, removeApiKey, allowMissing, validateOnly } = request
    const paths = pathsOfMask(ProviderSchema, request.updateMask?.paths ?? [], provider, 'update_mask')
    const credential = credentialOf(apiKey, removeApiKey, options)
    const update = { provider, paths, allowMissing, credential }
    const changed = await change(provider.name, { validateOnly, principal }, options, (ground) =>
      updatedProvider(update, ground),
    )
    return { $typeName: 'switchyard.v1.UpdateProviderResponse', ...changed }
  }
}

export function deleteProvider(options: ProviderOptions): Handler<DeleteProviderRequest, DeleteProviderResponse> {
  return async ({ name, etag, validateOnly }, { principal }) => {
    await change(name, { validateOnly, principal }, options, (ground) => deletedProvider(name, etag, ground))
    const left = fileProvider(name, options.configuration.draft)
    return { $typeName: 'switchyard.v1.DeleteProviderResponse', ...(left && { provider: left }) }
  }
}

export function disableProvider(options: ProviderOptions): Handler<DisableProviderRequest, DisableProviderResponse> {
  return async ({ name, etag, validateOnly }, { principal }) => {
    const changed = await change(name, { validateOnly, principal }, options, (ground) =>
      switchedProvider(name, etag, true, ground),
    )
    return { $typeName: 'switchyard.v1.DisableProviderResponse', ...changed }
  }
}

export function enableProvider(options: ProviderOptions): Handler<EnableProviderRequest, EnableProviderResponse> {
  return async ({ name, etag, validateOnly }, { principal }) => {
    const changed = await change(name, { validateOnly, principal }, options, (ground) =>
      switchedProvider(name, etag, false, ground),
    )
    return { $typeName: 'switchyard.v1.EnableProviderResponse', ...changed }
  }
}

/** Gives the provider as it is then, or would be. */
async function change(
  name: string,
  { validateOnly, principal }: { readonly validateOnly: boolean; readonly principal: Principal },
  { configuration }: ProviderOptions,
  revise: (ground: ProviderGround) => Revision,
): Promise<{ provider?: Provider }> {
  const stored = await configuration.change({
    ...keyOfProvider(name),
    principal: principal.id,
    validateOnly,
    revise: (before, draft) => revise({ before, draft }),
  })
  const provider = currentProvider(name, { before: stored, draft: configuration.draft })
  return provider ? { provider } : {}
}

function credentialOf(apiKey: string, remove: boolean, { clock, configuration }: ProviderOptions) {
  return { apiKey: keyOf(apiKey), remove, vault: configuration.vault, now: clock.now() }
}

function find(name: string, configuration: LiveConfiguration): Provider | undefined {
  const key = keyOfProvider(name)
  const ground = { before: configuration.stored(key), draft: configuration.draft }
  return currentProvider(name, ground, configuration.whyNotApplied(key))
}
