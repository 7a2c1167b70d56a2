import { Secret } from '../../../src/core/secret.ts'
import { anthropic } from '../../../src/providers/anthropic/definition.ts'
import { azure, foundryAnthropic } from '../../../src/providers/azure/definition.ts'
import { mistral, ollama, openrouter, vllm } from '../../../src/providers/compatible/definitions.ts'
import { gemini } from '../../../src/providers/gemini/definition.ts'
import { openai, openaiCompatible } from '../../../src/providers/openai/definition.ts'
import type { VendorOptions } from '../../../src/providers/options.ts'
import { ACCOUNT_KEY, type AccountChoices } from '../account.ts'
import { eventText } from '../upstream.ts'
import type { BodyTypes } from './body-types.ts'
import { chatWire, plainReasoning, reasoningContent, reasoningDetails, thinkChunk } from './chat-wire.ts'
import { mistralErrors, ollamaErrors, openRouterErrors, vllmErrors } from './compatible-errors.ts'
import { geminiWire } from './gemini-wire.ts'
import { messagesWire } from './messages-wire.ts'
import { azureErrors, openAIErrors, plainErrors } from './openai-errors.ts'
import { responsesWire } from './responses-wire.ts'
import type { PlayedVendor } from './vendor.ts'

const openAIChat = { reasoning: reasoningContent, errors: openAIErrors, requestIdHeader: 'x-request-id' }

const openAIBodies: BodyTypes = { conversation: 'responses', vectors: 'embeddings', tokenCount: 'inputTokens' }
const geminiBodies: BodyTypes = {
  conversation: 'generateContent',
  vectors: 'batchEmbedContents',
  tokenCount: 'geminiCountTokens',
}
const chatBodies: BodyTypes = { conversation: 'chat', vectors: 'embeddings' }

function messagesBodies(conversation: BodyTypes['conversation']): BodyTypes {
  return { conversation, tokenCount: 'countTokens' }
}

const azureChat = {
  reasoning: reasoningContent,
  errors: azureErrors,
  requestIdHeader: 'apim-request-id',
  // Azure tells what it thinks of the prompt before it answers.
  greeting: eventText({ choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] }),
}

/** Azure's key stands among its options. */
function azureKey(apiVersion?: string, options: VendorOptions = {}): AccountChoices {
  const authentication = { kind: 'api_key', key: new Secret(ACCOUNT_KEY) } as const
  return { apiKey: undefined, options: { ...options, azure: { apiVersion, authentication } } }
}

/** Every interface of every adapter that speaks over the network. */
export const vendors: readonly PlayedVendor[] = [
  {
    name: 'openai-responses',
    definition: openai,
    interfaceName: 'Responses',
    wire: responsesWire(openAIErrors, 'x-request-id'),
    bodies: openAIBodies,
    basePath: '/v1',
    state: 'opaque',
  },
  {
    name: 'openai-chat',
    definition: openai,
    interfaceName: 'Chat Completions',
    wire: chatWire(openAIChat),
    bodies: chatBodies,
    basePath: '/v1',
    choices: { api: () => 'chat' },
    state: 'none',
  },
  {
    name: 'anthropic',
    definition: anthropic,
    interfaceName: '2026-10-21',
    wire: messagesWire,
    bodies: messagesBodies('messages'),
    basePath: '',
    state: 'opaque',
  },
  {
    name: 'anthropic-2023-06-01',
    definition: anthropic,
    interfaceName: '2023-06-01',
    wire: messagesWire,
    bodies: messagesBodies('messages 2023-06-01'),
    basePath: '',
    choices: { options: { anthropic: { version: '2023-06-01' } } },
    state: 'opaque',
  },
  {
    name: 'gemini',
    definition: gemini,
    interfaceName: 'GenerateContent',
    wire: geminiWire,
    bodies: geminiBodies,
    basePath: '',
    state: 'opaque',
  },
  {
    name: 'gemini-v1',
    definition: gemini,
    interfaceName: 'GenerateContent',
    wire: geminiWire,
    bodies: geminiBodies,
    basePath: '',
    choices: { options: { gemini: { apiVersion: 'v1' } } },
    state: 'opaque',
  },
  {
    name: 'azure-responses',
    definition: azure,
    interfaceName: 'Responses',
    wire: responsesWire(azureErrors, 'apim-request-id'),
    bodies: openAIBodies,
    basePath: '',
    choices: azureKey(),
    state: 'opaque',
  },
  {
    name: 'azure-chat',
    definition: azure,
    interfaceName: 'Chat Completions',
    wire: chatWire(azureChat),
    bodies: chatBodies,
    basePath: '',
    choices: { ...azureKey(), api: () => 'chat' },
    state: 'none',
  },
  {
    name: 'azure-dated',
    definition: azure,
    interfaceName: 'Chat Completions',
    wire: chatWire(azureChat),
    bodies: chatBodies,
    basePath: '',
    choices: azureKey('2024-10-21'),
    state: 'none',
  },
  {
    name: 'foundry-anthropic',
    definition: foundryAnthropic,
    interfaceName: '2026-10-21',
    wire: messagesWire,
    bodies: messagesBodies('messages'),
    basePath: '',
    choices: azureKey(),
    state: 'opaque',
  },
  {
    name: 'foundry-anthropic-2023-06-01',
    definition: foundryAnthropic,
    interfaceName: '2023-06-01',
    wire: messagesWire,
    bodies: messagesBodies('messages 2023-06-01'),
    basePath: '',
    choices: azureKey(undefined, { anthropic: { version: '2023-06-01' } }),
    state: 'opaque',
  },
  {
    name: 'mistral',
    definition: mistral,
    interfaceName: 'Chat Completions',
    wire: chatWire({
      reasoning: thinkChunk,
      errors: mistralErrors,
      requestIdHeader: 'mistral-correlation-id',
      usageWithFinish: true,
    }),
    bodies: { conversation: 'mistral', vectors: 'mistral embeddings' },
    basePath: '/v1',
    state: 'text',
  },
  {
    name: 'openrouter',
    definition: openrouter,
    interfaceName: 'Chat Completions',
    wire: chatWire({
      reasoning: reasoningDetails,
      errors: openRouterErrors,
      requestIdHeader: 'cf-ray',
      greeting: ': OPENROUTER PROCESSING\n\n',
    }),
    bodies: { conversation: 'openrouter', vectors: 'embeddings' },
    basePath: '/api/v1',
    state: 'opaque',
  },
  {
    name: 'vllm',
    definition: vllm,
    interfaceName: 'Chat Completions',
    wire: chatWire({ reasoning: reasoningContent, errors: vllmErrors, requestIdHeader: 'x-request-id' }),
    bodies: { conversation: 'vllm', vectors: 'embeddings' },
    basePath: '/v1',
    state: 'text',
  },
  {
    name: 'ollama',
    definition: ollama,
    interfaceName: 'Chat Completions',
    wire: chatWire({ reasoning: plainReasoning, errors: ollamaErrors, requestIdHeader: undefined }),
    bodies: { conversation: 'vllm', vectors: 'embeddings' },
    basePath: '/v1',
    state: 'text',
  },
  {
    name: 'openai-compatible',
    definition: openaiCompatible,
    interfaceName: 'Chat Completions',
    wire: chatWire({ ...openAIChat, errors: plainErrors }),
    bodies: chatBodies,
    basePath: '/v1',
    state: 'none',
  },
]
