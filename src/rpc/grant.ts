import type { ApiKey } from '#gen/switchyard/v1/api_key_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { roleOf } from '../access/api-key-record.ts'
import { grantOf } from '../access/roles.ts'
import { GatewayError, invalidField } from '../core/errors.ts'
import { type Principal, type Scope, scopes } from '../core/principal.ts'
import { type DirectoryOptions, maySee } from './tenants.ts'

/**
 * Whether the principal may make such a key: nobody can give more than it has, nor to another tenant. Throws
 * INVALID_REQUEST with the field, or PERMISSION_DENIED.
 */
export function checkGrant(
  key: ApiKey,
  principal: Principal,
  { directory }: Pick<DirectoryOptions, 'directory'>,
): void {
  if (!maySee(principal, key.tenant) || !directory.tenant(key.tenant)) {
    throw invalidField('api_key.tenant', 'there is no tenant of this name')
  }
  key.scopes.forEach((scope, index) => {
    if (!isScope(scope)) throw invalidField(`api_key.scopes[${index}]`, `must be one of ${scopes.join(', ')}`)
  })
  checkAuthority(key, principal)
  checkModels(key, directory.key(principal.key)?.key.allowedModels ?? [])
}

/** Whoever may call some models only can make keys for those alone. */
function checkModels({ allowedModels }: ApiKey, own: readonly string[]): void {
  if (own.length === 0) return
  const excess = allowedModels.find((name) => !own.includes(name))
  if (allowedModels.length > 0 && excess === undefined) return
  const what = excess === undefined ? 'Name the models of the key' : `“${excess}” is not among them`
  throw denied(`Your own key is for some models only: ${what}.`, excess === undefined ? {} : { model: excess })
}

/**
 * Whether the principal may have a say about such a key: not one who may do less than its holder. Throws
 * PERMISSION_DENIED.
 */
export function checkAuthority(key: ApiKey, principal: Principal): void {
  const given = grantOf(roleOf(key), key.scopes as Scope[])
  const excess = [...given.scopes].find((scope) => !principal.scopes.has(scope))
  if (excess)
    throw denied(`A key with the scope ${excess} can only be made or changed by one who has it.`, { scope: excess })
  if (given.reach === 'platform' && principal.reach !== 'platform') {
    throw denied('A key for the whole service can only be made or changed by those who run it.', {})
  }
}

function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text)
}

function denied(message: string, metadata: Readonly<Record<string, string>>): GatewayError {
  return new GatewayError(ErrorReason.PERMISSION_DENIED, message, { metadata })
}
