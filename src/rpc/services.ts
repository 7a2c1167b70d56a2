import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import type { RequestContext, ServiceHandlers } from './handler.ts'
import type { Validate } from './validate.ts'

// biome-ignore lint/suspicious/noExplicitAny: handlers of all methods pass through here; each is typed where it is defined.
type Handler = (request: any, context: RequestContext) => any

/** The service with every request checked against the contract before its handler sees it. */
export function validated(service: ServiceHandlers, validate: Validate): ServiceHandlers {
  return mapHandlers(service, (name, handle) => {
    const input = service.desc.method[name]?.input as DescMessage
    return (request: MessageShape<DescMessage>, context) => {
      validate(input, request)
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
