import { anthropic } from './anthropic/definition.ts'
import { azure, foundryAnthropic } from './azure/definition.ts'
import { mistral, ollama, openrouter, vllm } from './compatible/definitions.ts'
import type { AdapterDefinition } from './definition.ts'
import { gemini } from './gemini/definition.ts'
import { mock } from './mock/definition.ts'
import { openai, openaiCompatible } from './openai/definition.ts'

/** Every adapter: a new one is a file and a line here. */
export const adapters: readonly AdapterDefinition[] = [
  openai,
  anthropic,
  gemini,
  azure,
  foundryAnthropic,
  mistral,
  openrouter,
  vllm,
  ollama,
  openaiCompatible,
  mock,
]
