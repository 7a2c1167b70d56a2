import { systemClock } from '../../src/core/clock.ts'
import { createOpenAIProvider } from '../../src/providers/openai/adapter.ts'
import type { OpenAISettings } from '../../src/providers/openai/settings.ts'
import type { Provider } from '../../src/providers/provider.ts'

/** A provider that talks to an upstream of the test. */
export function openAIProvider(url: string, choices: Partial<OpenAISettings> = {}): Promise<Provider> {
  return createOpenAIProvider({
    name: 'played',
    kind: 'openai',
    baseUrl: `${url}/v1`,
    apiKey: 'test-key-1234567890',
    api: () => 'chat',
    connectTimeoutMs: 2000,
    maxConnections: 8,
    maxResponseBytes: 1 << 20,
    maxEventBytes: 1 << 16,
    clock: systemClock,
    ...choices,
  })
}
