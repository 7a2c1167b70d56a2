import { create, toJsonString } from '@bufbuild/protobuf'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { ListProviderModelsResponseSchema } from '#gen/switchyard/v1/provider_model_pb.js'
import { type ProviderModel, ProviderModelSchema } from '#gen/switchyard/v1/provider_options_pb.js'
import type { ChangeOptions } from '../change-options.ts'
import type { GlobalOptions } from '../global-options.ts'
import { type ModelFields, modelFrom } from '../model-fields.ts'
import { modelFragment, modelTable } from '../model-table.ts'
import { OPTIONS_OF_FIELDS } from '../provider-model-commands.ts'
import { nothingGiven } from '../resource-fields.ts'
import type { Terminal } from '../terminal.ts'
import { toldByOptions } from '../told-by-options.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

const { method } = AdminService

/** Lists the models of a provider. */
export function listProviderModels(terminal: Terminal, options: GlobalOptions, words: string[]): Promise<number> {
  const [provider = ''] = words
  return withClient(terminal, options, async (client) => {
    const providerModels = await allPages(async (page) => {
      const listed = await client.unary(method.listProviderModels, { ...page, provider }, TIMEOUT)
      return { items: listed.providerModels, nextPageToken: listed.nextPageToken }
    })
    if (options.output === 'text') return modelTable(providerModels)
    const response = create(ListProviderModelsResponseSchema, { providerModels })
    return toJsonString(ListProviderModelsResponseSchema, response, { prettySpaces: 2 })
  })
}

/** Shows one model. */
export function getProviderModel(terminal: Terminal, options: GlobalOptions, words: string[]): Promise<number> {
  const [provider = '', name = ''] = words
  return withClient(terminal, options, async (client) => {
    const { providerModel } = await client.unary(method.getProviderModel, { provider, name }, TIMEOUT)
    return show(providerModel, options)
  })
}

/** Adds a model to a provider. */
export function createProviderModel(
  terminal: Terminal,
  options: ChangeOptions & ModelFields,
  words: string[],
): Promise<number> {
  const [provider = '', name = ''] = words
  const { model: providerModel } = modelFrom(name, options)
  const request = { provider, providerModel, validateOnly: options.validateOnly ?? false }
  return withClient(terminal, options, async (client) => {
    const made = await toldByOptions(OPTIONS, () => client.unary(method.createProviderModel, request, TIMEOUT))
    return show(made.providerModel, options)
  })
}

/** Changes what the options name. */
export function updateProviderModel(
  terminal: Terminal,
  options: ChangeOptions & ModelFields,
  words: string[],
): Promise<number> {
  const { etag = '', validateOnly = false } = options
  const [provider = '', name = ''] = words
  const { model, paths } = modelFrom(name, options)
  if (paths.length === 0) throw nothingGiven()
  const request = { provider, providerModel: { ...model, etag }, updateMask: { paths }, validateOnly }
  return withClient(terminal, options, async (client) => {
    const changed = await toldByOptions(OPTIONS, () => client.unary(method.updateProviderModel, request, TIMEOUT))
    return show(changed.providerModel, options)
  })
}

/** Takes a model away. */
export function deleteProviderModel(terminal: Terminal, options: ChangeOptions, words: string[]): Promise<number> {
  const { etag = '', validateOnly = false } = options
  const [provider = '', name = ''] = words
  return withClient(terminal, options, async (client) => {
    await client.unary(method.deleteProviderModel, { provider, name, etag, validateOnly }, TIMEOUT)
    if (options.output === 'json') return '{}'
    return validateOnly ? `${name} can be deleted.` : `${name} is deleted.`
  })
}

const OPTIONS = Object.fromEntries(
  Object.entries(OPTIONS_OF_FIELDS).map(([field, option]) => [`provider_model.${field}`, option]),
)

function show(model: ProviderModel | undefined, { output }: GlobalOptions): string {
  const shown = model ?? create(ProviderModelSchema)
  return output === 'json' ? toJsonString(ProviderModelSchema, shown, { prettySpaces: 2 }) : modelFragment(shown)
}
