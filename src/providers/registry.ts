import type { AdapterDefinition } from './definition.ts'
import { mock } from './mock/definition.ts'
import { openai, openaiCompatible } from './openai/definition.ts'

/** Every adapter: a new one is a file and a line here. */
export const adapters: readonly AdapterDefinition[] = [openai, openaiCompatible, mock]
