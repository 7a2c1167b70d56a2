import type { TargetedCall } from '../../core/call.ts'
import { GatewayError } from '../../core/errors.ts'

/** What a call failed with: the reason why it was given up if it was, and otherwise the error with the target's names. */
export function explain({ signal, target }: TargetedCall, thrown: unknown): unknown {
  if (signal.aborted) return signal.reason
  const { provider, model } = target
  return thrown instanceof GatewayError ? thrown.with({ provider, model }) : thrown
}

/** Fails as `Provider.open` does. */
export async function explained<Value>(call: TargetedCall, attempt: () => Promise<Value>): Promise<Value> {
  try {
    return await attempt()
  } catch (thrown) {
    throw explain(call, thrown)
  }
}
