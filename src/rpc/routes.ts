import { clone, create } from '@bufbuild/protobuf'
import {
  type CreateRouteRequest,
  type CreateRouteResponse,
  type DeleteRouteRequest,
  type DeleteRouteResponse,
  type GetRouteRequest,
  type GetRouteResponse,
  type ListRoutesRequest,
  type ListRoutesResponse,
  type Route,
  RouteSchema,
  type UpdateRouteRequest,
  type UpdateRouteResponse,
} from '#gen/switchyard/v1/route_pb.js'
import type { ConfigDraft } from '../config/draft.ts'
import type { Clock } from '../core/clock.ts'
import type { Revision } from '../resources/change.ts'
import { copyPath, pathsOfMask } from '../resources/field-paths.ts'
import type { LiveConfiguration } from '../resources/live-configuration.ts'
import { checkEtag, exists, notFound, readOnly } from '../resources/refusal.ts'
import type { StoredResource } from '../resources/repository.ts'
import { routeKind, routeOfFile, routeOfStore, writeRoute } from '../resources/route-resource.ts'
import { causeOf } from './audit-cause.ts'
import type { UnaryHandler } from './handler.ts'
import { type PageOptions, pageOf } from './page.ts'

export interface RouteOptions extends PageOptions {
  readonly configuration: LiveConfiguration
  readonly clock: Clock
}

export function listRoutes(options: RouteOptions): UnaryHandler<ListRoutesRequest, ListRoutesResponse> {
  return async (request, { principal }) => {
    const { configuration } = options
    const names = [...configuration.storedOf(routeKind.kind), ...configuration.draft.config.routes].map(
      ({ name }) => name,
    )
    const { page, nextPageToken } = pageOf([...new Set(names)].sort(), (name) => name, request, principal, options)
    const routes = page.flatMap((name) => find(name, configuration) ?? [])
    return { $typeName: 'switchyard.v1.ListRoutesResponse', routes, nextPageToken }
  }
}

export function getRoute({ configuration }: RouteOptions): UnaryHandler<GetRouteRequest, GetRouteResponse> {
  return async ({ name }) => {
    const route = find(name, configuration)
    if (!route) throw notFound(keyOf(name))
    return { $typeName: 'switchyard.v1.GetRouteResponse', route }
  }
}

export function createRoute({
  configuration,
  clock,
}: RouteOptions): UnaryHandler<CreateRouteRequest, CreateRouteResponse> {
  return async ({ route = create(RouteSchema), validateOnly }, context) => {
    const key = keyOf(route.name)
    const stored = await configuration.change({
      ...key,
      ...causeOf('route.create', context, clock),
      validateOnly,
      revise(before, draft) {
        if (current(before, route.name, draft)) throw exists(key)
        return { json: writeRoute(route), paths: ['*'] }
      },
    })
    return { $typeName: 'switchyard.v1.CreateRouteResponse', ...shown(stored, configuration) }
  }
}

export function updateRoute({
  configuration,
  clock,
}: RouteOptions): UnaryHandler<UpdateRouteRequest, UpdateRouteResponse> {
  return async (request, context) => {
    const { route = create(RouteSchema), validateOnly } = request
    const paths = pathsOfMask(RouteSchema, request.updateMask?.paths ?? [], route, 'update_mask')
    const stored = await configuration.change({
      ...keyOf(route.name),
      ...causeOf('route.update', context, clock),
      validateOnly,
      revise: (before, draft) => revised(request, route, paths, current(before, route.name, draft)),
    })
    return { $typeName: 'switchyard.v1.UpdateRouteResponse', ...shown(stored, configuration) }
  }
}

export function deleteRoute({
  configuration,
  clock,
}: RouteOptions): UnaryHandler<DeleteRouteRequest, DeleteRouteResponse> {
  return async ({ name, etag, validateOnly }, context) => {
    const key = keyOf(name)
    await configuration.change({
      ...key,
      ...causeOf('route.delete', context, clock),
      validateOnly,
      revise(before, draft) {
        const inFile = inFileOf(name, draft)
        if (!before) throw inFile ? readOnly(key) : notFound(key)
        checkEtag(key, etag, before.etag)
        return { json: undefined, paths: ['*'] }
      },
    })
    const left = inFileOf(name, configuration.draft)
    return { $typeName: 'switchyard.v1.DeleteRouteResponse', ...(left && { route: routeOfFile(left) }) }
  }
}

function revised(
  { allowMissing }: UpdateRouteRequest,
  route: Route,
  paths: readonly string[],
  before: Route | undefined,
): Revision {
  const key = keyOf(route.name)
  if (!before && !allowMissing) throw notFound(key)
  checkEtag(key, route.etag, before?.etag)
  const next = before ? clone(RouteSchema, before) : create(RouteSchema, { name: route.name })
  for (const path of before ? paths : pathsOfMask(RouteSchema, ['*'], route, ''))
    copyPath(RouteSchema, path, route, next)
  return { json: writeRoute(next), paths, before: before && writeRoute(before) }
}

function keyOf(name: string) {
  return { kind: routeKind.kind, name }
}

function find(name: string, configuration: LiveConfiguration): Route | undefined {
  const key = keyOf(name)
  return current(configuration.stored(key), name, configuration.draft, configuration.whyNotApplied(key))
}

/** The route of a name: what is stored wins over the file. */
function current(
  stored: StoredResource | undefined,
  name: string,
  draft: ConfigDraft,
  notAppliedBecause = '',
): Route | undefined {
  const inFile = inFileOf(name, draft)
  if (stored) return routeOfStore(stored, inFile !== undefined, notAppliedBecause)
  return inFile && routeOfFile(inFile)
}

function inFileOf(name: string, { config }: ConfigDraft) {
  return config.routes.find((route) => route.name === name)
}

/** A stored route that is in force, or would be. */
function shown(stored: StoredResource | undefined, { draft }: LiveConfiguration): { route?: Route } {
  const route = stored && current(stored, stored.name, draft)
  return route ? { route } : {}
}
