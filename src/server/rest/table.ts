import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import type { RestAction, RestEndpoint } from './rest-endpoint.ts'

const llm = LLMService.method
const usage = UsageService.method
const admin = AdminService.method

type Unary = Extract<RestAction, { kind: 'unary' }>

const unary = (method: Unary['method'], change: Partial<Unary> = {}): RestAction => ({
  kind: 'unary',
  method,
  ...change,
})
const stream = (method: Extract<RestAction, { kind: 'stream' }>['method']): RestAction => ({ kind: 'stream', method })
const templates: RestAction = { kind: 'missing', what: 'Templates' }

type Rest = Omit<RestEndpoint, 'verb' | 'path'>

const get = (path: string, rest: Rest): RestEndpoint => ({ verb: 'GET', path, ...rest })
const post = (path: string, rest: Rest): RestEndpoint => ({ verb: 'POST', path, ...rest })

const generation = (id: string, summary: string, action: RestAction): Rest => ({
  id,
  tag: 'Generation',
  summary,
  action,
})
const models = (id: string, summary: string, action: RestAction): Rest => ({ id, tag: 'Models', summary, action })
const used = (id: string, summary: string, action: RestAction): Rest => ({ id, tag: 'Usage', summary, action })
const providers = (id: string, summary: string, action: RestAction): Rest => ({ id, tag: 'Providers', summary, action })
const health = (id: string): Rest => ({
  id,
  tag: 'Health',
  summary: 'How the service does, with its dependencies, providers and usable models.',
  action: unary(admin.getServiceHealth),
})

const TEXT_STREAM = 'A prompt in, text out piece by piece, as server-sent events.'
const CHAT_STREAM = 'A conversation in, the assistant’s next message out piece by piece, as server-sent events.'
const IN_ADDRESS = 'Prompts in addresses are logged by what lies between: prefer POST.'
const USAGE = 'Figures over any time, split by time and by whose, what and how.'

/** All that the port serves as REST: what is served and what the OpenAPI document says are both made of it. */
export const restTable: readonly RestEndpoint[] = [
  post('/llm/generate/text', generation('generateText', 'A prompt in, text out.', unary(llm.generateText))),
  post(
    '/llm/generate/chat',
    generation('generateChat', 'A conversation in, the assistant’s next message out.', unary(llm.generateChat)),
  ),
  get(
    '/llm/generate/text/stream',
    generation('generateTextStreamByAddress', `${TEXT_STREAM} ${IN_ADDRESS}`, stream(llm.generateTextStream)),
  ),
  post('/llm/generate/text/stream', generation('generateTextStream', TEXT_STREAM, stream(llm.generateTextStream))),
  get(
    '/llm/generate/chat/stream',
    generation('generateChatStreamByAddress', `${CHAT_STREAM} ${IN_ADDRESS}`, stream(llm.generateChatStream)),
  ),
  post('/llm/generate/chat/stream', generation('generateChatStream', CHAT_STREAM, stream(llm.generateChatStream))),
  get(
    '/llm/usage/statistics',
    used(
      'getStatistics',
      'Totals, latencies and a row for each model, over 1h, 24h, 7d or 30d.',
      unary(usage.getStatistics),
    ),
  ),
  get('/llm/health', health('getHealth')),
  get('/llm/models', models('listModels', 'The models that can be called.', unary(llm.listModels))),
  post('/llm/models/test', models('testModel', 'Whether a model answers, and how fast.', unary(llm.testModel))),

  post(
    '/api/v1/llm/completion',
    generation('complete', 'A prompt or a conversation in, the answer out, whole or as server-sent events.', {
      kind: 'generation',
    }),
  ),
  post(
    '/api/v1/llm/compare',
    generation(
      'compareChat',
      'One conversation to several models at once, their answers interleaved as server-sent events.',
      stream(llm.compareChat),
    ),
  ),
  post('/api/v1/llm/embeddings', generation('embed', 'Vectors for texts.', unary(llm.embed))),
  post(
    '/api/v1/llm/tokens/count',
    generation('countTokens', 'How many tokens a conversation takes as input of a model.', unary(llm.countTokens)),
  ),
  get('/api/v1/llm/models', models('listModelsV1', 'The models that can be called.', unary(llm.listModels))),
  get(
    '/api/v1/llm/models/{name}',
    models('getModel', 'One model by name, route or alias.', unary(llm.getModel, { parameters: { name: 'name' } })),
  ),
  get('/api/v1/llm/usage', used('queryUsage', USAGE, unary(usage.queryUsage))),
  get(
    '/api/v1/llm/usage/requests',
    used(
      'listRequests',
      'Single requests with all that was tried for them, the newest first.',
      unary(usage.listRequests),
    ),
  ),
  get('/api/v1/llm/health', health('getHealthV1')),
  get('/api/v1/llm/providers', providers('listProviders', 'The providers.', unary(admin.listProviders))),
  post(
    '/api/v1/llm/providers',
    providers('createProvider', 'Makes a provider, with its key.', unary(admin.createProvider, { creates: true })),
  ),
  get(
    '/api/v1/llm/providers/{id}',
    providers(
      'getProvider',
      'One provider, without its key.',
      unary(admin.getProvider, { parameters: { id: 'name' } }),
    ),
  ),
  get(
    '/api/v1/llm/providers/{id}/models',
    providers(
      'listProviderModels',
      'The models of a provider, with what is in force of each.',
      unary(admin.listProviderModels, { parameters: { id: 'provider' } }),
    ),
  ),
  post(
    '/api/v1/llm/providers/{id}/models',
    providers(
      'createProviderModel',
      'Adds a model to a provider and leaves its others as they are.',
      unary(admin.createProviderModel, { parameters: { id: 'provider' }, creates: true }),
    ),
  ),
  get(
    '/api/v1/llm/providers/{id}/models/{name}',
    providers(
      'getProviderModel',
      'One model of a provider.',
      unary(admin.getProviderModel, { parameters: { id: 'provider', name: 'name' } }),
    ),
  ),
  post(
    '/api/v1/llm/providers/{id}/health-check',
    providers(
      'checkProviderHealth',
      'Checks a provider at this moment and tells what was found.',
      unary(admin.checkProviderHealth, { parameters: { id: 'provider' }, bodyIsOptional: true }),
    ),
  ),
  get('/api/v1/llm/templates', {
    id: 'listTemplates',
    tag: 'Templates',
    summary: 'Not offered yet: always answers 501, METHOD_NOT_AVAILABLE.',
    action: templates,
  }),
  post('/api/v1/llm/templates/render', {
    id: 'renderTemplate',
    tag: 'Templates',
    summary: 'Not offered yet: always answers 501, METHOD_NOT_AVAILABLE.',
    action: templates,
  }),
]
