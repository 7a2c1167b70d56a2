import type { DescMethod } from '@bufbuild/protobuf'
import { authorizationOf } from '../access/permissions.ts'
import type { RequestContext, ServiceHandlers } from './handler.ts'
import type { Validate } from './validate.ts'

// biome-ignore lint/suspicious/noExplicitAny: handlers of all methods pass through here; each is typed where it is defined.
type Handler = (request: any, context: RequestContext) => any

/** The service with every call checked before its handler sees it: its caller against the method, its request against the contract. */
export function guarded(service: ServiceHandlers, validate: Validate): ServiceHandlers {
  return mapHandlers(service, (name, handle) => {
    const method = service.desc.method[name] as DescMethod
    const authorize = authorizationOf(method)
    return (request, context) => {
      authorize(context.principal)
      validate(method.input, request)
      return handle(request, context)
    }
  })
}

/**
 * Services that stay the same for the doors while what serves them is replaced: each call goes to the handlers that
 * `current` gives at that moment. All that it ever gives must have the same methods.
 */
export function replaceable(current: () => readonly ServiceHandlers[]): ServiceHandlers[] {
  return current().map((service, index) =>
    mapHandlers(service, (name) => (request, context) => current()[index]?.handlers[name]?.(request, context)),
  )
}

function mapHandlers(service: ServiceHandlers, change: (name: string, handle: Handler) => Handler): ServiceHandlers {
  const handlers = Object.entries(service.handlers).map(([name, handle]) => [name, change(name, handle as Handler)])
  return { desc: service.desc, handlers: Object.fromEntries(handlers) }
}
