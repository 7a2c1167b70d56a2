import { create } from '@bufbuild/protobuf'
import type {
  CreateProviderModelRequest,
  CreateProviderModelResponse,
  DeleteProviderModelRequest,
  DeleteProviderModelResponse,
  GetProviderModelRequest,
  GetProviderModelResponse,
  ListProviderModelsRequest,
  ListProviderModelsResponse,
  UpdateProviderModelRequest,
  UpdateProviderModelResponse,
} from '#gen/switchyard/v1/provider_model_pb.js'
import { type ProviderModel, ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import type { AuditCause } from '../core/audit.ts'
import type { Revision } from '../resources/change.ts'
import { pathsOfMask } from '../resources/field-paths.ts'
import { currentProvider, keyOfProvider } from '../resources/provider-change.ts'
import { createdModel, deletedModel, type ModelGround, updatedModel } from '../resources/provider-model-change.ts'
import { modelsOf, titleOfModel } from '../resources/provider-models.ts'
import { notFound } from '../resources/refusal.ts'
import { whileOthersChange } from '../resources/while-others-change.ts'
import { causeOf } from './audit-cause.ts'
import type { UnaryHandler } from './handler.ts'
import { type InForceOptions, withInForce } from './model-in-force.ts'
import { type PageOptions, pageOf } from './page.ts'

export interface ProviderModelOptions extends PageOptions, InForceOptions {}

type Handler<Request, Response> = UnaryHandler<Request, Response>

export function listProviderModels(
  options: ProviderModelOptions,
): Handler<ListProviderModelsRequest, ListProviderModelsResponse> {
  return async (request, { principal }) => {
    const models = currentModels(request.provider, options).sort((one, other) => (one.name < other.name ? -1 : 1))
    const { page, nextPageToken } = pageOf(models, ({ name }) => name, request, principal, options)
    const providerModels = await withInForce(request.provider, page, options)
    return { $typeName: 'switchyard.v1.ListProviderModelsResponse', providerModels, nextPageToken }
  }
}

export function getProviderModel(
  options: ProviderModelOptions,
): Handler<GetProviderModelRequest, GetProviderModelResponse> {
  return async ({ provider, name }) => {
    const model = currentModels(provider, options).find((candidate) => candidate.name === name)
    if (!model) throw notFound(titleOfModel(provider, name))
    const [providerModel] = await withInForce(provider, [model], options)
    return { $typeName: 'switchyard.v1.GetProviderModelResponse', ...(providerModel && { providerModel }) }
  }
}

export function createProviderModel(
  options: ProviderModelOptions,
): Handler<CreateProviderModelRequest, CreateProviderModelResponse> {
  return async ({ provider, providerModel = create(ProviderModelSchema), validateOnly }, context) => {
    const asked = { provider, validateOnly, ...causeOf('provider_model.create', context, options.clock) }
    const changed = await change(providerModel.name, asked, options, (ground) => createdModel(providerModel, ground))
    return { $typeName: 'switchyard.v1.CreateProviderModelResponse', ...changed }
  }
}

export function updateProviderModel(
  options: ProviderModelOptions,
): Handler<UpdateProviderModelRequest, UpdateProviderModelResponse> {
  return async (request, context) => {
    const { provider, providerModel: model = create(ProviderModelSchema), allowMissing, validateOnly } = request
    const paths = pathsOfMask(ProviderModelSchema, request.updateMask?.paths ?? [], model, 'update_mask')
    const asked = { provider, validateOnly, ...causeOf('provider_model.update', context, options.clock) }
    const changed = await change(model.name, asked, options, (ground) =>
      updatedModel({ model, paths, allowMissing }, ground),
    )
    return { $typeName: 'switchyard.v1.UpdateProviderModelResponse', ...changed }
  }
}

export function deleteProviderModel(
  options: ProviderModelOptions,
): Handler<DeleteProviderModelRequest, DeleteProviderModelResponse> {
  return async ({ provider, name, etag, validateOnly }, context) => {
    const asked = { provider, validateOnly, ...causeOf('provider_model.delete', context, options.clock) }
    await change(name, asked, options, (ground) => deletedModel(name, etag, ground))
    return { $typeName: 'switchyard.v1.DeleteProviderModelResponse' }
  }
}

interface Asked extends AuditCause {
  readonly provider: string
  readonly validateOnly: boolean
}

/** Gives the model as it is then, or would be. */
async function change(
  name: string,
  asked: Asked,
  options: ProviderModelOptions,
  revise: (ground: ModelGround) => Revision,
): Promise<{ providerModel?: ProviderModel }> {
  const { configuration, clock } = options
  const { provider, ...rest } = asked
  const { vault } = configuration
  const stored = await whileOthersChange(titleOfModel(provider, name), () =>
    configuration.change({
      ...keyOfProvider(provider),
      ...rest,
      revise: (before, draft) => revise({ before, draft, provider, vault, now: clock.now() }),
    }),
  )
  const ground = { before: stored, draft: configuration.draft }
  const now = currentProvider(provider, ground)
  const model = now && modelsOf(now, ground.draft).find((candidate) => candidate.name === name)
  if (!model) return {}
  if (asked.validateOnly) return { providerModel: model }
  const [providerModel] = await withInForce(provider, [model], options)
  return providerModel ? { providerModel } : {}
}

/** Throws RESOURCE_NOT_FOUND when there is no such provider. */
function currentModels(provider: string, { configuration }: ProviderModelOptions): ProviderModel[] {
  const ground = { before: configuration.stored(keyOfProvider(provider)), draft: configuration.draft }
  const found = currentProvider(provider, ground)
  if (!found) throw notFound(keyOfProvider(provider))
  return modelsOf(found, ground.draft)
}
