import { GatewayError } from '../core/errors.ts'
import { describeFault, type Logger } from './log.ts'

/** Writes to the log when keys and tenants can no longer be read, and when they can again. */
export function observeDirectory(logger: Logger) {
  return {
    failing(error: unknown): void {
      const why = error instanceof GatewayError ? { reason: error.reasonName } : { fault: describeFault(error) }
      logger.error(why, 'keys and tenants cannot be read; those read last are believed for a while')
    },
    recovered(): void {
      logger.info('keys and tenants can be read again')
    },
  }
}
