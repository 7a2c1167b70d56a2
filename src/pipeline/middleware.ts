import type { Answer } from '../core/answer.ts'
import type { Call, TargetedCall } from '../core/call.ts'

/** The rest of the pipeline. Rejects with a GatewayError as long as the call is not committed. */
export type Next<C extends Call = Call> = (call: C) => Promise<Answer>

/** One concern around the rest of the pipeline. */
export type Middleware<C extends Call = Call> = (call: C, next: Next<C>) => Promise<Answer>

/** A middleware around the attempts at one target. */
export type TargetMiddleware = Middleware<TargetedCall>

/** Puts middlewares around the innermost step; the first one listed is the outermost. */
export function compose<C extends Call>(middlewares: readonly Middleware<C>[], innermost: Next<C>): Next<C> {
  return middlewares.reduceRight<Next<C>>((next, middleware) => (call) => middleware(call, next), innermost)
}
