import type { AdapterDefinition } from '../definition.ts'
import { chatFeaturesOf, responsesFeaturesOf } from './features.ts'
import { COMPATIBLE, OPENAI } from './kinds.ts'

export const openai: AdapterDefinition = {
  name: 'openai',
  title: 'OpenAI',
  address: { kind: 'vendor', baseUrl: 'https://api.openai.com/v1' },
  keyVariable: 'OPENAI_API_KEY',
  models: [
    { name: 'gpt-5-mini', tier: 'fast' },
    { name: 'gpt-5', tier: 'premium' },
    { name: 'gpt-4.1', tier: 'balanced' },
    { name: 'gpt-4.1-mini', tier: 'fast' },
  ],
  priceVendor: 'openai',
  features: { Responses: responsesFeaturesOf(OPENAI), 'Chat Completions': chatFeaturesOf(OPENAI) },
  async create(account) {
    const { createOpenAIProvider } = await import('./adapter.ts')
    return createOpenAIProvider(account, OPENAI)
  },
}

export const openaiCompatible: AdapterDefinition = {
  name: 'openai_compatible',
  title: 'OpenAI-compatible',
  address: { kind: 'configured' },
  features: { 'Chat Completions': chatFeaturesOf(COMPATIBLE) },
  async create(account) {
    const { createOpenAIProvider } = await import('./adapter.ts')
    return createOpenAIProvider(account, COMPATIBLE)
  },
}
