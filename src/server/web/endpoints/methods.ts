import type {
  DescMessage,
  DescMethod,
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageShape,
} from '@bufbuild/protobuf'
import type { RequestContext, ServiceHandlers } from '../../../rpc/handler.ts'
import { methodNotAvailable, methodPath, type ResolvedMethod, resolveMethod } from '../../../rpc/method.ts'
import { untilAborted, untilAbortedEach } from '../race.ts'

/**
 * The methods of the contract for the doors that speak plain HTTP: the same handlers, with the same checks, as callers
 * of gRPC and Connect reach. A call ends when its signal aborts, even where its handler does not listen.
 */
export class Methods {
  readonly #byDescriptor: ReadonlyMap<DescMethod, ResolvedMethod>
  readonly #onError: (error: unknown) => void

  /** `onError` hears of what fails after its call was over. */
  constructor(services: readonly ServiceHandlers[], onError: (error: unknown) => void) {
    const methods = services.flatMap((service) =>
      service.desc.methods.map((method) => [method, resolveMethod(service, method)] as const),
    )
    this.#byDescriptor = new Map(methods)
    this.#onError = onError
  }

  /** Calls a method that gives one message. Rejects as its handler does. */
  async unary<Input extends DescMessage, Output extends DescMessage>(
    method: DescMethodUnary<Input, Output>,
    request: MessageShape<Input>,
    context: RequestContext,
  ): Promise<MessageShape<Output>> {
    const resolved = this.#find(method, 'unary')
    context.signal.throwIfAborted()
    return (await untilAborted(context.signal, resolved.handle(request, context))) as MessageShape<Output>
  }

  /** Calls a method that gives a stream of messages, in batches. It must be read to its end, or left by `return`. */
  stream<Input extends DescMessage, Output extends DescMessage>(
    method: DescMethodServerStreaming<Input, Output>,
    request: MessageShape<Input>,
    context: RequestContext,
  ): AsyncIterable<readonly MessageShape<Output>[]> {
    const resolved = this.#find(method, 'server_streaming')
    context.signal.throwIfAborted()
    const batches = resolved.handle(request, context) as AsyncIterable<readonly MessageShape<Output>[]>
    return untilAbortedEach(context.signal, batches, this.#onError)
  }

  #find<Kind extends ResolvedMethod['kind']>(method: DescMethod, kind: Kind): Extract<ResolvedMethod, { kind: Kind }> {
    const found = this.#byDescriptor.get(method)
    if (found?.kind !== kind) throw methodNotAvailable(methodPath(method))
    return found as Extract<ResolvedMethod, { kind: Kind }>
  }
}
