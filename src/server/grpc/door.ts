import type { DescService } from '@bufbuild/protobuf'
import { ServerCredentials, type ServerOptions } from '@grpc/grpc-js'
import { Health } from '#gen/grpc/health/v1/health_pb.js'
import type { Authenticate } from '../../access/authenticate.ts'
import type { Clock } from '../../core/clock.ts'
import type { GatewayError } from '../../core/errors.ts'
import { anonymous } from '../../core/principal.ts'
import type { RefusedRequest, ServiceHandlers } from '../../rpc/handler.ts'
import { resolveMethod } from '../../rpc/method.ts'
import type { Refusal } from '../../rpc/refusal.ts'
import { endCalls, type Standing, type StandingCall } from '../standing.ts'
import type { Tls } from '../tls.ts'
import type { CallEnvironment, GrpcCall } from './call.ts'
import { type GrpcMethod, grpcMethod } from './method.ts'
import { createReceive, type OfferedMethod } from './receive.ts'
import { reflectionMethods } from './reflection.ts'
import { GrpcServer } from './server.ts'
import { stopServer } from './stop.ts'

export interface GrpcDoorLimits {
  /** The largest request message. */
  readonly maxRequestBytes: number
  /** The deadline of a call that brings none, and the longest it may bring. */
  readonly maxCallDurationMs: number
  /** How long a caller may stop reading its stream. */
  readonly writeStallMs: number
  /** Age at which connections are replaced, with 10 % jitter; calls on them run on. */
  readonly maxConnectionAgeMs: number
}

export interface GrpcDoorOptions {
  /** Host and port, for example `127.0.0.1:50051` or `[::]:0`; port 0 takes a free one. */
  readonly address: string
  /** The services to offer. `grpc.health.v1.Health` among them needs no authentication. */
  readonly services: readonly ServiceHandlers[]
  readonly authenticate: Authenticate
  /** Left out: all calls are taken. */
  readonly refusal?: Refusal | undefined
  readonly clock: Clock
  readonly limits: GrpcDoorLimits
  /** Whether anyone may ask for the descriptors of the services. */
  readonly reflection: boolean
  /** Undefined: cleartext. */
  readonly tls?: Tls | undefined
  /**
   * Told of every call that ended with an error, for logs and metrics; `path` is "" for unknown methods. Must not
   * throw.
   */
  readonly onError?: (error: GatewayError, path: string) => void
  /** Told of every request that ended with an error before the pipeline had it. Must not throw. */
  readonly onRefused?: (refused: RefusedRequest) => void
}

/** An open gRPC port. */
export interface GrpcDoor {
  /** The address with the port that is listened on. */
  readonly address: string
  readonly port: number
  /**
   * Takes no more calls. Those that run may end within the time; then the rest get SHUTTING_DOWN. Resolves when all
   * is closed. Calling it again can only shorten the time.
   */
  stop(graceMs: number): Promise<void>
  /** Ends the calls of those who may call no longer. */
  endCalls(standing: Standing): void
}

/** Requests of the services that need no authentication are tiny. */
const MAX_PUBLIC_REQUEST_BYTES = 64 * 1024

/** The longest that a timer can run: about 25 days. */
const MAX_TIMER_MS = 2 ** 31 - 1

export async function startGrpcDoor(options: GrpcDoorOptions): Promise<GrpcDoor> {
  const environment: CallEnvironment = {
    clock: options.clock,
    writeStallMs: options.limits.writeStallMs,
    running: new Set(),
    onError: options.onError ?? (() => {}),
    onRefused: options.onRefused ?? (() => {}),
  }
  const methods = offeredMethods(options)
  const server = new GrpcServer(serverOptions(options.limits), options.clock, createReceive(methods, environment))
  for (const { method } of methods) server.add(method)
  const port = await server.listen(options.address, credentials(options.tls))
  return {
    port,
    address: options.address.replace(/:\d+$/, `:${port}`),
    stop: stopServer(server, environment),
    endCalls: (standing) => endCalls([...environment.running].map(standingCall), standing),
  }
}

function standingCall(call: GrpcCall): StandingCall {
  const service = call.path.slice(1, call.path.lastIndexOf('/'))
  return { principal: call.context.principal, service, abort: (error) => call.abort(error) }
}

function offeredMethods(options: GrpcDoorOptions): OfferedMethod[] {
  const offered: OfferedMethod[] = []
  for (const service of options.services) {
    const isPublic = service.desc.typeName === Health.typeName
    const offer = isPublic ? offerToAll : offerToKnown(options, service.desc)
    for (const method of service.desc.methods) offered.push(offer(grpcMethod(resolveMethod(service, method))))
  }
  const descriptors = options.services.map(({ desc }) => desc)
  return options.reflection ? [...offered, ...reflectionMethods(descriptors).map(offerToAll)] : offered
}

/** Health and reflection: small questions, but streams that may stay open as long as the caller likes. */
function offerToAll(method: GrpcMethod): OfferedMethod {
  return {
    method,
    authenticate: () => anonymous,
    maxRequestBytes: MAX_PUBLIC_REQUEST_BYTES,
    maxDurationMs: MAX_TIMER_MS,
    endless: true,
  }
}

function offerToKnown(options: GrpcDoorOptions, service: DescService): (method: GrpcMethod) => OfferedMethod {
  const { authenticate, limits, refusal } = options
  return (method) => ({
    method,
    authenticate,
    refusal: refusal && (() => refusal(service)),
    maxRequestBytes: limits.maxRequestBytes,
    maxDurationMs: limits.maxCallDurationMs,
    endless: false,
  })
}

function credentials(tls: Tls | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure()
  const pair = { private_key: tls.key, cert_chain: tls.cert }
  return ServerCredentials.createSsl(tls.clientCa ?? null, [pair], tls.clientCa !== undefined)
}

function serverOptions(limits: GrpcDoorLimits): ServerOptions {
  return {
    'grpc.max_receive_message_length': limits.maxRequestBytes,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': 1000,
    // Without a grace time: calls on an old connection run to their end.
    'grpc.max_connection_age_ms': limits.maxConnectionAgeMs,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    // Megabytes that one connection may make the server hold.
    'grpc-node.max_session_memory': 256,
  }
}
