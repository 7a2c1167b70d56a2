import { create, toJsonString } from '@bufbuild/protobuf'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { ListTenantsResponseSchema, type Tenant, TenantSchema } from '#gen/switchyard/v1/tenant_pb.js'
import type { ServerClient } from '../client.ts'
import type { GlobalOptions } from '../global-options.ts'
import { nothingGiven, pathsOf, wordsOf } from '../resource-fields.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

const { method } = AdminService

export interface TenantOptions extends GlobalOptions {
  readonly displayName?: string
  readonly timeZone?: string
  readonly models?: string
}

/** Lists the tenants that the caller may see. */
export function listTenants(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const tenants = await allPages(async (page) => {
      const { tenants: items, nextPageToken } = await client.unary(method.listTenants, page, TIMEOUT)
      return { items, nextPageToken }
    })
    if (options.output === 'text') return asTable(tenants)
    return toJsonString(ListTenantsResponseSchema, create(ListTenantsResponseSchema, { tenants }), { prettySpaces: 2 })
  })
}

/** Shows a tenant. */
export function getTenant(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return show(terminal, options, async (client) => (await client.unary(method.getTenant, { name }, TIMEOUT)).tenant)
}

/** Makes a tenant. */
export function createTenant(terminal: Terminal, options: TenantOptions, [name = '']: string[]): Promise<number> {
  return show(terminal, options, async (client) => {
    const tenant = { name, ...changesIn(options) }
    return (await client.unary(method.createTenant, { tenant }, TIMEOUT)).tenant
  })
}

/** Changes what is given of a tenant. */
export function updateTenant(terminal: Terminal, options: TenantOptions, [name = '']: string[]): Promise<number> {
  const changes = changesIn(options)
  const paths = pathsOf(TenantSchema, changes)
  if (paths.length === 0) throw nothingGiven()
  return show(terminal, options, async (client) => {
    return (await client.unary(method.updateTenant, { tenant: { name, ...changes }, updateMask: { paths } }, TIMEOUT))
      .tenant
  })
}

/** Refuses all keys of a tenant, or takes them again. */
export function switchTenant(disabled: boolean) {
  return (terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> =>
    show(terminal, options, async (client) => {
      const request = { tenant: { name, disabled }, updateMask: { paths: ['disabled'] } }
      return (await client.unary(method.updateTenant, request, TIMEOUT)).tenant
    })
}

/** Deletes a tenant without keys. */
export function deleteTenant(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    await client.unary(method.deleteTenant, { name }, TIMEOUT)
    return options.output === 'json' ? '{}' : `${name} is deleted.`
  })
}

function changesIn({ displayName, timeZone, models }: TenantOptions) {
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(models === undefined ? {} : { allowedModels: wordsOf(models) }),
  }
}

function show(
  terminal: Terminal,
  options: GlobalOptions,
  ask: (client: ServerClient) => Promise<Tenant | undefined>,
): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const tenant = (await ask(client)) ?? create(TenantSchema)
    return options.output === 'json' ? toJsonString(TenantSchema, tenant, { prettySpaces: 2 }) : asTable([tenant])
  })
}

function asTable(tenants: readonly Tenant[]): string {
  return table([
    ['TENANT', 'NAME', 'TIME ZONE', 'MODELS', 'STATE'],
    ...tenants.map((tenant) => [
      tenant.name,
      tenant.displayName,
      tenant.timeZone || 'UTC',
      tenant.allowedModels.join(', ') || 'all',
      tenant.disabled ? 'disabled' : 'good',
    ]),
  ])
}
