import type { FaultList } from './faults.ts'
import type { Address } from './settings.ts'

/** `host:port`, with an IPv6 address in brackets. Undefined when it is none. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]/@\s]+)):([0-9]{1,5})$/.exec(text)
  const port = Number(match?.[3])
  const host = match?.[1] ?? match?.[2]
  return host === undefined || port > 65535 ? undefined : { host, port }
}

/** As `parseAddress` reads it. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true
  return bare === '::1' || /^(::ffff:)?127(\.[0-9]{1,3}){3}$/.test(bare)
}

/** The address of a field; a fault, and the default, when it cannot be read. */
export function toAddress(path: string, text: string, fallback: Address, faults: FaultList): Address {
  if (text === '') return fallback
  const address = parseAddress(text)
  if (!address && !faults.has(path)) {
    faults.add(path, 'must be a host and a port up to 65535, for example `127.0.0.1:50051` or `[::1]:50051`')
  }
  return address ?? fallback
}
