import type { Kind } from '../openai/kinds.ts'

/**
 * Mistral refuses every field that it does not know, and some that others take have other names here. Usage comes with
 * the last chunk of a stream, unasked. Source: https://docs.mistral.ai/api/
 */
export const MISTRAL: Kind = {
  api: 'chat',
  tokenCount: 'none',
  compatibility: {
    streamOptions: false,
    seedField: 'random_seed',
    requiredToolChoice: 'any',
    shortToolCallIds: true,
    efforts: ['none', 'high'],
    reasoningHistory: true,
    messageNames: false,
    audio: 'text',
    files: 'document_url',
    dimensionsField: 'output_dimension',
  },
}

/** Source: https://openrouter.ai/docs/api-reference/chat-completion */
export const OPENROUTER: Kind = {
  api: 'chat',
  compatibility: { reasoningEffort: 'reasoning', reasoningHistory: true, files: 'file_or_url' },
}

/** Source: https://docs.vllm.ai/en/latest/serving/openai_compatible_server/ */
export const VLLM: Kind = {
  api: 'chat',
  tokenCount: 'none',
  compatibility: { reasoningHistory: true, files: 'none' },
}

/** What Ollama does not know it ignores in silence. Source: https://docs.ollama.com/api/openai-compatibility */
export const OLLAMA: Kind = {
  api: 'chat',
  tokenCount: 'none',
  compatibility: {
    requiredToolChoice: 'none',
    parallelToolCalls: false,
    efforts: ['none', 'low', 'medium', 'high'],
    reasoningHistory: true,
    messageNames: false,
    imageUrls: false,
    audio: 'none',
    files: 'none',
  },
}
