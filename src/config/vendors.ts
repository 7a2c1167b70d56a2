import type { ProviderSettings } from './settings.ts'

/** Who is behind a provider, as traces and metrics tell it. */
export interface VendorSettings {
  /** By OpenTelemetry's conventions. */
  readonly name: string
  /** Undefined: there is no network. */
  readonly address: string | undefined
  readonly port: number | undefined
}

/** The vendors behind all addresses of the providers, by their full names. */
export function vendorsOf(providers: readonly ProviderSettings[]): (provider: string) => VendorSettings {
  const vendors = new Map<string, VendorSettings>()
  for (const { adapter, endpoints } of providers) {
    for (const { name, baseUrl, options } of endpoints) {
      vendors.set(name, { name: adapter.semanticName?.(options) ?? adapter.name, ...serverOf(baseUrl) })
    }
  }
  return (provider) => vendors.get(provider) ?? { name: provider, ...serverOf('') }
}

function serverOf(baseUrl: string): Pick<VendorSettings, 'address' | 'port'> {
  if (!URL.canParse(baseUrl)) return { address: undefined, port: undefined }
  const { hostname, port, protocol } = new URL(baseUrl)
  return { address: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) }
}
