import { clone, create } from '@bufbuild/protobuf'
import { durationMs, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt'
import {
  type ApiKey,
  ApiKeySchema,
  type CreateApiKeyRequest,
  type CreateApiKeyResponse,
  type GetApiKeyRequest,
  type GetApiKeyResponse,
  type ListApiKeysRequest,
  type ListApiKeysResponse,
  type RevokeApiKeyRequest,
  type RevokeApiKeyResponse,
  type RotateApiKeyRequest,
  type RotateApiKeyResponse,
  type UpdateApiKeyRequest,
  type UpdateApiKeyResponse,
} from '#gen/switchyard/v1/api_key_pb.js'
import type { KnownKey } from '../access/api-key-record.ts'
import { type NewVirtualKey, newVirtualKey, renewedVirtualKey, virtualKeyDigest } from '../access/virtual-key.ts'
import type { Clock } from '../core/clock.ts'
import { invalidField } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import { copyPath, pathsOfMask, settableOf } from '../resources/field-paths.ts'
import { checkGrant } from './grant.ts'
import type { UnaryHandler } from './handler.ts'
import { pageOf } from './page.ts'
import { checkEtag, notFound } from './resource-errors.ts'
import { type DirectoryOptions, maySee } from './tenants.ts'

export interface ApiKeyOptions extends DirectoryOptions {
  readonly clock: Clock
}

export function listApiKeys({ directory }: ApiKeyOptions): UnaryHandler<ListApiKeysRequest, ListApiKeysResponse> {
  return async (request, { principal }) => {
    const isWanted = ({ tenant }: ApiKey) =>
      maySee(principal, tenant) && (request.tenant === '' || tenant === request.tenant)
    const { page, nextPageToken } = pageOf(directory.keys().filter(isWanted), ({ name }) => name, request)
    return { $typeName: 'switchyard.v1.ListApiKeysResponse', apiKeys: [...page], nextPageToken }
  }
}

export function getApiKey(options: ApiKeyOptions): UnaryHandler<GetApiKeyRequest, GetApiKeyResponse> {
  return async ({ name }, { principal }) => {
    return { $typeName: 'switchyard.v1.GetApiKeyResponse', apiKey: found(options, name, principal).key }
  }
}

export function createApiKey(options: ApiKeyOptions): UnaryHandler<CreateApiKeyRequest, CreateApiKeyResponse> {
  return async ({ apiKey = create(ApiKeySchema), validateOnly }, { principal }) => {
    const made = newVirtualKey()
    const key = settableOf(ApiKeySchema, apiKey)
    key.name = made.id
    key.tenant ||= principal.tenant
    if (key.expireTime && timestampMs(key.expireTime) <= options.clock.now()) {
      throw invalidField('api_key.expire_time', 'must be in the future')
    }
    checkGrant(key, principal, options)
    if (validateOnly) return { $typeName: 'switchyard.v1.CreateApiKeyResponse', apiKey: key, key: '' }
    const stored = await options.directory.putKey(
      { key, digest: digestOf(made, options), previousDigest: undefined },
      undefined,
    )
    return { $typeName: 'switchyard.v1.CreateApiKeyResponse', apiKey: stored, key: made.text.reveal() }
  }
}

export function updateApiKey(options: ApiKeyOptions): UnaryHandler<UpdateApiKeyRequest, UpdateApiKeyResponse> {
  return async ({ apiKey = create(ApiKeySchema), updateMask, validateOnly }, { principal }) => {
    const known = found(options, apiKey.name, principal)
    checkEtag(titleOf(apiKey.name), apiKey.etag, known.key.etag)
    const key = clone(ApiKeySchema, known.key)
    for (const path of pathsOfMask(ApiKeySchema, updateMask?.paths ?? [], apiKey, 'update_mask')) {
      copyPath(ApiKeySchema, path, apiKey, key)
    }
    if (key.tenant !== known.key.tenant) throw invalidField('api_key.tenant', 'does not change')
    checkGrant(key, principal, options)
    const stored = validateOnly ? key : await options.directory.putKey({ ...known, key }, known.key.etag)
    return { $typeName: 'switchyard.v1.UpdateApiKeyResponse', apiKey: stored }
  }
}

export function rotateApiKey(options: ApiKeyOptions): UnaryHandler<RotateApiKeyRequest, RotateApiKeyResponse> {
  return async ({ name, grace, etag }, { principal }) => {
    const known = found(options, name, principal)
    checkEtag(titleOf(name), etag, known.key.etag)
    checkGrant(known.key, principal, options)
    const made = renewedVirtualKey(name)
    const key = clone(ApiKeySchema, known.key)
    delete key.previousExpireTime
    if (grace) key.previousExpireTime = timestampFromMs(options.clock.now() + durationMs(grace))
    const next: KnownKey = { key, digest: digestOf(made, options), previousDigest: grace ? known.digest : undefined }
    const stored = await options.directory.putKey(next, known.key.etag)
    return { $typeName: 'switchyard.v1.RotateApiKeyResponse', apiKey: stored, key: made.text.reveal() }
  }
}

export function revokeApiKey(options: ApiKeyOptions): UnaryHandler<RevokeApiKeyRequest, RevokeApiKeyResponse> {
  return async ({ name, etag }, { principal }) => {
    const known = found(options, name, principal)
    checkEtag(titleOf(name), etag, known.key.etag)
    if (known.key.revokeTime) return { $typeName: 'switchyard.v1.RevokeApiKeyResponse', apiKey: known.key }
    const key = clone(ApiKeySchema, known.key)
    key.revokeTime = timestampFromMs(options.clock.now())
    const stored = await options.directory.putKey({ ...known, key }, known.key.etag)
    return { $typeName: 'switchyard.v1.RevokeApiKeyResponse', apiKey: stored }
  }
}

/** The key, if the caller may see it: another tenant's is not told from one that does not exist. */
function found({ directory }: ApiKeyOptions, name: string, principal: Principal): KnownKey {
  const known = directory.key(name)
  if (!known || !maySee(principal, known.key.tenant)) throw notFound(titleOf(name))
  return known
}

function digestOf({ text }: NewVirtualKey, { directory }: ApiKeyOptions): Buffer {
  return virtualKeyDigest(text.reveal(), directory.pepper)
}

function titleOf(name: string): string {
  return `keys/${name}`
}
