import { isDeepStrictEqual } from 'node:util'
import type { Provider } from '#gen/switchyard/config/v1/provider_pb.js'
import { addressOfHost, bareHost, isInternalAddress } from '../core/internal-addresses.ts'
import type { Secret } from '../core/secret.ts'
import { isAzure } from './azure-variables.ts'
import type { FaultList } from './faults.ts'
import { originOf, originsOf } from './provider-origins.ts'

/** What there is to know of a provider that was laid over the file, beside its configuration. */
export interface RunTimeProvider {
  /** Undefined: none was given. */
  readonly apiKey: Secret | undefined
  /** Whether it takes no calls. */
  readonly disabled: boolean
  /** Unless it has only addresses of the file: internal ones and http are only for these hosts. */
  readonly guard: { readonly allowedHosts: readonly string[] } | undefined
}

/** By the message itself, since a switch can put another provider of the same name in its place. */
export type RunTimeProviders = Map<Provider, RunTimeProvider>

/** What is checked against the file. */
export interface CheckedProvider {
  readonly provider: Provider
  /** The file's provider of the same name, if there is one. */
  readonly inFile: Provider | undefined
  readonly hasKey: boolean
}

/**
 * Whether it has only addresses that the file gives the provider of its name. Those are as good as the file's: what may be
 * reached and which credentials go there was decided by who wrote it.
 */
export function isAtHome({ provider, inFile }: CheckedProvider): boolean {
  if (!inFile || inFile.adapter !== provider.adapter) return false
  const known = originsOf(inFile)
  return originsOf(provider).every((origin) => known.includes(origin))
}

/**
 * Reports what only the file may say. Who may change providers must not thereby read the environment and the files of the
 * service, lend its own identity to a host of theirs, or reach what only the service can reach.
 */
export function checkRunTimeProvider(
  checked: CheckedProvider,
  allowedHosts: readonly string[],
  path: string,
  faults: FaultList,
): void {
  const { provider } = checked
  checkCredentials(checked, path, faults)
  if (isAtHome(checked)) return
  const urls = [{ at: `${path}.base_url`, url: provider.baseUrl }]
  provider.endpoints.forEach(({ baseUrl }, index) => {
    urls.push({ at: `${path}.endpoints[${index}].base_url`, url: baseUrl })
  })
  for (const { at, url } of urls) {
    const complaint = complaintAbout(url, allowedHosts)
    if (complaint) faults.add(at, complaint)
  }
}

function complaintAbout(text: string, allowedHosts: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname } = new URL(text)
  const host = bareHost(hostname)
  if (allowedHosts.includes(host)) return undefined
  if (protocol === 'http:') return `must be https, unless the file has its host in ${ALLOWED}`
  const address = addressOfHost(hostname)
  const isInternal = address ? isInternalAddress(address) : /^(.+\.)?localhost$/.test(host)
  return isInternal ? `must not lead into an internal network, unless the file has its host in ${ALLOWED}` : undefined
}

const ALLOWED = '`network.allowed_hosts`'

function checkCredentials(checked: CheckedProvider, path: string, faults: FaultList): void {
  const { provider, inFile, hasKey } = checked
  const { adapter, azure, gemini, endpoints } = provider
  const isHome = isAtHome(checked)
  const refuse = (field: string, instead: string) =>
    faults.add(`${path}.${field}`, `can only be as the file has it, for the addresses that it has there; ${instead}`)
  const places = inFile ? keyPlaces(inFile) : []
  keyPlaces(provider).forEach(({ field, variable, origin }) => {
    const isKnown = places.some((place) => place.variable === variable && place.origin === origin)
    if (variable !== '' && !isKnown) refuse(field, 'give the key itself as `api_key` of the request, and leave it out')
  })
  if (azure?.entra && !(isHome && isDeepStrictEqual(azure.entra, inFile?.azure?.entra)))
    refuse('azure.entra', 'give a key')
  if (gemini?.vertex && !(isHome && isDeepStrictEqual(gemini.vertex, inFile?.gemini?.vertex)))
    refuse('gemini.vertex', 'give a key of the Gemini API')
  const isAtEnvironments = provider.baseUrl === '' && endpoints.length === 0
  if (isAzure(adapter) && !hasKey && !isHome && !isAtEnvironments)
    faults.add(path, 'needs an `api_key`: the sign-in of the service itself is only for addresses of the file')
}

/** Every variable that holds a key, with where the key is sent. */
function keyPlaces({ adapter, apiKeyEnv, baseUrl, endpoints }: Provider) {
  if (endpoints.length === 0) return [{ field: 'api_key_env', variable: apiKeyEnv, origin: originOf(baseUrl, adapter) }]
  return endpoints.map((endpoint, index) => ({
    field: endpoint.apiKeyEnv ? `endpoints[${index}].api_key_env` : 'api_key_env',
    variable: endpoint.apiKeyEnv || apiKeyEnv,
    origin: originOf(endpoint.baseUrl, adapter),
  }))
}
