import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { credentials, Client as GrpcClient } from '@grpc/grpc-js'
import { onTestFinished } from 'vitest'
import {
  Health,
  type HealthCheckRequest,
  HealthCheckRequestSchema,
  type HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '#gen/grpc/health/v1/health_pb.js'

type StatusName = keyof typeof ServingStatus

export interface WatchedHealth {
  /** Resolves when the service is told to be so, at once if that was the last word. */
  until(status: StatusName): Promise<StatusName>
}

/** Watches a service by `grpc.health.v1`, as a client that balances its load does, until the running test ends. */
export function watchHealth(address: string, service: string): WatchedHealth {
  const client = new GrpcClient(address, credentials.createInsecure())
  const { watch } = Health.method
  const stream = client.makeServerStreamRequest(
    `/${Health.typeName}/${watch.name}`,
    (request: HealthCheckRequest) => Buffer.from(toBinary(watch.input, request)),
    (bytes: Buffer): HealthCheckResponse => fromBinary(watch.output, bytes),
    create(HealthCheckRequestSchema, { service }),
  )
  let last: ServingStatus | undefined
  const waiting = new Map<ServingStatus, () => void>()
  stream.on('error', () => {})
  stream.on('data', ({ status }: HealthCheckResponse) => {
    last = status
    waiting.get(status)?.()
  })
  onTestFinished(() => {
    stream.cancel()
    client.close()
  })
  return {
    until: (status) =>
      new Promise((resolve) => {
        if (last === ServingStatus[status]) resolve(status)
        else waiting.set(ServingStatus[status], () => resolve(status))
      }),
  }
}
