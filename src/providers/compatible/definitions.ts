import type { AdapterDefinition } from '../definition.ts'
import { chatFeaturesOf } from '../openai/features.ts'
import type { Kind } from '../openai/kinds.ts'
import { MISTRAL, OLLAMA, OPENROUTER, VLLM } from './kinds.ts'

/** Vendors whose interface is OpenAI's Chat Completions but for a few fields need no code: only their kind is told. */
export const mistral: AdapterDefinition = {
  name: 'mistral',
  title: 'Mistral',
  address: { kind: 'vendor', baseUrl: 'https://api.mistral.ai/v1' },
  keyVariable: 'MISTRAL_API_KEY',
  models: [
    { name: 'mistral-small-latest', tier: 'fast' },
    { name: 'mistral-medium-latest', tier: 'balanced' },
    { name: 'mistral-large-latest', tier: 'premium' },
  ],
  priceVendor: 'mistral',
  semanticName: () => 'mistral_ai',
  ...spokenBy(MISTRAL),
}

export const openrouter: AdapterDefinition = {
  name: 'openrouter',
  title: 'OpenRouter',
  address: { kind: 'vendor', baseUrl: 'https://openrouter.ai/api/v1' },
  keyVariable: 'OPENROUTER_API_KEY',
  models: [
    { name: 'openai/gpt-5-mini', tier: 'fast' },
    { name: 'google/gemini-2.5-pro', tier: 'balanced' },
    { name: 'anthropic/claude-sonnet-5', tier: 'premium' },
  ],
  priceVendor: 'openrouter',
  ...spokenBy(OPENROUTER),
}

/** Its models are one's own, so no list of prices knows them: they cost nothing, marked, unless a price is configured. */
export const vllm: AdapterDefinition = {
  name: 'vllm',
  title: 'vLLM',
  address: { kind: 'configured' },
  priceVendor: 'vllm',
  ...spokenBy(VLLM),
}

/** As `vllm`, at the address where Ollama listens by itself. */
export const ollama: AdapterDefinition = {
  name: 'ollama',
  title: 'Ollama',
  address: { kind: 'vendor', baseUrl: 'http://127.0.0.1:11434/v1' },
  priceVendor: 'ollama',
  ...spokenBy(OLLAMA),
}

function spokenBy(kind: Kind): Pick<AdapterDefinition, 'features' | 'create'> {
  return {
    features: { 'Chat Completions': chatFeaturesOf(kind) },
    async create(account) {
      const { createOpenAIProvider } = await import('../openai/adapter.ts')
      return createOpenAIProvider(account, kind)
    },
  }
}
