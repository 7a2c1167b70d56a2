import type { Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { createMockProvider } from './mock.ts'
import type { Compatibility } from './openai/settings.ts'
import type { Provider } from './provider.ts'

/** A provider to create: its account and what bounds it. */
export interface ProviderDefinition {
  /** The configured name. */
  readonly name: string
  readonly adapter: 'mock' | 'openai' | 'openai_compatible'
  /** Empty for the mock. */
  readonly baseUrl: string
  /** Undefined: no key is sent. */
  readonly apiKey: string | undefined
  /** Which of OpenAI's interfaces a model is spoken to by. */
  readonly api: (target: Target) => 'responses' | 'chat'
  readonly compatibility: Compatibility
  readonly headers: Readonly<Record<string, string>>
  readonly connectTimeoutMs: number
  readonly maxConnections: number
  readonly maxResponseBytes: number
  readonly maxEventBytes: number
}

/** Creates a provider. An adapter and its SDK are only loaded when a provider of its kind is configured. */
export async function createProvider(definition: ProviderDefinition, clock: Clock): Promise<Provider> {
  const { name, adapter } = definition
  switch (adapter) {
    case 'mock':
      return createMockProvider({ name, clock })
    case 'openai':
    case 'openai_compatible': {
      const { createOpenAIProvider } = await import('./openai/adapter.ts')
      return createOpenAIProvider({ ...definition, kind: adapter, clock })
    }
    default:
      return adapter satisfies never
  }
}
