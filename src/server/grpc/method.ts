import { type DescMessage, fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import { hasTooManyFields } from '../../rpc/field-count.ts'
import type { StreamHandler, UnaryHandler } from '../../rpc/handler.ts'
import type { ResolvedMethod } from '../../rpc/method.ts'
import type { GrpcCall } from './call.ts'
import { invalidBody } from './decoder.ts'
import type { Serialize, WireMethod } from './server.ts'

/** Stands for a request that is not the message it should be. */
export const UNPARSABLE: unique symbol = Symbol('unparsable')

/** A method of the door. */
export interface GrpcMethod extends WireMethod {
  /** Runs a call whose head has been accepted: reads its request and ends it. */
  serve(call: GrpcCall): void
}

export function grpcMethod(method: ResolvedMethod): GrpcMethod {
  return {
    path: method.path,
    serialize: serializer(method.output),
    deserialize: deserializer(method.input),
    serve: (call) => call.receive((request) => run(method, call, request)),
  }
}

function run(method: ResolvedMethod, call: GrpcCall, request: unknown): void {
  if (request === UNPARSABLE) call.fail(unparsable(method.input))
  else if (method.kind === 'unary') void runUnary(method.handle, call, request)
  else void runStream(method.handle, call, request)
}

export function unparsable(input: DescMessage): Error {
  return invalidBody(`The request is not a ${input.typeName} in protobuf's binary format, or has too many fields.`)
}

async function runUnary(handle: UnaryHandler<unknown, unknown>, call: GrpcCall, request: unknown): Promise<void> {
  try {
    call.send(await handle(request, call.context))
    call.finish()
  } catch (error) {
    call.fail(error)
  }
}

async function runStream(handle: StreamHandler<unknown, unknown>, call: GrpcCall, request: unknown): Promise<void> {
  try {
    for await (const batch of handle(request, call.context)) {
      // Leaving the loop calls the iterator's `return`, which lets go of what is upstream.
      if (call.ended) break
      call.sendAll(batch)
      if (call.blocked) await call.drained()
      if (call.ended) break
    }
    call.finish()
  } catch (error) {
    call.fail(error)
  }
}

export function serializer(desc: DescMessage): Serialize {
  return (message: Message) => {
    const bytes = toBinary(desc, message)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
}

export function deserializer(desc: DescMessage): (bytes: Buffer) => unknown {
  return (bytes) => {
    if (hasTooManyFields(desc, bytes)) return UNPARSABLE
    try {
      return fromBinary(desc, bytes)
    } catch {
      return UNPARSABLE
    }
  }
}
