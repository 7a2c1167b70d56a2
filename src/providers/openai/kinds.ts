import type { Compatibility, OpenAIApi } from '../options.ts'

/** What servers that speak OpenAI's interface differ in. */
export interface Kind {
  /** The interface that is spoken unless the configuration chooses. */
  readonly api: OpenAIApi
  /** What differs from what most servers take. */
  readonly compatibility?: Partial<Compatibility>
  /**
   * How input is counted beforehand: `vendor`: the server counts what goes by its Responses interface; `tokenizer`: the
   * one of OpenAI's models, for models with their names; `none`: not here. Absent: `tokenizer`.
   */
  readonly tokenCount?: 'vendor' | 'tokenizer' | 'none'
}

/** OpenAI itself. Its reasoning models refuse `max_tokens`. */
export const OPENAI: Kind = {
  api: 'responses',
  compatibility: { maxTokensField: 'max_completion_tokens', base64Vectors: true },
  tokenCount: 'vendor',
}

/** Any other server. */
export const COMPATIBLE: Kind = { api: 'chat' }
