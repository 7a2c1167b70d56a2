import { Health, HealthCheckResponse_ServingStatus } from '#gen/grpc/health/v1/health_pb.js'
import { connect, type GlobalOptions } from '../global-options.ts'
import { print, type Terminal } from '../terminal.ts'

const TIMEOUT_MS = 5000

/** Whether the gateway serves, by the standard health service. */
export async function healthcheck(terminal: Terminal, options: GlobalOptions): Promise<number> {
  const client = connect(options, terminal)
  try {
    const { status } = await client.unary(Health.method.check, { service: '' }, { timeoutMs: TIMEOUT_MS })
    const name = HealthCheckResponse_ServingStatus[status] ?? 'UNKNOWN'
    print(terminal, options.output === 'json' ? JSON.stringify({ status: name }) : name)
    return status === HealthCheckResponse_ServingStatus.SERVING ? 0 : 1
  } finally {
    client.close()
  }
}
