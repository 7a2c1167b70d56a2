import { clone, create } from '@bufbuild/protobuf'
import { type Provider, ProviderSchema } from '#gen/switchyard/v1/provider_pb.js'
import type { ConfigDraft } from '../config/draft.ts'
import type { Revision } from './change.ts'
import { copyPath } from './field-paths.ts'
import type { ResourceKey } from './kind.ts'
import { type CredentialChange, nextCredential } from './provider-credential.ts'
import { providerKind, providerOfFile, providerOfStore, readable } from './provider-resource.ts'
import { checkEtag, exists, notFound, readOnly } from './refusal.ts'
import type { StoredResource } from './repository.ts'
import { writeProvider } from './stored-provider.ts'

/** What a change of a provider is decided by. */
export interface ProviderGround {
  /** What is stored now. */
  readonly before: StoredResource | undefined
  readonly draft: ConfigDraft
}

export interface ProviderUpdate {
  readonly provider: Provider
  /** The fields to take over. */
  readonly paths: readonly string[]
  readonly allowMissing: boolean
  readonly credential: CredentialChange
}

export function keyOfProvider(name: string): ResourceKey {
  return { kind: providerKind.kind, name }
}

/** The provider of a name, as callers see it: what is stored wins over the file. */
export function currentProvider(name: string, { before, draft }: ProviderGround, why = ''): Provider | undefined {
  const inFile = fileProvider(name, draft)
  if (before) return providerOfStore(before, inFile, why)
  return inFile
}

/** The file's, or the environment's, as callers see it. */
export function fileProvider(name: string, draft: ConfigDraft): Provider | undefined {
  const found = draft.filled.providers.find((provider) => provider.name === name)
  return found && providerOfFile(found)
}

/** Throws RESOURCE_EXISTS. */
export function createdProvider(provider: Provider, credential: CredentialChange, ground: ProviderGround): Revision {
  if (currentProvider(provider.name, ground)) throw exists(keyOfProvider(provider.name))
  const stored = { provider, disabled: false, credential: nextCredential(provider, undefined, credential) }
  return { json: writeProvider(stored), paths: ['*'] }
}

/** Throws RESOURCE_NOT_FOUND, ETAG_MISMATCH, and INVALID_REQUEST for a key that would go elsewhere. */
export function updatedProvider(update: ProviderUpdate, ground: ProviderGround): Revision {
  const { provider, paths, allowMissing, credential } = update
  const key = keyOfProvider(provider.name)
  const now = currentProvider(provider.name, ground)
  if (!now && !allowMissing) throw notFound(key)
  checkEtag(key, provider.etag, now?.etag)
  const next = now ? clone(ProviderSchema, now) : create(ProviderSchema, provider)
  if (now) for (const path of paths) copyPath(ProviderSchema, path, provider, next)
  const before = ground.before && readable(ground.before)
  const stored = {
    provider: next,
    disabled: before?.disabled ?? false,
    credential: nextCredential(next, before, credential),
  }
  const touchesKey = credential.apiKey !== undefined || credential.remove
  return { json: writeProvider(stored), paths: touchesKey ? [...paths, 'api_key'] : paths }
}

/** Throws RESOURCE_NOT_FOUND and ETAG_MISMATCH. */
export function switchedProvider(name: string, etag: string, disabled: boolean, ground: ProviderGround): Revision {
  const now = currentProvider(name, ground)
  if (!now) throw notFound(keyOfProvider(name))
  checkEtag(keyOfProvider(name), etag, now.etag)
  const paths = ['disabled']
  const before = ground.before && readable(ground.before)
  // One of the file goes on following the file: nothing else of it is kept, and nothing at all once it is enabled.
  if (!before?.provider) {
    const json = disabled ? writeProvider({ provider: undefined, disabled, credential: undefined }) : undefined
    return { json, paths }
  }
  return { json: writeProvider({ ...before, disabled }), paths }
}

/** Throws RESOURCE_NOT_FOUND, RESOURCE_READ_ONLY and ETAG_MISMATCH. */
export function deletedProvider(name: string, etag: string, { before, draft }: ProviderGround): Revision {
  const key = keyOfProvider(name)
  if (!before) throw fileProvider(name, draft) ? readOnly(key) : notFound(key)
  checkEtag(key, etag, before.etag)
  return { json: undefined, paths: ['*'] }
}
