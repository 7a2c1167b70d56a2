import CircuitBreaker from 'opossum'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Target, targetKey } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError, toGatewayError } from '../core/errors.ts'

export interface CircuitSettings {
  /** Attempts within ten seconds, more than half of them failed, that open a circuit. */
  readonly failureThreshold: number
  /** How long a circuit stays open before one attempt is let through. */
  readonly openMs: number
}

export type CircuitState = 'closed' | 'open' | 'half_open'

export type CircuitEvent = 'successful' | 'failed' | 'rejected'

export interface CircuitObserver {
  circuitChanged(target: Target, state: CircuitState): void
  circuitCounted(target: Target, event: CircuitEvent): void
}

/** Guards one target. */
export interface Circuit {
  readonly state: CircuitState
  /**
   * Runs the attempt unless the circuit is open. The attempt hands out its result by itself; the promise that it
   * returns is its outcome and may come much later. Rejects with CIRCUIT_OPEN when it was not run.
   */
  fire(attempt: () => Promise<void>): Promise<void>
}

/** The circuits of all targets, each made when its target is first used. */
export class Circuits {
  readonly #circuits = new Map<string, Circuit & { shutdown(): void }>()
  readonly #settings: CircuitSettings
  readonly #clock: Clock
  readonly #observer: CircuitObserver

  constructor(settings: CircuitSettings, clock: Clock, observer: CircuitObserver) {
    this.#settings = settings
    this.#clock = clock
    this.#observer = observer
  }

  of(target: Target): Circuit {
    const key = targetKey(target)
    let circuit = this.#circuits.get(key)
    if (!circuit) {
      circuit = newCircuit(target, this.#settings, this.#clock, this.#observer)
      this.#circuits.set(key, circuit)
    }
    return circuit
  }

  /** The state of a target's circuit; one that was never used is closed. */
  stateOf(target: Target): CircuitState {
    return this.#circuits.get(targetKey(target))?.state ?? 'closed'
  }

  /** Stops the circuits' timers. */
  close(): void {
    for (const circuit of this.#circuits.values()) circuit.shutdown()
    this.#circuits.clear()
  }
}

function newCircuit(target: Target, settings: CircuitSettings, clock: Clock, observer: CircuitObserver) {
  const breaker = new CircuitBreaker((attempt: () => Promise<void>) => attempt(), {
    timeout: false,
    resetTimeout: settings.openMs,
    volumeThreshold: settings.failureThreshold,
    errorThresholdPercentage: 50,
    rollingCountTimeout: 10_000,
    // With percentiles a single failure would sort every latency in the window.
    rollingPercentilesEnabled: false,
    errorFilter: (error) => !toGatewayError(error).policy.circuit,
  })
  let openedAt = 0
  observer.circuitChanged(target, 'closed')
  breaker.on('open', () => {
    openedAt = clock.monotonic()
    observer.circuitChanged(target, 'open')
  })
  breaker.on('halfOpen', () => observer.circuitChanged(target, 'half_open'))
  breaker.on('close', () => observer.circuitChanged(target, 'closed'))
  breaker.on('success', () => observer.circuitCounted(target, 'successful'))
  breaker.on('failure', () => observer.circuitCounted(target, 'failed'))
  breaker.on('reject', () => observer.circuitCounted(target, 'rejected'))
  return {
    get state(): CircuitState {
      return breaker.opened ? 'open' : breaker.halfOpen ? 'half_open' : 'closed'
    },
    async fire(attempt: () => Promise<void>) {
      let ran = false
      try {
        await breaker.fire(() => {
          ran = true
          return attempt()
        })
      } catch (thrown) {
        if (ran) throw thrown
        throw circuitOpen(target, Math.max(settings.openMs - (clock.monotonic() - openedAt), 0))
      }
    },
    shutdown: () => breaker.shutdown(),
  }
}

function circuitOpen({ provider, model }: Target, retryAfterMs: number): GatewayError {
  const message = `${provider} has been failing for ${model} and is left alone for a while.`
  return new GatewayError(ErrorReason.CIRCUIT_OPEN, message, { metadata: { provider, model }, retryAfterMs })
}
