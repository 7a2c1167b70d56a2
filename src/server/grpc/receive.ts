import type { OutgoingHttpHeaders } from 'node:http2'
import type { Authenticate } from '../../access/authenticate.ts'
import type { Clock } from '../../core/clock.ts'
import { type GatewayError, toGatewayError } from '../../core/errors.ts'
import type { Principal } from '../../core/principal.ts'
import { requestIdOf } from '../../rpc/call-context.ts'
import { methodNotAvailable } from '../../rpc/method.ts'
import { type CallEnvironment, type CallParameters, GrpcCall } from './call.ts'
import { callTimeout, deadlineExceeded } from './deadline.ts'
import { invalidBody } from './decoder.ts'
import { checkEncoding, headerReader, isGrpc, principalOf } from './head.ts'
import type { GrpcMethod } from './method.ts'
import { type CallHead, type Receive, type Received, respondWithHeaders } from './server.ts'
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
    const onFault = (thrown: unknown) => refuse(head, toGatewayError(thrown), offer?.method.path ?? '', environment)
    try {
      if (!isGrpc(head.headers)) return refuseContentType(head, environment)
      if (!offer) throw methodNotAvailable(path.slice(0, MAX_PATH_CHARACTERS))
      const header = headerReader(head)
      const accept = (principal: Principal) => acceptCall(head, offer, { header, principal }, environment)
      const principal = principalOf(head, header, offer.authenticate)
      return principal instanceof Promise ? principal.then(accept).catch(onFault) : accept(principal)
    } catch (thrown) {
      return onFault(thrown)
    }
  }
}

type Known = Pick<CallParameters, 'header' | 'principal'>

function acceptCall(head: CallHead, offer: OfferedMethod, known: Known, environment: CallEnvironment): Received {
  const { method } = offer
  const parameters = parametersOf(offer, known, environment.clock)
  return { method, run: (wire) => method.serve(new GrpcCall(wire, head.stream, parameters, environment)) }
}

/** Answers with the error, and tells of it. */
function refuse(
  head: CallHead,
  error: GatewayError,
  method: string,
  environment: CallEnvironment,
  headers: OutgoingHttpHeaders = {},
): undefined {
  const header = headerReader(head)
  const requestId = requestIdOf(header, environment.clock)
  respondWithHeaders(head.stream, environment.clock, { ...headers, ...toHeaders(error, requestId) })
  environment.onError(error, method)
  environment.onRefused({ error, method, requestId, header })
}

/** Throws what makes the call unacceptable although it is known who calls. */
function parametersOf(offer: OfferedMethod, { header, principal }: Known, clock: Clock): CallParameters {
  const { maxRequestBytes, endless } = offer
  const { path } = offer.method
  const refusal = offer.refusal?.()
  if (refusal) throw refusal
  const timeout = callTimeout(header('grpc-timeout'), offer.maxDurationMs)
  if (timeout === 0) throw deadlineExceeded()
  const encoding = header('grpc-encoding')
  checkEncoding(path, encoding)
  const requestId = requestIdOf(header, clock)
  return { path, principal, requestId, timeout, encoding, header, maxRequestBytes, endless }
}

/** As gRPC asks for: an HTTP error, for whoever it is does not speak gRPC. The status is for those who do after all. */
function refuseContentType(head: CallHead, environment: CallEnvironment): undefined {
  const error = invalidBody('This port speaks gRPC: the content type must be `application/grpc`.')
  return refuse(head, error, '', environment, { ':status': 415, 'content-type': 'text/plain' })
}
