import { HealthCheckResponse_ServingStatus as ServingStatus } from '#gen/grpc/health/v1/health_pb.js'

/** Providers as far as `grpc.health.v1` tells of them; a reload may change which there are. */
export interface ProviderStates {
  /** By their full names. */
  readonly names: readonly string[]
  stateOf(provider: string): 'unknown' | 'healthy' | 'degraded' | 'unhealthy'
}

/** What stands before a provider's name where services are named. No service of gRPC has such a name. */
const PREFIX = 'provider/'

/** A degraded provider still answers, and so it serves. */
const STATUSES = {
  unknown: ServingStatus.UNKNOWN,
  healthy: ServingStatus.SERVING,
  degraded: ServingStatus.SERVING,
  unhealthy: ServingStatus.NOT_SERVING,
} as const

export function providerServices({ names }: ProviderStates): string[] {
  return names.map((name) => `${PREFIX}${name}`)
}

export function isProviderService(service: string): boolean {
  return service.startsWith(PREFIX)
}

/** Undefined when there is no such provider. */
export function providerStatus(service: string, providers: ProviderStates): ServingStatus | undefined {
  const name = service.slice(PREFIX.length)
  return isProviderService(service) && providers.names.includes(name) ? STATUSES[providers.stateOf(name)] : undefined
}
