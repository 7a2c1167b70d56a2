import type { Target } from '../../core/call.ts'
import type { Clock } from '../../core/clock.ts'

/** An account at OpenAI or at a server that speaks its interface. */
export interface OpenAISettings {
  /** The configured name. */
  readonly name: string
  readonly kind: 'openai' | 'openai_compatible'
  /** Where it answers, for example `https://api.openai.com/v1`. */
  readonly baseUrl: string
  /** Undefined: no key is sent. */
  readonly apiKey: string | undefined
  /** Which interface a model is spoken to by. */
  readonly api: (target: Target) => 'responses' | 'chat'
  /** What differs from the defaults of the kind. */
  readonly compatibility?: Partial<Compatibility>
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  readonly connectTimeoutMs: number
  readonly maxConnections: number
  readonly maxResponseBytes: number
  readonly maxEventBytes: number
  readonly clock: Clock
}

/** What a server takes. */
export interface Compatibility {
  /** The field of Chat Completions that bounds the output. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
  /** Whether `stream_options` may be sent; without it many servers report no usage of streams. */
  readonly streamOptions: boolean
  readonly seed: boolean
  /** Whether an answer can be asked for by a JSON schema. */
  readonly jsonSchema: boolean
  readonly systemRole: 'system' | 'developer'
}

/** OpenAI's reasoning models refuse `max_tokens`; most other servers know nothing else. */
export function compatibilityOf(settings: Pick<OpenAISettings, 'kind' | 'compatibility'>): Compatibility {
  return {
    maxTokensField: settings.kind === 'openai' ? 'max_completion_tokens' : 'max_tokens',
    streamOptions: true,
    seed: true,
    jsonSchema: true,
    systemRole: 'system',
    ...settings.compatibility,
  }
}
