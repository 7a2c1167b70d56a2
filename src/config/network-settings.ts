import type { Network } from '#gen/switchyard/config/v1/network_pb.js'
import { bareHost } from '../core/internal-addresses.ts'

/** Where addresses that are set at run time may lead beside the public internet, written as `bareHost` does. */
export function toAllowedHosts(network: Network | undefined): readonly string[] {
  return (network?.allowedHosts ?? []).map(allowedHost)
}

/** IPv6 has many ways to write an address; the one of URLs counts. */
function allowedHost(text: string): string {
  const url = `https://${text.includes(':') ? `[${text}]` : text}`
  return bareHost(URL.canParse(url) ? new URL(url).hostname : text)
}
