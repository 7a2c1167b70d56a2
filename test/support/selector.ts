import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { ModelPrice } from '#gen/switchyard/v1/model_pb.js'
import { CallContextSchema } from '#gen/switchyard/v1/usage_pb.js'
import { type Target, targetKey } from '../../src/core/call.ts'
import { usd } from '../../src/core/money.ts'
import { operator } from '../../src/core/principal.ts'
import { Catalog, type CatalogOptions } from '../../src/routing/catalog.ts'
import { type SelectableCall, Selector, type SelectorOptions } from '../../src/routing/selector.ts'
import type { ObservedTarget, TargetKnowledge } from '../../src/routing/target-knowledge.ts'
import { FakeClock } from './fake-clock.ts'

/** What a test knows of its targets; of the others nothing is known. */
export class KnownTargets implements TargetKnowledge {
  readonly #observed = new Map<string, ObservedTarget>()
  readonly #prices = new Map<string, ModelPrice>()
  readonly #windows = new Map<string, bigint>()
  readonly #open = new Set<string>()

  see(target: Target, figures: Partial<ObservedTarget>): void {
    this.#observed.set(targetKey(target), { ...this.observed(target), ...figures })
  }

  /** The same dollars for a million tokens of input and of output. */
  price(target: Target, dollars: number): void {
    const money = usd(BigInt(Math.round(dollars * 1e9)))
    this.#prices.set(targetKey(target), {
      $typeName: 'switchyard.v1.ModelPrice',
      input: money,
      output: money,
      estimated: false,
    })
  }

  window(target: Target, tokens: bigint): void {
    this.#windows.set(targetKey(target), tokens)
  }

  open(...targets: readonly Target[]): void {
    for (const target of targets) this.#open.add(targetKey(target))
  }

  observed(target: Target): ObservedTarget {
    return (
      this.#observed.get(targetKey(target)) ?? {
        inFlight: 0,
        averageLatencyMs: undefined,
        errorRate: 0,
        lastEndTime: 0,
      }
    )
  }

  isOpen(target: Target): boolean {
    return this.#open.has(targetKey(target))
  }

  priceOf(target: Target): ModelPrice | undefined {
    return this.#prices.get(targetKey(target))
  }

  contextWindowOf(target: Target): bigint | undefined {
    return this.#windows.get(targetKey(target))
  }
}

/** A selector over these entries, on a clock that stands still. */
export function selectorOver(
  catalog: Pick<CatalogOptions, 'entries'> & Partial<CatalogOptions>,
  change: Partial<SelectorOptions> = {},
): Selector {
  return new Selector({
    catalog: new Catalog({ allowed: [], defaultModel: undefined, ...catalog }),
    knowledge: new KnownTargets(),
    clock: new FakeClock(),
    ...change,
  })
}

/** A call as far as its selection goes. */
export function selectable(
  request: MessageInitShape<typeof GenerateChatRequestSchema>,
  change: Partial<SelectableCall> = {},
): SelectableCall {
  return {
    operation: 'chat',
    principal: operator('local', 'local'),
    request: create(GenerateChatRequestSchema, request),
    context: create(CallContextSchema),
    ...change,
  }
}
