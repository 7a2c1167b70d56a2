import type { Provider } from '#gen/switchyard/v1/provider_pb.js'
import { originsOf } from '../config/provider-origins.ts'
import { invalidField } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { SealError, type Vault } from '../secrets/vault.ts'
import type { StoredCredential, StoredProvider } from './stored-provider.ts'

/** What is to become of a provider's key. */
export interface CredentialChange {
  /** Undefined: it keeps the one that it has. */
  readonly apiKey: Secret | undefined
  /** Whether it loses the one that it has. */
  readonly remove: boolean
  readonly vault: Vault
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * The key of a provider as it is to be. One that is kept does not follow the provider to addresses that it was not given
 * for: whoever may change an address could send it to a host of theirs. Throws INVALID_REQUEST.
 */
export function nextCredential(
  next: Provider,
  before: StoredProvider | undefined,
  { apiKey, remove, vault, now }: CredentialChange,
): StoredCredential | undefined {
  const origins = originsOf(next)
  const kept = before?.credential
  const version = (kept?.version ?? 0) + 1
  if (apiKey) return sealed(apiKey, { name: next.name, version, origins, updateTime: now }, vault)
  if (!kept || remove) return undefined
  if (origins.every((origin) => kept.origins.includes(origin))) {
    if (origins.length === kept.origins.length) return kept
    return sealed(opened(kept, next.name, vault), { ...kept, name: next.name, version, origins }, vault)
  }
  throw invalidField('api_key', `enter the key again: it was given for ${told(kept.origins)}, and is sent nowhere else`)
}

/** Throws a SealError when it does not open for the addresses that the provider has now. */
export function openCredential({ provider, credential }: StoredProvider, vault: Vault): Secret | undefined {
  if (!credential || !provider) return undefined
  return vault.open(credential.sealed, bindingOf({ ...credential, name: provider.name, origins: originsOf(provider) }))
}

/** The same wrapped by the vault's current key; undefined when it is already. Throws a SealError. */
export function rewrapCredential({ provider, credential }: StoredProvider, vault: Vault): StoredCredential | undefined {
  if (!credential || !provider || !vault.isOutdated(credential.sealed)) return undefined
  const binding = bindingOf({ ...credential, name: provider.name })
  return { ...credential, sealed: vault.rewrap(credential.sealed, binding) }
}

type Bound = Pick<StoredCredential, 'version' | 'origins'> & { readonly name: string }

function sealed(key: Secret, bound: Bound & { readonly updateTime: number }, vault: Vault): StoredCredential {
  const { version, origins, updateTime } = bound
  return { version, origins, updateTime, sealed: vault.seal(key, bindingOf(bound)) }
}

function opened(credential: StoredCredential, name: string, vault: Vault): Secret {
  try {
    return vault.open(credential.sealed, bindingOf({ ...credential, name }))
  } catch (error) {
    throw error instanceof SealError ? invalidField('api_key', `enter the key again: it ${error.message}`) : error
  }
}

/** Kind, name, version, and where it may be sent: a row that says anything else does not open it. */
function bindingOf({ name, version, origins }: Bound): string {
  return JSON.stringify(['provider', name, version, origins])
}

function told(origins: readonly string[]): string {
  return origins.map((origin) => origin.replace(/^adapter:/, 'the address of the adapter ')).join(', ')
}

/** The key as a caller sent it; undefined: none. Throws INVALID_REQUEST without repeating it. */
export function keyOf(apiKey: string): Secret | undefined {
  if (apiKey === '') return undefined
  if (/[^!-~]/.test(apiKey)) throw invalidField('api_key', 'holds spaces or characters that no key has')
  return new Secret(apiKey)
}
