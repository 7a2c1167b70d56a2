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
import { invalidField } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import { copyPath, pathsOfMask, settableOf } from '../resources/field-paths.ts'
import { checkEtag, notFound } from '../resources/refusal.ts'
import { causeOf } from './audit-cause.ts'
import { checkAuthority, checkGrant } from './grant.ts'
import type { UnaryHandler } from './handler.ts'
import { KeyQuotas, type KeyQuotasOptions } from './key-quotas.ts'
import { pageOf } from './page.ts'
import { type DirectoryOptions, maySee } from './tenants.ts'

export function listApiKeys(options: DirectoryOptions): UnaryHandler<ListApiKeysRequest, ListApiKeysResponse> {
  return async (request, { principal }) => {
    const isWanted = ({ tenant }: ApiKey) =>
      maySee(principal, tenant) && (request.tenant === '' || tenant === request.tenant)
    const { page, nextPageToken } = pageOf(
      options.directory.keys().filter(isWanted),
      ({ name }) => name,
      request,
      principal,
      options,
    )
    return { $typeName: 'switchyard.v1.ListApiKeysResponse', apiKeys: [...page], nextPageToken }
  }
}

export function getApiKey(options: DirectoryOptions): UnaryHandler<GetApiKeyRequest, GetApiKeyResponse> {
  return async ({ name }, { principal }) => {
    return { $typeName: 'switchyard.v1.GetApiKeyResponse', apiKey: found(options, name, principal).key }
  }
}

export function createApiKey(
  options: DirectoryOptions & KeyQuotasOptions,
): UnaryHandler<CreateApiKeyRequest, CreateApiKeyResponse> {
  return async (request, context) => {
    const { apiKey = create(ApiKeySchema), validateOnly } = request
    const { principal } = context
    const made = newVirtualKey()
    const key = settableOf(ApiKeySchema, apiKey)
    key.name = made.id
    key.tenant ||= principal.tenant
    if (key.expireTime && timestampMs(key.expireTime) <= options.clock.now()) {
      throw invalidField('api_key.expire_time', 'must be in the future')
    }
    checkGrant(key, principal, options)
    const quotas = new KeyQuotas(request, key, context, options)
    const checked = await quotas.check()
    if (validateOnly) return { $typeName: 'switchyard.v1.CreateApiKeyResponse', apiKey: key, key: '', ...checked }
    const known = { key, digest: digestOf(made, options), previousDigest: undefined }
    const cause = causeOf('api_key.create', context, options.clock)
    const stored = await quotas.before(() => options.directory.putKey(known, undefined, cause))
    return { $typeName: 'switchyard.v1.CreateApiKeyResponse', key: made.text.reveal(), ...stored }
  }
}

export function updateApiKey(options: DirectoryOptions): UnaryHandler<UpdateApiKeyRequest, UpdateApiKeyResponse> {
  return async ({ apiKey = create(ApiKeySchema), updateMask, validateOnly }, context) => {
    const { principal } = context
    const known = found(options, apiKey.name, principal)
    checkEtag(titleOf(apiKey.name), apiKey.etag, known.key.etag)
    checkAuthority(known.key, principal)
    const key = clone(ApiKeySchema, known.key)
    for (const path of pathsOfMask(ApiKeySchema, updateMask?.paths ?? [], apiKey, 'update_mask')) {
      copyPath(ApiKeySchema, path, apiKey, key)
    }
    if (key.tenant !== known.key.tenant) throw invalidField('api_key.tenant', 'does not change')
    checkGrant(key, principal, options)
    const cause = causeOf('api_key.update', context, options.clock)
    const stored = validateOnly ? key : await options.directory.putKey({ ...known, key }, known.key.etag, cause)
    return { $typeName: 'switchyard.v1.UpdateApiKeyResponse', apiKey: stored }
  }
}

export function rotateApiKey(options: DirectoryOptions): UnaryHandler<RotateApiKeyRequest, RotateApiKeyResponse> {
  return async ({ name, grace, etag }, context) => {
    const { principal } = context
    const known = found(options, name, principal)
    checkEtag(titleOf(name), etag, known.key.etag)
    checkGrant(known.key, principal, options)
    if (known.key.revokeTime) throw invalidField('name', 'is of a key that was revoked, and stays so; make another one')
    const made = renewedVirtualKey(name)
    const key = clone(ApiKeySchema, known.key)
    delete key.previousExpireTime
    if (grace) key.previousExpireTime = timestampFromMs(options.clock.now() + durationMs(grace))
    const next: KnownKey = { key, digest: digestOf(made, options), previousDigest: grace ? known.digest : undefined }
    const cause = causeOf('api_key.rotate', context, options.clock)
    const stored = await options.directory.putKey(next, known.key.etag, cause)
    return { $typeName: 'switchyard.v1.RotateApiKeyResponse', apiKey: stored, key: made.text.reveal() }
  }
}

export function revokeApiKey(options: DirectoryOptions): UnaryHandler<RevokeApiKeyRequest, RevokeApiKeyResponse> {
  return async ({ name, etag }, context) => {
    const known = found(options, name, context.principal)
    checkAuthority(known.key, context.principal)
    checkEtag(titleOf(name), etag, known.key.etag)
    if (known.key.revokeTime) return { $typeName: 'switchyard.v1.RevokeApiKeyResponse', apiKey: known.key }
    const key = clone(ApiKeySchema, known.key)
    key.revokeTime = timestampFromMs(options.clock.now())
    const cause = causeOf('api_key.revoke', context, options.clock)
    const stored = await options.directory.putKey({ ...known, key }, known.key.etag, cause)
    return { $typeName: 'switchyard.v1.RevokeApiKeyResponse', apiKey: stored }
  }
}

/** The key, if the caller may see it: another tenant's is not told from one that does not exist. */
function found({ directory }: DirectoryOptions, name: string, principal: Principal): KnownKey {
  const known = directory.key(name)
  if (!known || !maySee(principal, known.key.tenant)) throw notFound(titleOf(name))
  return known
}

function digestOf({ text }: NewVirtualKey, { directory }: DirectoryOptions): Buffer {
  return virtualKeyDigest(text.reveal(), directory.pepper)
}

function titleOf(name: string): string {
  return `keys/${name}`
}
