import type { AdapterDefinition } from '../definition.ts'
import { messagesFeatures, samplingFeatures } from './features.ts'
import { DEFAULT_VERSION, SAMPLING_VERSION } from './versions.ts'

export const anthropic: AdapterDefinition = {
  name: 'anthropic',
  title: 'Anthropic',
  address: { kind: 'vendor', baseUrl: 'https://api.anthropic.com' },
  keyVariable: 'ANTHROPIC_API_KEY',
  // The first that fits is chosen, so the current ones come first; the others are for accounts that can still call them.
  models: [
    { name: 'claude-haiku-4-5', tier: 'fast' },
    { name: 'claude-sonnet-5', tier: 'balanced' },
    { name: 'claude-opus-5-5', tier: 'premium' },
    { name: 'claude-sonnet-4-6', tier: 'balanced' },
    { name: 'claude-3-5-sonnet-20241022', tier: 'balanced' },
    { name: 'claude-3-5-haiku-latest', tier: 'fast' },
    { name: 'claude-3-opus-latest', tier: 'premium' },
  ],
  priceVendor: 'anthropic',
  features: { [DEFAULT_VERSION]: messagesFeatures, [SAMPLING_VERSION]: samplingFeatures },
  async create(account) {
    const { createAnthropicProvider } = await import('./adapter.ts')
    return createAnthropicProvider(account)
  },
}
