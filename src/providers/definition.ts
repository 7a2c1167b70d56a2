import type { Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import type { Features } from './features.ts'
import type { Compatibility, OpenAIApi, VendorOptions } from './options.ts'
import type { Provider } from './provider.ts'

/** What there is to know of an adapter before it is loaded: data, and how to load it. */
export interface AdapterDefinition {
  /** As the configuration names it. */
  readonly name: string
  /** As people name the vendor. */
  readonly title: string
  /** Where the vendor answers; `configured`: only the configuration can tell; `none`: there is no network. */
  readonly address: Address
  /** The variable that usually holds the key. It is sent to the vendor's own address only, unless the file names it. */
  readonly keyVariable?: string | undefined
  /** What is offered when the configuration names no models. Absent: it must name some. */
  readonly models?: readonly KnownModel[]
  /** Models that can be called though they are not offered. */
  readonly hiddenModels?: readonly string[]
  /** The vendor's id in the table of prices. Absent: found by the address. */
  readonly priceVendor?: string
  /** What OpenTelemetry's conventions call the vendor. Absent: as the adapter is called. */
  semanticName?(options: VendorOptions): string
  /** What becomes of each part of a request, for each interface of the vendor by its name; the first is the default. */
  readonly features: Readonly<Record<string, Features>>
  /** Loads the adapter and opens an account. */
  create(account: Account): Promise<Provider>
}

export type Address =
  | { readonly kind: 'vendor'; readonly baseUrl: string }
  | { readonly kind: 'configured' }
  | { readonly kind: 'none' }

/** A model that is offered when the configuration names none. */
export interface KnownModel {
  readonly name: string
  readonly tier: 'fast' | 'balanced' | 'premium'
}

/** An account at one address of a vendor. */
export interface Account {
  /** The configured name; followed by `/` and the endpoint's name where there are several. */
  readonly name: string
  /** Without a slash at its end; empty without a network. */
  readonly baseUrl: string
  /** Undefined: no key is sent. */
  readonly apiKey: Secret | undefined
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
  /** Which interface of OpenAI a model is spoken to by; undefined: the adapter's default. */
  readonly api: (target: Target) => OpenAIApi | undefined
  /** What differs from what the adapter takes for granted. */
  readonly compatibility: Partial<Compatibility>
  readonly options: VendorOptions
  readonly limits: AccountLimits
  readonly clock: Clock
}

export interface AccountLimits {
  readonly connectTimeoutMs: number
  readonly maxConnections: number
  readonly maxResponseBytes: number
  readonly maxEventBytes: number
  /** For an address that was set at run time: internal ones and http are only for these hosts. Undefined: any address. */
  readonly guard?: { readonly allowedHosts: readonly string[] } | undefined
}
