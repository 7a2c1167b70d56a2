import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Call, Target } from '../core/call.ts'
import { type GatewayError, toGatewayError } from '../core/errors.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { Selected, Selector } from '../routing/selector.ts'

/** Why a target was not asked: of one that was there is more to tell. */
const NOT_ASKED: readonly ErrorReason[] = [
  ErrorReason.CIRCUIT_OPEN,
  ErrorReason.OVERLOADED,
  ErrorReason.BUDGET_EXCEEDED,
  ErrorReason.STORE_UNAVAILABLE,
  ErrorReason.RATE_LIMITED,
]

/**
 * A call's way along its targets: which one is next, and whether there may be another after a failure. After a target for
 * which the prompt was too long, only those are left that are known to take more.
 */
export class Walk {
  readonly #call: Call
  readonly #selector: Selector
  readonly #targets: Iterator<Target, unknown>
  readonly #contentFilterFallback: boolean
  #next: Target | undefined
  #taken = 0
  #tooSmall = 0
  #over = false
  #error: GatewayError | undefined

  constructor(call: Call, selected: Selected, selector: Selector) {
    this.#call = call
    this.#selector = selector
    this.#targets = selected.targets[Symbol.iterator]()
    this.#contentFilterFallback = selected.contentFilterFallback
  }

  /** Targets that were taken so far. */
  get taken(): number {
    return this.#taken
  }

  /**
   * What is told when no target answered: the first one's error, since of all it was the one that was meant to answer,
   * unless that target was not even asked.
   */
  get error(): GatewayError | undefined {
    return this.#error
  }

  /** The target whose turn is next, without taking it. */
  peek(): Target | undefined {
    while (!this.#over) {
      this.#next ??= this.#targets.next().value as Target | undefined
      if (this.#next === undefined || this.#mayFit(this.#next)) return this.#next
      this.#next = undefined
    }
    return undefined
  }

  /** The next target; undefined when none may be tried any more. */
  take(): Target | undefined {
    const target = this.peek()
    this.#next = undefined
    if (target) this.#taken += 1
    return target
  }

  /** Notes why a target did not answer. */
  failed(target: Target, thrown: unknown): void {
    const error = toGatewayError(thrown)
    if (this.#call.signal.aborted) this.#error = error
    else if (!this.#error || NOT_ASKED.includes(this.#error.reason)) this.#error = error
    if (this.#call.signal.aborted || !this.#mayFallBack(error)) this.#over = true
    if (error.reason === ErrorReason.CONTEXT_LENGTH) this.#tooSmall = Math.max(this.#tooSmall, this.#windowOf(target))
  }

  #mayFit(target: Target): boolean {
    return this.#tooSmall === 0 || (this.#selector.contextWindowOf(target) ?? 0) > this.#tooSmall
  }

  #mayFallBack({ reason, policy }: GatewayError): boolean {
    return policy.fallback || (this.#contentFilterFallback && reason === ErrorReason.CONTENT_FILTER)
  }

  /** The window that the prompt did not fit into; where none is known, the prompt itself by estimate. */
  #windowOf(target: Target): number {
    const { request } = this.#call
    return this.#selector.contextWindowOf(target) ?? Math.max(Number(estimateUsage(request, 0).inputTokens), 1)
  }
}
