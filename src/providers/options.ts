import type { Secret } from '../core/secret.ts'

export type OpenAIApi = 'responses' | 'chat'

/** What a server that speaks OpenAI's interface takes. */
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
