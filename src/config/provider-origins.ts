/** A provider as far as its addresses go: of the file or of the contract. */
export interface AddressedProvider {
  readonly adapter: string
  readonly baseUrl: string
  readonly endpoints: readonly { readonly baseUrl: string }[]
}

/**
 * Where requests to a provider go, and its key with them: schemes with hosts and ports, each once, in order. The address that
 * an adapter has by itself is told by the adapter's name.
 */
export function originsOf({ adapter, baseUrl, endpoints }: AddressedProvider): readonly string[] {
  const addresses = endpoints.length > 0 ? endpoints.map((endpoint) => endpoint.baseUrl) : [baseUrl]
  return [...new Set(addresses.map((address) => originOf(address, adapter)))].sort()
}

/** Where one address leads. What is no URL stands for itself. */
export function originOf(baseUrl: string, adapter: string): string {
  if (baseUrl === '') return `adapter:${adapter}`
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl
}
