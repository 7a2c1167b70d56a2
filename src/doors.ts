import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Authenticate } from './access/authenticate.ts'
import { formatAddress } from './config/address.ts'
import type { Settings } from './config/settings.ts'
import type { Clock } from './core/clock.ts'
import { headerContext } from './rpc/call-context.ts'
import type { ServiceHandlers } from './rpc/handler.ts'
import type { Refusal } from './rpc/refusal.ts'
import { startGrpcDoor } from './server/grpc/door.ts'
import { jsonRpcEndpoints } from './server/json-rpc/endpoints.ts'
import { openaiEndpoints } from './server/openai/endpoints.ts'
import { restEndpoints } from './server/rest/endpoints.ts'
import type { Standing } from './server/standing.ts'
import { loadTls } from './server/tls.ts'
import { startWebDoor } from './server/web/door.ts'
import type { Readiness } from './server/web/probes.ts'
import { describeFault, type Logger } from './telemetry/log.ts'
import type { Metrics } from './telemetry/metrics.ts'
import { Refusals } from './telemetry/refusals.ts'

export interface DoorContext {
  readonly authenticate: Authenticate
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Why a service takes no calls now. */
  readonly refusal: Refusal
  readonly ready: () => Readiness
}

/** Opens both doors to the same services. Rejects when one cannot be opened; then neither is. */
export async function startDoors(settings: Settings, services: readonly ServiceHandlers[], context: DoorContext) {
  const { authenticate, clock, logger, metrics, ready, refusal } = context
  const { listen, limits } = settings
  const refusals = new Refusals({ clock, logger, metrics, contextOf: headerContext })
  const shared = {
    services,
    clock,
    onRefused: refusals.report,
    refusal,
    tls: listen.tls && loadTls(listen.tls),
    authenticate,
  }
  const grpc = await startGrpcDoor({
    ...shared,
    address: formatAddress(listen.grpc),
    limits,
    reflection: listen.reflection,
    onError: (error, path) => {
      if (error.reason !== ErrorReason.INTERNAL) return
      logger.error({ method: path, fault: describeFault(error.cause) }, 'fault at the gRPC port')
    },
  })
  try {
    const web = await startWebDoor({
      ...shared,
      ...listen.web,
      allowedOrigins: listen.allowedOrigins,
      endpoints: (methods) => [...restEndpoints(methods), ...jsonRpcEndpoints(methods), ...openaiEndpoints(methods)],
      ready,
      metrics: () => metrics.expose(),
      onError: (error) => logger.error({ fault: describeFault(error) }, 'fault at the web port'),
      limits: {
        maxRequestBytes: limits.maxRequestBytes,
        maxCallMs: limits.maxCallDurationMs,
        writeStallMs: limits.writeStallMs,
      },
    })
    return {
      grpc,
      web: { ...web, address: formatAddress({ host: listen.web.host, port: web.port }) },
      /** Ends the calls of those who may call no longer. */
      endCalls(standing: Standing) {
        grpc.endCalls(standing)
        web.endCalls(standing)
      },
    }
  } catch (thrown) {
    await grpc.stop(0)
    throw thrown
  }
}
