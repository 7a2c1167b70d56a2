import { clone, create, fromJsonString, toJsonString } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { type Tenant, TenantSchema } from '#gen/switchyard/v1/tenant_pb.js'
import { invalidField } from '../core/errors.ts'
import { DEFAULT_TENANT } from '../core/principal.ts'
import { isTimeZone } from '../core/time-zone.ts'
import type { StoredResource } from '../resources/repository.ts'

export const TENANT = 'tenant'

/** The tenant that is there without anyone having made it. */
export function defaultTenant(): Tenant {
  return create(TenantSchema, { name: DEFAULT_TENANT })
}

/** A stored tenant, as callers see it. Fields of a later version are left out: replicas are replaced one by one. */
export function tenantOf({ json, etag, createTime, updateTime }: StoredResource): Tenant {
  const tenant = fromJsonString(TenantSchema, json, { ignoreUnknownFields: true })
  const times = { createTime: timestampFromMs(createTime), updateTime: timestampFromMs(updateTime) }
  return Object.assign(tenant, { etag, ...times })
}

/** What is stored of a tenant: what callers may set. Throws INVALID_REQUEST. */
export function writeTenant(tenant: Tenant): string {
  checkTimeZone(tenant.timeZone)
  return tenantJson(tenant)
}

/** A tenant without its times and etag. */
export function tenantJson(tenant: Tenant): string {
  const stored = clone(TenantSchema, tenant)
  stored.etag = ''
  delete stored.createTime
  delete stored.updateTime
  return toJsonString(TenantSchema, stored)
}

function checkTimeZone(timeZone: string): void {
  if (timeZone === '' || isTimeZone(timeZone)) return
  throw invalidField('tenant.time_zone', 'must be a time zone such as `Europe/Berlin`')
}
