import type { ApiKey } from '#gen/switchyard/v1/api_key_pb.js'
import type { Tenant } from '#gen/switchyard/v1/tenant_pb.js'
import type { AuditCause, AuditFacts } from '../core/audit.ts'
import { publicKeyOf } from './api-key-record.ts'
import { tenantJson } from './tenant-record.ts'

/** What a change of a tenant leaves in the audit log; `after` is what is stored of it. */
export function tenantAudit(
  cause: AuditCause,
  name: string,
  before: Tenant | undefined,
  after: string | undefined,
): AuditFacts {
  return { ...cause, tenant: name, resource: `tenants/${name}`, before: before && tenantJson(before), after }
}

/** What a change of a key leaves in the audit log: never the key, nor its digest. */
export function keyAudit(cause: AuditCause, before: ApiKey | undefined, after: ApiKey): AuditFacts {
  return {
    ...cause,
    tenant: after.tenant,
    resource: `keys/${after.name}`,
    before: before && JSON.stringify(publicKeyOf(before)),
    after: JSON.stringify(publicKeyOf(after)),
  }
}
