import { create } from '@bufbuild/protobuf'
import {
  type CreateTenantRequest,
  type CreateTenantResponse,
  type DeleteTenantRequest,
  type DeleteTenantResponse,
  type GetTenantRequest,
  type GetTenantResponse,
  type ListTenantsRequest,
  type ListTenantsResponse,
  type Tenant,
  TenantSchema,
  type UpdateTenantRequest,
  type UpdateTenantResponse,
} from '#gen/switchyard/v1/tenant_pb.js'
import type { Directory } from '../access/directory.ts'
import { writeTenant } from '../access/tenant-record.ts'
import type { Clock } from '../core/clock.ts'
import { DEFAULT_TENANT, type Principal } from '../core/principal.ts'
import { copyPath, pathsOfMask, settableOf } from '../resources/field-paths.ts'
import { checkEtag, exists, inUse, notFound } from '../resources/refusal.ts'
import { causeOf } from './audit-cause.ts'
import type { UnaryHandler } from './handler.ts'
import { type PageOptions, pageOf } from './page.ts'

export interface DirectoryOptions extends PageOptions {
  readonly directory: Directory
  readonly clock: Clock
}

export function listTenants(options: DirectoryOptions): UnaryHandler<ListTenantsRequest, ListTenantsResponse> {
  return async (request, { principal }) => {
    const visible = options.directory.tenants().filter(({ name }) => maySee(principal, name))
    const { page, nextPageToken } = pageOf(visible, ({ name }) => name, request, principal, options)
    return { $typeName: 'switchyard.v1.ListTenantsResponse', tenants: [...page], nextPageToken }
  }
}

export function getTenant({ directory }: DirectoryOptions): UnaryHandler<GetTenantRequest, GetTenantResponse> {
  return async ({ name }, { principal }) => {
    return { $typeName: 'switchyard.v1.GetTenantResponse', tenant: found(directory, name, principal) }
  }
}

export function createTenant(options: DirectoryOptions): UnaryHandler<CreateTenantRequest, CreateTenantResponse> {
  return async ({ tenant = create(TenantSchema), validateOnly }, context) => {
    const next = settableOf(TenantSchema, tenant)
    if (options.directory.tenant(next.name)) throw exists(titleOf(next.name))
    const cause = causeOf('tenant.create', context, options.clock)
    const made = validateOnly ? checked(next) : await options.directory.putTenant(next, undefined, cause)
    return { $typeName: 'switchyard.v1.CreateTenantResponse', tenant: made }
  }
}

export function updateTenant({
  directory,
  clock,
}: DirectoryOptions): UnaryHandler<UpdateTenantRequest, UpdateTenantResponse> {
  return async ({ tenant = create(TenantSchema), updateMask, validateOnly }, context) => {
    const before = found(directory, tenant.name, context.principal)
    checkEtag(titleOf(tenant.name), tenant.etag, before.etag)
    const next = settableOf(TenantSchema, before)
    for (const path of pathsOfMask(TenantSchema, updateMask?.paths ?? [], tenant, 'update_mask')) {
      copyPath(TenantSchema, path, tenant, next)
    }
    const cause = causeOf('tenant.update', context, clock)
    const after = validateOnly ? checked(next) : await directory.putTenant(next, before.etag || undefined, cause)
    return { $typeName: 'switchyard.v1.UpdateTenantResponse', tenant: after }
  }
}

export function deleteTenant({
  directory,
  clock,
}: DirectoryOptions): UnaryHandler<DeleteTenantRequest, DeleteTenantResponse> {
  return async ({ name, etag, validateOnly }, context) => {
    const title = titleOf(name)
    const before = found(directory, name, context.principal)
    checkEtag(title, etag, before.etag)
    if (name === DEFAULT_TENANT) throw inUse(title, 'is there without having been made, and stays.')
    const hasKey = directory.keys().some(({ tenant, revokeTime }) => tenant === name && !revokeTime)
    if (hasKey) throw inUse(title, 'has keys that are not revoked; revoke them first.')
    if (!validateOnly) await directory.deleteTenant(name, before.etag, causeOf('tenant.delete', context, clock))
    return { $typeName: 'switchyard.v1.DeleteTenantResponse' }
  }
}

/** The tenant, if the caller may see it: another one's is not told from one that does not exist. */
function found(directory: Directory, name: string, principal: Principal): Tenant {
  const tenant = maySee(principal, name) ? directory.tenant(name) : undefined
  if (!tenant) throw notFound(titleOf(name))
  return tenant
}

export function maySee({ reach, tenant }: Principal, name: string): boolean {
  return reach === 'platform' || tenant === name
}

/** As it would be stored. Throws INVALID_REQUEST when it would not. */
function checked(tenant: Tenant): Tenant {
  writeTenant(tenant)
  return tenant
}

function titleOf(name: string): string {
  return `tenants/${name}`
}
