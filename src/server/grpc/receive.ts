import type { Authenticate } from '../../access/authenticate.ts'
import { type GatewayError, toGatewayError } from '../../core/errors.ts'
import { methodNotAvailable } from '../../rpc/method.ts'
import { type CallEnvironment, type CallParameters, GrpcCall } from './call.ts'
import { callTimeout, deadlineExceeded } from './deadline.ts'
import { invalidBody } from './decoder.ts'
import { checkEncoding, headerReader, isGrpc, principalOf } from './head.ts'
import type { GrpcMethod } from './method.ts'
import { type CallHead, type Receive, respondWithHeaders } from './server.ts'
import { toHeaders } from './status.ts'

/** A method and who may call it how. */
export interface OfferedMethod {
  readonly method: GrpcMethod
  readonly authenticate: Authenticate
  /** Why no call is taken now; left out: all are. */
  readonly refusal?: (() => GatewayError | undefined) | undefined
  readonly maxRequestBytes: number
  /** The deadline of a call that brings none, and the longest it may bring. */
  readonly maxDurationMs: number
  /** Whether its calls may go on for ever, so that a server that stops does not wait for them. */
  readonly endless: boolean
}

/** Of a path that is no method, this much is said back. */
const MAX_PATH_CHARACTERS = 256

/** Decides about each call by its head: nothing of a body is read before the caller is known. */
export function createReceive(offers: readonly OfferedMethod[], environment: CallEnvironment): Receive {
  const byPath = new Map(offers.map((offer) => [offer.method.path, offer]))
  return (head) => {
    const path = head.headers[':path'] ?? ''
    const offer = byPath.get(path)
    try {
      if (!isGrpc(head.headers)) return refuseContentType(head, environment)
      if (!offer) throw methodNotAvailable(path.slice(0, MAX_PATH_CHARACTERS))
      const { method } = offer
      const parameters = parametersOf(head, offer)
      return { method, run: (wire) => method.serve(new GrpcCall(wire, head.stream, parameters, environment)) }
    } catch (thrown) {
      const error = toGatewayError(thrown)
      respondWithHeaders(head.stream, environment.clock, toHeaders(error))
      environment.onError(error, offer?.method.path ?? '')
      return undefined
    }
  }
}

/** Throws what makes the call unacceptable, the missing credential before all else. */
function parametersOf(head: CallHead, offer: OfferedMethod): CallParameters {
  const { path } = offer.method
  const header = headerReader(head)
  const principal = principalOf(head, header, offer.authenticate)
  const refusal = offer.refusal?.()
  if (refusal) throw refusal
  const timeout = callTimeout(header('grpc-timeout'), offer.maxDurationMs)
  if (timeout === 0) throw deadlineExceeded()
  const encoding = header('grpc-encoding')
  checkEncoding(path, encoding)
  return { path, principal, timeout, encoding, header, maxRequestBytes: offer.maxRequestBytes, endless: offer.endless }
}

/** As gRPC asks for: an HTTP error, for whoever it is does not speak gRPC. The status is for those who do after all. */
function refuseContentType({ stream }: CallHead, environment: CallEnvironment): undefined {
  const error = invalidBody('This port speaks gRPC: the content type must be `application/grpc`.')
  respondWithHeaders(stream, environment.clock, { ':status': 415, 'content-type': 'text/plain', ...toHeaders(error) })
  environment.onError(error, '')
}
