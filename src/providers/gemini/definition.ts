import type { AdapterDefinition } from '../definition.ts'
import { geminiFeatures } from './features.ts'

/** Where the Gemini API answers. Vertex AI answers elsewhere, by the location of the project. */
export const GEMINI_ADDRESS = 'https://generativelanguage.googleapis.com'

export const gemini: AdapterDefinition = {
  name: 'gemini',
  title: 'Google Gemini',
  address: { kind: 'vendor', baseUrl: GEMINI_ADDRESS },
  keyVariable: 'GOOGLE_API_KEY',
  models: [
    { name: 'gemini-2.5-flash', tier: 'fast' },
    { name: 'gemini-2.5-flash-lite', tier: 'fast' },
    { name: 'gemini-2.5-pro', tier: 'premium' },
    { name: 'gemini-3.8-flash', tier: 'balanced' },
    { name: 'gemini-3.5-flash-lite', tier: 'fast' },
    { name: 'gemini-3.1-pro-preview', tier: 'premium' },
    { name: 'gemini-2.0-flash', tier: 'fast' },
    { name: 'gemini-1.5-pro', tier: 'balanced' },
    { name: 'gemini-1.5-flash', tier: 'fast' },
  ],
  priceVendor: 'google',
  semanticName: ({ gemini }) => (gemini?.vertex ? 'gcp.vertex_ai' : 'gcp.gemini'),
  features: { GenerateContent: geminiFeatures },
  async create(account) {
    const { createGeminiProvider } = await import('./adapter.ts')
    return createGeminiProvider(account)
  },
}
