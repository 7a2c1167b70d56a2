import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import type { GatewayError } from '../core/errors.ts'
import { anonymous, type Principal } from '../core/principal.ts'

/** Why one who was let in may call no longer; undefined: he may. */
export type Standing = (principal: Principal) => GatewayError | undefined

/** A call that runs. */
export interface StandingCall {
  readonly principal: Principal
  /** The full name of its service. */
  readonly service: string
  abort(error: GatewayError): void
}

/**
 * Ends the calls of those who may call no longer. Calls of AdminService are left to end by themselves: one of them changed who
 * may, and is about to answer.
 */
export function endCalls(calls: Iterable<StandingCall>, standing: Standing): void {
  for (const call of calls) {
    if (call.principal === anonymous || call.service === AdminService.typeName) continue
    const error = standing(call.principal)
    if (error) call.abort(error)
  }
}
