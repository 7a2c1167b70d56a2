/** A vendor as traces and metrics tell of it. */
export interface Vendor {
  /** By OpenTelemetry's conventions, such as `azure.ai.openai`. */
  readonly name: string
  /** Undefined: there is no network. */
  readonly address: string | undefined
  readonly port: number | undefined
}

/** The vendor behind a provider's full name. */
export type VendorOf = (provider: string) => Vendor
