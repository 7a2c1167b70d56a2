import type { GenerationOptions } from '#gen/switchyard/v1/generation_options_pb.js'
import type { ModelCapabilities, Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Secret } from '../core/secret.ts'
import type { AdapterDefinition } from '../providers/definition.ts'
import type { Compatibility, ContextHeaders, OpenAIApi, VendorOptions } from '../providers/options.ts'
import type { AuthenticationSettings } from './access-settings.ts'
import type { AdmissionSettings } from './admission-settings.ts'
import type { ConfigDraft } from './draft.ts'
import type { HealthSettings } from './health-settings.ts'
import type { QuotaSettings } from './quota-settings.ts'
import type { CircuitSettings, RetryBudgetSettings, RetrySettings } from './resilience-settings.ts'
import type { RouteSettings, SelectionSettings } from './routing-settings.ts'
import type { StoreSettings } from './store-settings.ts'
import type { TelemetrySettings } from './telemetry-settings.ts'

/**
 * The checked configuration: every default is filled in, every name that refers to something exists, durations are
 * milliseconds. It never changes; a reload makes a new one.
 */
export interface Settings {
  /** Where they come from, for people: a file's path, or `the environment`. */
  readonly source: string
  /** What is likely not meant, in whole sentences. */
  readonly warnings: readonly string[]
  /** What they were made of, to make others with something else laid over it. */
  readonly draft: ConfigDraft
  readonly listen: ListenSettings
  readonly authentication: AuthenticationSettings
  readonly store: StoreSettings
  /** What keys and credentials are protected with; undefined: it is kept in a file beside the database. */
  readonly secretKey: Secret | undefined
  /** What the service's own secret was, or is going to be; undefined: it was not replaced. */
  readonly previousSecretKey: Secret | undefined
  /** At least one. */
  readonly providers: readonly ProviderSettings[]
  readonly routes: readonly RouteSettings[]
  readonly selection: SelectionSettings
  /** Models that are known but cannot be called as things are set, each with a sentence that says why. */
  readonly unavailable: Readonly<Record<string, string>>
  /** Models, routes and aliases that may be called; empty means all. */
  readonly allowedModels: readonly string[]
  /** What a call gets that names no model: a model, route or alias that exists and is allowed. */
  readonly defaultModel: string
  /** Options used where a call sets none; its `model` is never set. */
  readonly defaultOptions: GenerationOptions | undefined
  readonly timeouts: TimeoutSettings
  readonly retry: RetrySettings
  readonly retryBudget: RetryBudgetSettings
  readonly circuit: CircuitSettings
  readonly admission: AdmissionSettings
  readonly health: HealthSettings
  readonly limits: LimitSettings
  readonly drain: { readonly delayMs: number; readonly timeoutMs: number }
  readonly log: { readonly level: LogLevel }
  readonly telemetry: TelemetrySettings
  readonly quotas: QuotaSettings
  /** What tokens count as whose price nobody knows; undefined: nothing. */
  readonly unknownPrice: PriceSettings | undefined
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** An address to listen at. Port 0 lets the system choose. */
export interface Address {
  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string
  readonly port: number
}

export interface ListenSettings {
  readonly grpc: Address
  readonly web: Address
  /** Undefined: cleartext. */
  readonly tls: TlsSettings | undefined
  /** Origins of pages that may call the web port; empty means pages served from loopback addresses only. */
  readonly allowedOrigins: readonly string[]
  readonly reflection: boolean
}

/** Files that were readable PEM when the configuration was checked. */
export interface TlsSettings {
  readonly certFile: string
  readonly keyFile: string
  readonly clientCaFile: string | undefined
}

export interface ProviderSettings {
  readonly name: string
  readonly adapter: AdapterDefinition
  /** At least one; a call goes to the first that works. */
  readonly endpoints: readonly EndpointSettings[]
  /** At least one. */
  readonly models: readonly ModelSettings[]
  /** What differs from what the adapter takes for granted. */
  readonly compatibility: Partial<Compatibility>
  readonly headers: Readonly<Record<string, string>>
  /** Undefined: nothing of a call's context is sent. */
  readonly forwardContext: ContextHeaders | undefined
  /** Set when its addresses were set at run time: internal ones and http are only for these hosts. */
  readonly guard: { readonly allowedHosts: readonly string[] } | undefined
  /** The service's, with the provider's own in their place. */
  readonly timeouts: TimeoutSettings
  readonly maxConnections: number
  /** Attempts at one time, at each endpoint; not more than connections. */
  readonly maxConcurrentCalls: number
}

/** An address of a provider. */
export interface EndpointSettings {
  /** The provider's name; followed by `/` and the endpoint's where there are several. */
  readonly name: string
  /** Without a slash at its end; empty without a network. */
  readonly baseUrl: string
  /** Undefined: no key is sent. */
  readonly apiKey: Secret | undefined
  readonly options: VendorOptions
}

export interface ModelSettings {
  /** The name that callers use. */
  readonly name: string
  /** The provider's own name for it. */
  readonly upstreamName: string
  readonly aliases: readonly string[]
  readonly tier: Tier
  readonly bestFor: readonly string[]
  /** Undefined: as the built-in table says. */
  readonly price: PriceSettings | undefined
  /** Undefined: as the built-in table says. */
  readonly capabilities: ModelCapabilities | undefined
  /** Undefined: the adapter's default. */
  readonly api: OpenAIApi | undefined
  /** Attempts at one time, within the provider's. */
  readonly maxConcurrentCalls: number | undefined
}

/** Billionths of a US dollar for a million tokens. */
export interface PriceSettings {
  readonly inputNanos: bigint
  readonly outputNanos: bigint
  readonly cacheReadInputNanos: bigint
  readonly cacheWriteInputNanos: bigint
}

export interface TimeoutSettings {
  readonly connectMs: number
  readonly firstTokenMs: number
  readonly idleMs: number
  readonly totalMs: number
}

export interface LimitSettings {
  readonly maxRequestBytes: number
  readonly maxResponseBytes: number
  readonly maxEventBytes: number
  readonly maxCallDurationMs: number
  readonly writeStallMs: number
  readonly maxConnectionAgeMs: number
}
