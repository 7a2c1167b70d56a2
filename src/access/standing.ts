import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, toGatewayError } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import type { Directory } from './directory.ts'
import { memberOf } from './tenancy.ts'

/**
 * Why one who was let in may call no longer, by what is known of keys and tenants now: its key was revoked, its tenant is
 * disabled or gone, or callers must be known since there is a key. Undefined: he may.
 */
export function standingOf(principal: Principal, directory: Directory): GatewayError | undefined {
  switch (principal.kind) {
    case 'local':
      return directory.ring.size === 0 ? undefined : refused('There is a virtual key now, so callers must show one.')
    case 'api_key': {
      // The operator's own key stands in no store.
      if (principal.key === '') return undefined
      const refusal = directory.ring.refusalOf(principal.key)
      return refusal === undefined ? undefined : refused(refusal)
    }
    case 'token':
    case 'certificate':
      return outcast(principal, directory)
    default:
      return principal.kind satisfies never
  }
}

function outcast(principal: Principal, directory: Directory): GatewayError | undefined {
  try {
    memberOf(directory.tenant(principal.tenant), principal)
    return undefined
  } catch (thrown) {
    return toGatewayError(thrown)
  }
}

function refused(message: string): GatewayError {
  return new GatewayError(ErrorReason.UNAUTHENTICATED, message)
}
