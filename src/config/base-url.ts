import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import { Adapter } from '#gen/switchyard/config/v1/provider_pb.js'
import { isLoopback } from './address.ts'
import type { FaultList } from './faults.ts'

const OPENAI_BASE_URL = 'https://api.openai.com/v1'

/** Where a provider answers, without a slash at the end; empty for the mock. */
export function toBaseUrl(provider: Provider, path: string, faults: FaultList): string {
  const { adapter, baseUrl, allowHttp } = provider
  const field = `${path}.base_url`
  if (adapter === Adapter.MOCK) {
    if (baseUrl !== '') faults.add(field, 'must not be set: the mock answers by itself')
    return ''
  }
  if (baseUrl === '') {
    if (adapter === Adapter.OPENAI_COMPATIBLE && !faults.has(field)) faults.add(path, 'needs a `base_url`')
    return OPENAI_BASE_URL
  }
  const complaint = complaintAbout(baseUrl, allowHttp)
  if (complaint) faults.add(field, complaint)
  return baseUrl.replace(/\/+$/, '')
}

/** Whether the provider is OpenAI itself, whose key may then be taken from `OPENAI_API_KEY`. */
export function isOpenAI(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).origin === new URL(OPENAI_BASE_URL).origin
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
