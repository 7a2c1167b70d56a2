import { GatewayError } from '../core/errors.ts'
import { describeFault, type Logger } from './log.ts'

/** Writes to the log when what others stored can no longer be taken over, and when it can again. */
export function observeStoreWatch(logger: Logger) {
  return {
    failing(error: unknown): void {
      const why = error instanceof GatewayError ? { reason: error.reasonName } : { fault: describeFault(error) }
      logger.error(why, 'what is stored cannot be taken over; what was read last stays in force')
    },
    recovered(): void {
      logger.info('what is stored is taken over again')
    },
  }
}
