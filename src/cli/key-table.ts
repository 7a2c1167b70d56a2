import { type Timestamp, timestampDate, timestampMs } from '@bufbuild/protobuf/wkt'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import type { ApiKey } from '#gen/switchyard/v1/api_key_pb.js'
import { table } from './table.ts'

/** Virtual keys for people. `now` is epoch milliseconds. */
export function keyTable(keys: readonly ApiKey[], now: number): string {
  return table([
    ['ID', 'NAME', 'TENANT', 'USER', 'PROJECT', 'ROLE', 'SCOPES', 'MODELS', 'STATE'],
    ...keys.map((key) => [
      key.name,
      key.displayName,
      key.tenant,
      key.user,
      key.project,
      AccessRole[key.role === AccessRole.UNSPECIFIED ? AccessRole.CALLER : key.role].toLowerCase(),
      key.scopes.join(', ') || 'all of the role',
      key.allowedModels.join(', ') || 'all',
      stateOf(key, now),
    ]),
  ])
}

function stateOf({ revokeTime, expireTime, previousExpireTime }: ApiKey, now: number): string {
  if (revokeTime) return `revoked ${printed(revokeTime)}`
  if (expireTime && timestampMs(expireTime) <= now) return `expired ${printed(expireTime)}`
  const state = expireTime ? `good until ${printed(expireTime)}` : 'good'
  const hasPrevious = previousExpireTime && timestampMs(previousExpireTime) > now
  return hasPrevious ? `${state}, the one before until ${printed(previousExpireTime)}` : state
}

function printed(time: Timestamp): string {
  return timestampDate(time).toISOString()
}
