import type { Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { toGatewayError } from '../core/errors.ts'
import type { Timeouts } from '../core/timeouts.ts'
import type { Provider } from '../providers/provider.ts'
import { Watchdog } from '../resilience/watchdog.ts'

/** What it takes to ask a provider something that is no call: it costs nothing, so the pipeline has no part in it. */
export interface ProviderQuestions {
  readonly clock: Clock
  readonly provider: (name: string) => Provider
  readonly timeouts: (provider: string) => Timeouts
  /** Keeps the provider's connections open while the question is answered. */
  readonly during: <T>(question: () => Promise<T>) => Promise<T>
}

/**
 * Asks within the provider's total timeout. Throws a GatewayError that names the provider, or the signal's reason.
 * The provider's answer is worth waiting for only while the signal that it is given has not aborted.
 */
export async function askProvider<Answer>(
  { clock, provider, timeouts, during }: ProviderQuestions,
  target: Pick<Target, 'provider'>,
  signal: AbortSignal,
  ask: (provider: Provider, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const abort = new AbortController()
  const onAbort = () => abort.abort(signal.reason)
  const watchdog = new Watchdog(clock, timeouts(target.provider), false, (error) => abort.abort(error))
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await during(() => ask(provider(target.provider), abort.signal))
  } catch (thrown) {
    throw toGatewayError(abort.signal.aborted ? abort.signal.reason : thrown).with({ provider: target.provider })
  } finally {
    watchdog.stop()
    signal.removeEventListener('abort', onAbort)
  }
}
