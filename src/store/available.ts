import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'

/** What the store answers. Rejects with STORE_UNAVAILABLE when it does not. */
export async function available<Value>(answer: () => Promise<Value>): Promise<Value> {
  try {
    return await answer()
  } catch (cause) {
    throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
  }
}
