import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { CallContextSchema } from '#gen/switchyard/v1/usage_pb.js'
import { systemClock } from '../../src/core/clock.ts'
import { usd } from '../../src/core/money.ts'
import { operator } from '../../src/core/principal.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { catalogEntries, type NamedRoute } from '../../src/routing/entries.ts'
import { type SelectableCall, Selector } from '../../src/routing/selector.ts'
import type { TargetKnowledge } from '../../src/routing/target-knowledge.ts'
import type { Step } from './step.ts'

const TIERS = [Tier.FAST, Tier.BALANCED, Tier.PREMIUM]

/** The ways in which a call finds its first target. */
export function selectionSteps(): Step[] {
  const wishes = { tier: Tier.BALANCED, taskType: 'coding' }
  return [
    selecting('select-name', 'selection: a model by its name', 20, { model: 'm7' }),
    selecting('select-weighted', 'selection: a route of four targets with weights', 20, { model: 'weighted' }),
    selecting('select-automatic-20', 'selection: the best of 20 models', 20, wishes),
    selecting('select-automatic-200', 'selection: the best of 200 models', 200, wishes),
  ]
}

interface Wishes {
  readonly model?: string
  readonly tier?: Tier
  readonly taskType?: string
}

function selecting(name: string, title: string, models: number, wishes: Wishes): Step {
  const selector = selectorAmong(models)
  const call = callWith(wishes)
  return {
    name,
    title,
    repeat(times) {
      for (let left = times; left > 0; left -= 1) {
        for (const target of selector.select(call).targets) if (target) break
      }
    },
  }
}

function selectorAmong(count: number): Selector {
  const models = Array.from({ length: count }, (_, index) => ({
    name: `m${index}`,
    upstreamName: `m${index}`,
    aliases: [],
    bestFor: ['chat', 'coding'],
    capabilities: undefined,
    tier: TIERS[index % TIERS.length] ?? Tier.FAST,
  }))
  const targets = models.slice(0, 4).map(({ name }, index) => ({ provider: 'p', model: name, weight: index + 1 }))
  const routes: NamedRoute[] = [{ name: 'weighted', balance: 'weighted', targets }]
  const entries = catalogEntries([{ name: 'p', endpoints: [{ name: 'p' }], models }], routes)
  const catalog = new Catalog({ entries, allowed: [], defaultModel: 'm0' })
  return new Selector({ catalog, clock: systemClock, knowledge: quietKnowledge() })
}

/** Prices and windows are known, and nothing has failed. */
function quietKnowledge(): TargetKnowledge {
  const health = new TargetHealth()
  return {
    observed: (target) => health.of(target),
    isOpen: () => false,
    priceOf: () => ({
      $typeName: 'switchyard.v1.ModelPrice',
      input: usd(1_000_000_000n),
      output: usd(4_000_000_000n),
      estimated: false,
    }),
    contextWindowOf: () => 200_000n,
  }
}

function callWith(options: Wishes): SelectableCall {
  const content = { case: 'text' as const, value: 'Which train leaves first? '.repeat(20) }
  const request = create(GenerateChatRequestSchema, { messages: [{ role: Role.USER, parts: [{ content }] }], options })
  const principal = operator('local', 'local')
  return { operation: 'chat', request, principal, context: create(CallContextSchema) }
}
