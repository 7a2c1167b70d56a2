import type { AdapterDefinition } from '../definition.ts'
import { scriptedModels } from './names.ts'

/** Answers by itself. It is given what every vendor takes, and says of all of it that it was there. */
export const mock: AdapterDefinition = {
  name: 'mock',
  title: 'Mock',
  address: { kind: 'none' },
  models: [
    { name: 'mock-fast', tier: 'fast' },
    { name: 'mock-smart', tier: 'premium' },
  ],
  hiddenModels: scriptedModels,
  priceVendor: 'mock',
  features: {},
  async create({ name, clock }) {
    const { createMockProvider } = await import('./adapter.ts')
    return createMockProvider({ name, clock })
  },
}
