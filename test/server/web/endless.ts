import type { RequestContext } from '../../../src/rpc/handler.ts'
import { delta, echo, type Handlers } from './support.ts'

/** Streams without end until its caller is gone; tells why, and that it was ended. */
export function endless(text: string): {
  handlers: Handlers
  started: Promise<void>
  reason: Promise<unknown>
  ended: Promise<void>
} {
  const started = Promise.withResolvers<void>()
  const reason = Promise.withResolvers<unknown>()
  const ended = Promise.withResolvers<void>()
  const handlers = {
    ...echo,
    async *generateTextStream(_request: unknown, { signal }: RequestContext) {
      signal.addEventListener('abort', () => reason.resolve(signal.reason))
      started.resolve()
      try {
        for (;;) {
          yield [delta(text)]
          await new Promise((resolve) => setImmediate(resolve))
        }
      } finally {
        ended.resolve()
      }
    },
  }
  return { handlers, started: started.promise, reason: reason.promise, ended: ended.promise }
}
