import {
  Health,
  type HealthCheckRequest,
  type HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '#gen/grpc/health/v1/health_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { RequestContext, ServiceHandlers } from '../rpc/handler.ts'
import { isProviderService, type ProviderStates, providerServices, providerStatus } from './provider-status.ts'

/**
 * `grpc.health.v1`: whether the server as a whole (the service "") and each of its services serves, and whether each
 * provider answers, by the name `provider/` and its own.
 * Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export interface ServerHealth {
  /** For the doors. */
  readonly service: ServiceHandlers
  readonly serving: boolean
  /** Tells those who watch. Without effect once closed. */
  set(serving: boolean): void
  /** Not serving, for good: those who watch are told, and their streams end. */
  close(): void
}

/** Not serving until it is set. `services` are the full names of those that the doors offer. */
export function createHealth(services: readonly string[], watched?: WatchedProviders): ServerHealth {
  const state = new HealthState(new Set(['', ...services, Health.typeName]), watched)
  return {
    service: { desc: Health, handlers: handlersOf(state) },
    get serving() {
      return state.serving
    },
    set: (serving) => state.change(serving),
    close: () => state.close(),
  }
}

export interface WatchedProviders {
  readonly clock: Clock
  readonly providers: ProviderStates
}

/** How often a provider that is watched is looked at: its state is worked out when asked for, and nobody tells of a change. */
const LOOK_MS = 1000

class HealthState {
  readonly #services: ReadonlySet<string>
  readonly #watched: WatchedProviders | undefined
  serving = false
  closed = false
  readonly #waiting = new Set<() => void>()

  constructor(services: ReadonlySet<string>, watched: WatchedProviders | undefined) {
    this.#services = services
    this.#watched = watched
  }

  get names(): string[] {
    return [...this.#services, ...(this.#watched ? providerServices(this.#watched.providers) : [])]
  }

  statusOf(name: string): ServingStatus {
    const status = this.#services.has(name) ? ServingStatus.SERVING : this.#providerStatus(name)
    if (status === undefined) return ServingStatus.SERVICE_UNKNOWN
    return this.serving ? status : ServingStatus.NOT_SERVING
  }

  change(serving: boolean): void {
    if (this.closed || this.serving === serving) return
    this.serving = serving
    this.#wake()
  }

  close(): void {
    this.serving = false
    this.closed = true
    this.#wake()
  }

  /** Resolves at the next change, when it is time to look again, or when the signal aborts. */
  changed(name: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let cancelTimer: CancelTimer | undefined
      const done = () => {
        cancelTimer?.()
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
      if (isProviderService(name)) cancelTimer = this.#watched?.clock.after(LOOK_MS, done)
    })
  }

  #providerStatus(name: string): ServingStatus | undefined {
    return this.#watched && providerStatus(name, this.#watched.providers)
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}

function handlersOf(state: HealthState): ServiceHandlers['handlers'] {
  return {
    check: async ({ service }: HealthCheckRequest) => {
      const status = state.statusOf(service)
      if (status === ServingStatus.SERVICE_UNKNOWN) throw unknownService(service)
      return toResponse(status)
    },
    list: async () => ({
      $typeName: 'grpc.health.v1.HealthListResponse',
      statuses: Object.fromEntries(state.names.map((name) => [name, toResponse(state.statusOf(name))])),
    }),
    watch: ({ service }: HealthCheckRequest, { signal }: RequestContext) => watch(state, service, signal),
  }
}

/** The status now and at each change of it; a service that is unknown stays so, and the stream open. */
async function* watch(state: HealthState, name: string, signal: AbortSignal): AsyncGenerator<HealthCheckResponse[]> {
  let told: ServingStatus | undefined
  while (!signal.aborted) {
    const status = state.statusOf(name)
    if (status !== told) yield [toResponse(status)]
    told = status
    if (state.closed) return
    // What changed while the message was on its way is seen now rather than waited for.
    if (state.statusOf(name) === told && !signal.aborted) await state.changed(name, signal)
  }
}

function toResponse(status: ServingStatus): HealthCheckResponse {
  return { $typeName: 'grpc.health.v1.HealthCheckResponse', status }
}

/** NOT_FOUND is what the protocol asks for; MODEL_NOT_FOUND is the reason that has this code. */
function unknownService(service: string): GatewayError {
  return new GatewayError(ErrorReason.MODEL_NOT_FOUND, 'This server has no service of this name.', {
    metadata: { service: service.slice(0, 256) },
  })
}
