import { create, toJsonString } from '@bufbuild/protobuf'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { ListRoutesResponseSchema, type Route, RouteBalance, RouteSchema } from '#gen/switchyard/v1/route_pb.js'
import { printFragment } from '../../config/print-fragment.ts'
import type { ChangeOptions } from '../change-options.ts'
import type { ServerClient } from '../client.ts'
import { UsageError } from '../errors.ts'
import { fragmentFrom } from '../fragment-input.ts'
import type { GlobalOptions } from '../global-options.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

/** Lists all routes, those of the file too. */
export async function listRoutes(terminal: Terminal, options: GlobalOptions): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const routes = await listAll(client)
    if (options.output === 'json')
      return toJsonString(ListRoutesResponseSchema, create(ListRoutesResponseSchema, { routes }), { prettySpaces: 2 })
    return asTable(routes)
  })
}

/** Prints a route as `set` takes it. */
export async function getRoute(terminal: Terminal, options: GlobalOptions, [name = '']: string[]): Promise<number> {
  return withClient(terminal, options, async (client) => {
    const { route } = await client.unary(AdminService.method.getRoute, { name }, TIMEOUT)
    return show(route, options)
  })
}

/** Makes a route or replaces one. */
export async function setRoute(terminal: Terminal, options: ChangeOptions, words: string[]): Promise<number> {
  const [name = '', path = ''] = words
  const { message } = await fragmentFrom(RouteSchema, path, terminal)
  if (message.name !== '' && message.name !== name) {
    throw new UsageError(`The file holds a route called \`${message.name}\`, not \`${name}\`.`)
  }
  const route = { ...message, name, etag: options.etag ?? '' }
  const request = {
    route,
    updateMask: { paths: ['*'] },
    allowMissing: true,
    validateOnly: options.validateOnly ?? false,
  }
  return withClient(terminal, options, async (client) => {
    const changed = await client.unary(AdminService.method.updateRoute, request, TIMEOUT)
    return show(changed.route, options)
  })
}

/** Deletes a route. */
export async function deleteRoute(terminal: Terminal, options: ChangeOptions, words: string[]): Promise<number> {
  const { etag = '', validateOnly = false } = options
  const [name = ''] = words
  return withClient(terminal, options, async (client) => {
    const left = await client.unary(AdminService.method.deleteRoute, { name, etag, validateOnly }, TIMEOUT)
    if (left.route || options.output === 'json') return show(left.route, options)
    return validateOnly ? `${name} can be deleted.` : `${name} is deleted.`
  })
}

function listAll(client: ServerClient): Promise<Route[]> {
  return allPages(async (page) => {
    const { routes: items, nextPageToken } = await client.unary(AdminService.method.listRoutes, page, TIMEOUT)
    return { items, nextPageToken }
  })
}

function show(route: Route | undefined, { output }: GlobalOptions): string {
  const shown = route ?? create(RouteSchema)
  if (output === 'json') return toJsonString(RouteSchema, shown, { prettySpaces: 2 })
  const { name, targets, balance, stickyKey, contentFilterFallback } = RouteSchema.field
  const lines = [`# ${originOf(shown)}, etag ${shown.etag || 'none yet'}`]
  if (shown.notAppliedBecause !== '') lines.push(`# not in force: ${shown.notAppliedBecause}`)
  lines.push(printFragment(RouteSchema, shown, [name, targets, balance, stickyKey, contentFilterFallback]))
  return lines.join('\n')
}

function asTable(routes: readonly Route[]): string {
  return table([
    ['ROUTE', 'BALANCE', 'TARGETS', 'FROM', 'NOT IN FORCE'],
    ...routes.map((route) => [
      route.name,
      route.balance === RouteBalance.UNSPECIFIED ? '' : RouteBalance[route.balance].toLowerCase(),
      route.targets.map(({ provider, model }) => `${provider}/${model}`).join(', '),
      originOf(route),
      route.notAppliedBecause,
    ]),
  ])
}

function originOf({ origin, hidesFile }: Route): string {
  if (origin === Origin.FILE) return 'file'
  return hidesFile ? 'api, hides the file' : 'api'
}
