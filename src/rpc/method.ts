import type { DescMessage, DescMethod } from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { ServiceHandlers, StreamHandler, UnaryHandler } from './handler.ts'

/** A method as every door serves it: one request message in, one message or a stream of them out. */
export type ResolvedMethod = {
  /** `/package.Service/Method`. */
  readonly path: string
  readonly input: DescMessage
  readonly output: DescMessage
} & (
  | { readonly kind: 'unary'; readonly handle: UnaryHandler<unknown, unknown> }
  | { readonly kind: 'server_streaming'; readonly handle: StreamHandler<unknown, unknown> }
)

/** Finds the handler of a method. A method of the contract without one answers METHOD_NOT_AVAILABLE at every door. */
export function resolveMethod(service: ServiceHandlers, method: DescMethod): ResolvedMethod {
  const path = methodPath(method)
  const handler: unknown = service.handlers[method.localName]
  const common = { path, input: method.input, output: method.output }
  switch (method.methodKind) {
    case 'unary': {
      const handle = (handler ?? (async () => refuse(path))) as UnaryHandler<unknown, unknown>
      return { ...common, kind: 'unary', handle }
    }
    case 'server_streaming': {
      const handle = (handler ?? (() => refuse(path))) as StreamHandler<unknown, unknown>
      return { ...common, kind: 'server_streaming', handle }
    }
    default:
      throw new Error(`${path} takes a stream of requests, which no door serves.`)
  }
}

export function methodPath(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`
}

/** What a door answers to a method that nobody serves; also to one that the contract does not know. */
export function methodNotAvailable(path: string): GatewayError {
  return new GatewayError(ErrorReason.METHOD_NOT_AVAILABLE, 'This server does not offer this method.', {
    metadata: { method: path },
  })
}

function refuse(path: string): never {
  throw methodNotAvailable(path)
}
