import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import type { CallEnvironment } from './call.ts'
import type { GrpcServer } from './server.ts'

/** How long the last statuses may take to reach their callers before the connections are cut. */
const FLUSH_MS = 1000

/** The door's `stop`: see there. */
export function stopServer(server: GrpcServer, environment: CallEnvironment): (graceMs: number) => Promise<void> {
  const { clock, running } = environment
  let closed: Promise<void> | undefined
  return async (graceMs) => {
    closed ??= server.close()
    end([...running].filter(({ endless }) => endless))
    const cancelGrace = clock.after(graceMs, () => end(running))
    const cancelCut = clock.after(graceMs + FLUSH_MS, () => server.destroy())
    await closed
    cancelGrace()
    cancelCut()
  }
}

function end(calls: Iterable<{ abort(error: GatewayError): void }>): void {
  for (const call of [...calls]) {
    call.abort(new GatewayError(ErrorReason.SHUTTING_DOWN, 'The server is shutting down; call again.'))
  }
}
