import type { Secret } from '../core/secret.ts'

export type OpenAIApi = 'responses' | 'chat'

/** How hard a model can be asked to reason, by OpenAI's words, the least first. */
export const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'max'] as const

export type Effort = (typeof EFFORTS)[number]

/** What a server that speaks OpenAI's interface takes. */
export interface Compatibility {
  /** The field of Chat Completions that bounds the output. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
  /** Whether `stream_options` may be sent; without it many servers report no usage of streams. */
  readonly streamOptions: boolean
  readonly seed: boolean
  readonly seedField: 'seed' | 'random_seed'
  /** Whether an answer can be asked for by a JSON schema. */
  readonly jsonSchema: boolean
  readonly systemRole: 'system' | 'developer'
  /** The word for “a tool must be called”; `none`: the server takes no choice among tools. */
  readonly requiredToolChoice: 'required' | 'any' | 'none'
  /** Whether several tool calls in one answer can be asked for or forbidden. */
  readonly parallelToolCalls: boolean
  /** Whether ids of tool calls must be nine letters and digits; others are then replaced on the way. */
  readonly shortToolCallIds: boolean
  /** The field for the effort of reasoning: a word, or an object with the word in `effort`; `none`: there is none. */
  readonly reasoningEffort: 'reasoning_effort' | 'reasoning' | 'none'
  /** The efforts that the server has words for. */
  readonly efforts: readonly Effort[]
  /** Whether reasoning goes back on the next turn, in the field that it came in. */
  readonly reasoningHistory: boolean
  /** Whether messages may have the name of who speaks. */
  readonly messageNames: boolean
  /** Whether pictures may be given by their address. */
  readonly imageUrls: boolean
  /** Sound as an object of data and format, or as base64 text; `none`: not at all. */
  readonly audio: 'object' | 'text' | 'none'
  /**
   * Files as OpenAI takes them, which is as data; the same with addresses too; as Mistral takes them; `none`: not at
   * all.
   */
  readonly files: 'file' | 'file_or_url' | 'document_url' | 'none'
  /** The field of a request for vectors that bounds their length. */
  readonly dimensionsField: 'dimensions' | 'output_dimension'
  /** Whether vectors are asked for as base64, which is a quarter of the bytes of numbers. */
  readonly base64Vectors: boolean
}

/** What a provider is told of a call's context, and by which headers; undefined or false: not told. */
export interface ContextHeaders {
  readonly traceParent: boolean
  readonly traceId: string | undefined
  readonly sourceAgent: string | undefined
  readonly sessionId: string | undefined
}

/** Options that only one vendor has; absent: not configured. */
export interface VendorOptions {
  readonly anthropic?: AnthropicOptions
  readonly gemini?: GeminiOptions
  readonly azure?: AzureOptions
}

export interface AnthropicOptions {
  /** The version of the interface, such as `2026-10-21`. */
  readonly version: string
}

export interface GeminiOptions {
  /** `v1beta`, `v1` or another one; undefined: the adapter's default. */
  readonly apiVersion: string | undefined
  /** Set: Vertex AI instead of the Gemini API. */
  readonly vertex?: { readonly project: string; readonly location: string }
}

export interface AzureOptions {
  /** A dated version of the interface, such as `2024-10-21`; undefined: the one without versions, `/openai/v1/`. */
  readonly apiVersion: string | undefined
  readonly authentication: AzureAuthentication
}

export type AzureAuthentication =
  | { readonly kind: 'api_key'; readonly key: Secret }
  /** A token that somebody else renews. */
  | { readonly kind: 'bearer_token'; readonly token: Secret }
  | { readonly kind: 'entra'; readonly credential: EntraCredential; readonly cloud: EntraCloud }

export type EntraCredential =
  | { readonly kind: 'client_secret'; readonly tenantId: string; readonly clientId: string; readonly secret: Secret }
  | {
      readonly kind: 'workload_identity'
      readonly tenantId: string
      readonly clientId: string
      readonly tokenFile: string
    }
  /** Without a client id: the identity of the machine itself. */
  | { readonly kind: 'managed_identity'; readonly clientId: string | undefined }
  | { readonly kind: 'cli'; readonly tenantId: string | undefined }
  /** Whatever the environment offers, in the order of Azure's default chain. */
  | { readonly kind: 'default' }

/** Where tokens come from and what they are for. */
export interface EntraCloud {
  /** For example `https://ai.azure.com/.default`. */
  readonly scope: string
  /** For example `https://login.microsoftonline.us`; undefined: the public cloud. */
  readonly authorityHost: string | undefined
  /** For clouds that cannot reach Microsoft's list of authorities. */
  readonly disableInstanceDiscovery: boolean
}
