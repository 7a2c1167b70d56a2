import type { Compatibility, OpenAIApi } from '../options.ts'

/** What servers that speak OpenAI's interface differ in. */
export interface Kind {
  /** The interface that is spoken unless the configuration chooses. */
  readonly api: OpenAIApi
  /** What differs from what most servers take. */
  readonly compatibility?: Partial<Compatibility>
}

/** OpenAI itself. Its reasoning models refuse `max_tokens`. */
export const OPENAI: Kind = { api: 'responses', compatibility: { maxTokensField: 'max_completion_tokens' } }

/** Any other server. */
export const COMPATIBLE: Kind = { api: 'chat' }
