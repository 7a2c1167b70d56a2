import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Tenant } from '#gen/switchyard/v1/tenant_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'

/**
 * The principal as a member of its tenant, for one whom a token or certificate told: throws UNAUTHENTICATED when there is no
 * such tenant, since an issuer may name any, or when it is disabled.
 */
export function memberOf(tenant: Tenant | undefined, principal: Principal): Principal {
  if (!tenant || tenant.disabled) {
    throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'The caller’s tenant is not known here, or disabled.')
  }
  if (tenant.allowedModels.length === 0) return principal
  return { ...principal, allowedModels: [new Set(tenant.allowedModels), ...principal.allowedModels] }
}
