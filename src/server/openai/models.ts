import { toJson } from '@bufbuild/protobuf'
import { type ListModelsResponse, LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Model, ModelSchema } from '#gen/switchyard/v1/model_pb.js'
import type { RequestContext } from '../../rpc/handler.ts'
import { type Endpoint, jsonAnswer } from '../web/endpoints/endpoint.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { errorBody } from './errors.ts'

const PAGE_SIZE = 1000

/** The list of models, and each one by its name, a route's or an alias. Slashes in a name may be encoded or not. */
export function modelEndpoints(methods: Methods): Endpoint[] {
  const common = {
    verb: 'GET',
    service: LLMService,
    tellError: (error) => errorBody(error, modelParam),
  } satisfies Partial<Endpoint>
  return [
    {
      ...common,
      path: '/v1/models',
      serve: async (_request, context) => {
        return jsonAnswer({ object: 'list', data: (await allModels(methods, context)).map(modelJson) })
      },
    },
    {
      ...common,
      path: '/v1/models/{model...}',
      serve: async ({ parameters: { model: name = '' } }, context) => {
        const request = { $typeName: 'switchyard.v1.GetModelRequest' as const, name }
        const { model } = await methods.unary(LLMService.method.getModel, request, context)
        return jsonAnswer(model && modelJson(model))
      },
    },
  ]
}

const modelParam = (field: string) => (field === 'name' ? 'model' : field)

/** OpenAI's list has no pages. */
async function allModels(methods: Methods, context: RequestContext): Promise<Model[]> {
  const models: Model[] = []
  let pageToken = ''
  do {
    const request = { $typeName: 'switchyard.v1.ListModelsRequest' as const, pageSize: PAGE_SIZE, pageToken }
    const page: ListModelsResponse = await methods.unary(LLMService.method.listModels, request, context)
    models.push(...page.models)
    pageToken = page.nextPageToken
  } while (pageToken !== '')
  return models
}

/** When a model was made is not known. */
function modelJson(model: Model) {
  const owner = model.providers[0] ?? ''
  const switchyard = toJson(ModelSchema, model, { useProtoFieldName: true })
  return { id: model.name, object: 'model', created: 0, owned_by: owner, switchyard }
}
