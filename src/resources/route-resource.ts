import { clone, create, fromJsonString, toJsonString } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { type Route as FileRoute, RouteSchema as FileRouteSchema } from '#gen/switchyard/config/v1/routing_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { type Route, RouteSchema } from '#gen/switchyard/v1/route_pb.js'
import { fileEtag } from './content-etag.ts'
import { convert } from './convert.ts'
import { copyPath, settableFields } from './field-paths.ts'
import type { ResourceKind } from './kind.ts'
import type { StoredResource } from './repository.ts'

/** A stored route takes the place of the file's of the same name, or comes after all of the file's. */
export const routeKind: ResourceKind = {
  kind: 'route',
  field: 'route',
  root: (name) => `routes["${name}"]`,
  title: (name) => `routes/${name}`,
  lay({ json }, root, { config, faults }) {
    const route = convert(RouteSchema, readRoute(json), FileRouteSchema)
    const found = config.routes.findIndex(({ name }) => name === route.name)
    const index = found === -1 ? config.routes.length : found
    config.routes[index] = route
    faults.standsFor(`routes[${index}]`, root)
    return [`routes[${index}]`]
  },
}

/** What is stored of a route: its name and what callers may set. */
export function writeRoute(route: Route): string {
  const stored = create(RouteSchema, { name: route.name })
  for (const { name } of settableFields(RouteSchema)) copyPath(RouteSchema, name, route, stored)
  return toJsonString(RouteSchema, stored)
}

/** Throws when it cannot be read. */
export function readRoute(json: string): Route {
  return fromJsonString(RouteSchema, json)
}

/** A route of the file, as callers see it. */
export function routeOfFile(route: FileRoute): Route {
  const shown = convert(FileRouteSchema, route, RouteSchema)
  return Object.assign(shown, { origin: Origin.FILE, etag: fileEtag(RouteSchema, shown) })
}

/** A stored route, as callers see it. One that cannot be read is shown by its name alone. */
export function routeOfStore(stored: StoredResource, hidesFile: boolean, notAppliedBecause: string): Route {
  const shown = clone(RouteSchema, readable(stored))
  return Object.assign(shown, {
    origin: Origin.API,
    etag: stored.etag,
    hidesFile,
    createTime: timestampFromMs(stored.createTime),
    updateTime: timestampFromMs(stored.updateTime),
    notAppliedBecause,
  })
}

function readable({ json, name }: StoredResource): Route {
  try {
    return readRoute(json)
  } catch {
    return create(RouteSchema, { name })
  }
}
