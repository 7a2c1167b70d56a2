import type { AdapterDefinition } from '../providers/definition.ts'
import { isLoopback } from './address.ts'
import type { FaultList } from './faults.ts'

/** An address as the configuration gives it. */
export interface ConfiguredAddress {
  readonly baseUrl: string
  readonly allowHttp: boolean
}

/** Where a provider answers, without a slash at the end; empty without a network. `path` is that of the provider. */
export function toBaseUrl(
  { address }: AdapterDefinition,
  { baseUrl, allowHttp }: ConfiguredAddress,
  path: string,
  faults: FaultList,
): string {
  const field = `${path}.base_url`
  if (address.kind === 'none') {
    if (baseUrl !== '') faults.add(field, 'must not be set: this adapter answers by itself')
    return ''
  }
  if (baseUrl === '') {
    if (address.kind === 'vendor') return address.baseUrl
    if (!faults.has(field)) faults.add(path, 'needs a `base_url`')
    return ''
  }
  const complaint = complaintAbout(baseUrl, allowHttp)
  if (complaint && !faults.has(field)) faults.add(field, complaint)
  return baseUrl.replace(/\/+$/, '')
}

/** Whether it is the vendor's own address, to which the key in the usual variable may be sent. */
export function isVendors({ address }: AdapterDefinition, baseUrl: string): boolean {
  if (address.kind !== 'vendor' || !URL.canParse(baseUrl)) return false
  return new URL(baseUrl).origin === new URL(address.baseUrl).origin
}

function complaintAbout(baseUrl: string, allowHttp: boolean): string | undefined {
  if (!URL.canParse(baseUrl)) return 'must be a URL, for example `https://api.openai.com/v1`'
  const url = new URL(baseUrl)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with `https://`'
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password; use `api_key_env`'
  if (/[?#]/.test(baseUrl)) return 'must not have a query or fragment'
  if (url.protocol === 'https:' || allowHttp || isLoopback(url.hostname)) return undefined
  return 'must be https, since prompts and the key would travel in clear; set `allow_http` on a network you trust'
}
