import type { GatewayError } from '../../../src/core/errors.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import { textDelta } from './fixture.ts'

export const streamPath = '/switchyard.v1.LLMService/GenerateTextStream'

/** A handler that streams until it is stopped, and tells how that went. */
export function endlessStream(text: string) {
  const ended = Promise.withResolvers<{ reason: string; sent: number }>()
  const started = Promise.withResolvers<void>()
  let sent = 0
  const generateTextStream = async function* (_request: unknown, { signal }: RequestContext) {
    try {
      for (;;) {
        yield [textDelta(text, sent++)]
        started.resolve()
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      const error = signal.reason as GatewayError | undefined
      ended.resolve({ reason: error?.reasonName ?? 'not aborted', sent })
    }
  }
  return { handlers: { generateTextStream }, started: started.promise, ended: ended.promise }
}

/** Handlers that neither answer nor listen. */
export function deafHandlers() {
  const reason = Promise.withResolvers<string>()
  const wait = (context: RequestContext) => {
    context.signal.addEventListener('abort', () => reason.resolve((context.signal.reason as GatewayError).reasonName))
    return new Promise<never>(() => {})
  }
  const handlers = {
    generateText: (_request: unknown, context: RequestContext) => wait(context),
    generateTextStream: async function* (_request: unknown, context: RequestContext) {
      yield [textDelta('a')]
      await wait(context)
    },
  }
  return { handlers, reason: reason.promise }
}
