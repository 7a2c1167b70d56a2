import { create, type DescService, type MessageShape } from '@bufbuild/protobuf'
import { ServerReflection } from '#gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '#gen/grpc/reflection/v1alpha/reflection_pb.js'
import { methodPath } from '../../rpc/method.ts'
import type { GrpcCall } from './call.ts'
import { DescriptorIndex, type ReflectionQuestion } from './descriptor-index.ts'
import { deserializer, type GrpcMethod, serializer, UNPARSABLE, unparsable } from './method.ts'

/** Older tools ask the alpha version, which differs in its name only. */
const versions = [ServerReflection, ServerReflectionAlpha]

type Method = (typeof versions)[number]['method']['serverReflectionInfo']

/**
 * Reflection about the services and about itself. It is the one method whose requests are a stream, and gRPC alone can
 * carry that, so it is not among the services that all doors share.
 */
export function reflectionMethods(services: readonly DescService[]): GrpcMethod[] {
  const index = new DescriptorIndex([...services, ...versions])
  return versions.map(({ method }) => reflectionMethod(method.serverReflectionInfo, index))
}

function reflectionMethod(method: Method, index: DescriptorIndex): GrpcMethod {
  return {
    path: methodPath(method),
    serialize: serializer(method.output),
    deserialize: deserializer(method.input),
    serve: (call) => converse(method, call, index),
  }
}

/** Answers each question when it comes, and reads the next one when the answer has been taken. */
function converse(method: Method, call: GrpcCall, index: DescriptorIndex): void {
  call.readEach(
    (message) => {
      if (message === UNPARSABLE) return call.fail(unparsable(method.input))
      const request = message as MessageShape<Method['input']>
      const messageResponse = index.answer(request.messageRequest as ReflectionQuestion)
      const response = { validHost: request.host, originalRequest: request, messageResponse }
      call.send(create(method.output, response as object), () => call.readNext())
    },
    () => call.finish(),
  )
}
