import { createOpenAIProvider } from '../../src/providers/openai/adapter.ts'
import { OPENAI } from '../../src/providers/openai/kinds.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from './account.ts'

/** OpenAI, by Chat Completions, at an upstream of the test. */
export function openAIProvider(url: string, choices: AccountChoices = {}): Promise<Provider> {
  return createOpenAIProvider(accountAt(`${url}/v1`, { api: () => 'chat', ...choices }), OPENAI)
}
