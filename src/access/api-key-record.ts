import { clone, fromJson, type JsonValue, toJson } from '@bufbuild/protobuf'
import { type Timestamp, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { type ApiKey, ApiKeySchema } from '#gen/switchyard/v1/api_key_pb.js'
import type { Tenant } from '#gen/switchyard/v1/tenant_pb.js'
import type { Principal, Role, Scope } from '../core/principal.ts'
import type { StoredResource } from '../resources/repository.ts'
import type { KeyRecord } from './key-ring.ts'
import { grantOf } from './roles.ts'

export const API_KEY = 'api_key'

/** A key with what it is known by. */
export interface KnownKey {
  readonly key: ApiKey
  readonly digest: Buffer
  /** What it was before it was rotated. */
  readonly previousDigest: Buffer | undefined
}

const ROLES: Readonly<Record<AccessRole, Role>> = {
  [AccessRole.UNSPECIFIED]: 'caller',
  [AccessRole.CALLER]: 'caller',
  [AccessRole.VIEWER]: 'viewer',
  [AccessRole.TENANT_ADMIN]: 'tenant_admin',
  [AccessRole.PLATFORM_ADMIN]: 'platform_admin',
}

/** What is stored of a key. */
export function writeKey({ key, digest, previousDigest }: KnownKey): string {
  return JSON.stringify({
    key: publicKeyOf(key),
    digest: digest.toString('base64'),
    previousDigest: previousDigest?.toString('base64'),
  })
}

/** All of a key that is no secret, but for its times and etag. */
export function publicKeyOf(key: ApiKey): JsonValue {
  const told = clone(ApiKeySchema, key)
  told.etag = ''
  delete told.createTime
  delete told.updateTime
  return toJson(ApiKeySchema, told)
}

/** A stored key, as callers see it, with what it is known by. */
export function knownKeyOf({ json, etag, createTime, updateTime }: StoredResource): KnownKey {
  const stored = JSON.parse(json) as { key: JsonValue; digest: string; previousDigest?: string }
  const key = fromJson(ApiKeySchema, stored.key, { ignoreUnknownFields: true })
  const times = { createTime: timestampFromMs(createTime), updateTime: timestampFromMs(updateTime) }
  return {
    key: Object.assign(key, { etag, ...times }),
    digest: Buffer.from(stored.digest, 'base64'),
    previousDigest: stored.previousDigest === undefined ? undefined : Buffer.from(stored.previousDigest, 'base64'),
  }
}

/** Who calls with the key, and whether anyone may. `tenant` is undefined where it is gone. */
export function keyRecordOf({ key, digest, previousDigest }: KnownKey, tenant: Tenant | undefined): KeyRecord {
  const previousEnd = millisecondsOf(key.previousExpireTime)
  return {
    id: key.name,
    digest,
    previous:
      previousDigest && previousEnd !== undefined ? { digest: previousDigest, expireTime: previousEnd } : undefined,
    principal: principalOf(key, tenant),
    expireTime: millisecondsOf(key.expireTime),
    refusal: refusalOf(key, tenant),
  }
}

function principalOf(key: ApiKey, tenant: Tenant | undefined): Principal {
  const lists = [tenant?.allowedModels ?? [], key.allowedModels].filter(({ length }) => length > 0)
  return {
    kind: 'api_key',
    id: `keys/${key.name}`,
    tenant: key.tenant,
    user: key.user,
    project: key.project,
    key: key.name,
    allowedModels: lists.map((list) => new Set(list)),
    ...grantOf(roleOf(key), key.scopes as Scope[]),
  }
}

/** What a key of an unknown role may do is the least that there is. */
export function roleOf({ role }: ApiKey): Role {
  return ROLES[role] ?? 'caller'
}

function refusalOf(key: ApiKey, tenant: Tenant | undefined): string | undefined {
  if (key.revokeTime) return 'The API key was revoked.'
  if (!tenant || tenant.disabled) return 'The tenant of the API key is disabled.'
  return undefined
}

function millisecondsOf(time: Timestamp | undefined): number | undefined {
  return time && timestampMs(time)
}
