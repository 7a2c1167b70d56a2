import { messagesFeatures, samplingFeatures } from '../anthropic/features.ts'
import { DEFAULT_VERSION, SAMPLING_VERSION } from '../anthropic/versions.ts'
import type { AdapterDefinition } from '../definition.ts'
import { chatFeaturesOf, responsesFeaturesOf } from '../openai/features.ts'
import { AZURE } from './kinds.ts'

export const azure: AdapterDefinition = {
  name: 'azure',
  title: 'Azure OpenAI',
  address: { kind: 'configured' },
  priceVendor: 'azure',
  semanticName: () => 'azure.ai.openai',
  /** The list of models tells what could be deployed, not what is, so it is not used. */
  features: {
    Responses: { ...responsesFeaturesOf(AZURE), modelList: false },
    'Chat Completions': { ...chatFeaturesOf(AZURE), modelList: false },
  },
  async create(account) {
    const { createAzureProvider } = await import('./adapter.ts')
    return createAzureProvider(account)
  },
}

export const foundryAnthropic: AdapterDefinition = {
  name: 'foundry_anthropic',
  title: 'Claude on Azure Foundry',
  address: { kind: 'configured' },
  priceVendor: 'anthropic',
  semanticName: () => 'azure.ai.inference',
  features: {
    [DEFAULT_VERSION]: { ...messagesFeatures, modelList: false },
    [SAMPLING_VERSION]: { ...samplingFeatures, modelList: false },
  },
  async create(account) {
    const { createFoundryAnthropicProvider } = await import('./foundry-adapter.ts')
    return createFoundryAnthropicProvider(account)
  },
}
