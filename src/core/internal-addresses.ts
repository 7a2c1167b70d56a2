import { BlockList, isIP } from 'node:net'

/** Special addresses of IPv4 (IANA's registry): none of them is a server on the public internet. */
const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by a carrier's customers, and used by clouds and overlay networks
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, with the clouds' metadata at 169.254.169.254
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments, with Oracle's metadata at 192.0.0.192
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, with the broadcast address
]

/**
 * What is not global unicast (2000::/3), and what is special within it. The rest would lead to loopback (::1), to an IPv4
 * address in other clothes (::/96, ::ffff:0:0/96, 64:ff9b::/96), or to private ones (fc00::/7, fe80::/10, fec0::/10).
 */
const IPV6: readonly (readonly [string, number])[] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23], // protocol assignments, with Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds an IPv4 address
  ['3fff::', 20], // documentation
]

// One list for each: a list compares IPv4 addresses with prefixes of IPv6 as if they were written as IPv6.
const internal = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [prefix, bits] of IPV4) internal.ipv4.addSubnet(prefix, bits, 'ipv4')
for (const [prefix, bits] of IPV6) internal.ipv6.addSubnet(prefix, bits, 'ipv6')

/** Whether an IP address is not one of the public internet. What is no address at all counts as internal. */
export function isInternalAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 0 || address.includes('%')) return true
  const family = version === 4 ? 'ipv4' : 'ipv6'
  return internal[family].check(address, family)
}

/** The address that a URL's host is, without brackets; undefined for a name. */
export function addressOfHost(host: string): string | undefined {
  const bare = bareHost(host)
  return isIP(bare) === 0 ? undefined : bare
}

/** A URL's host as people write it in a list: lower-case, without brackets and without the dot at its end. */
export function bareHost(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}
