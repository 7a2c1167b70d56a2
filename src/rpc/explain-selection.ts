import { create } from '@bufbuild/protobuf'
import {
  type ExplainSelectionRequest,
  type ExplainSelectionResponse,
  Operation,
  type PlannedTarget,
} from '#gen/switchyard/v1/admin_service_pb.js'
import { GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { SelectionCandidate } from '#gen/switchyard/v1/usage_pb.js'
import { accountOf, type Target } from '../core/call.ts'
import { durationOf } from '../core/duration.ts'
import type { Principal } from '../core/principal.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { TargetHealth } from '../resilience/target-health.ts'
import { type Catalog, type CatalogEntry, standsIn } from '../routing/catalog.ts'
import type { Selector } from '../routing/selector.ts'
import { checkJsonFields } from './check-json.ts'
import type { UnaryHandler } from './handler.ts'
import { type NewCallOptions, newCall } from './new-call.ts'

export interface ExplainSelectionOptions extends NewCallOptions {
  readonly selector: Selector
  readonly catalog: Catalog
  readonly circuits: Circuits
  readonly health: TargetHealth
}

/** Selects as the call itself would, and stops there. */
export function explainSelection(
  options: ExplainSelectionOptions,
): UnaryHandler<ExplainSelectionRequest, ExplainSelectionResponse> {
  return async ({ request, operation }, context) => {
    const conversation = explaining(request as GenerateChatRequest)
    checkJsonFields(conversation)
    const kind = operation === Operation.TEXT ? 'text' : 'chat'
    const { call, release } = newCall(conversation, context, { operation: kind, streaming: false }, options)
    try {
      const { selection, targets } = options.selector.select(call)
      if (call.request.options?.model === undefined)
        selection.candidates.push(...notAllowed(options.catalog, call.principal))
      const planned = Array.from(targets, (target) => plannedTarget(target, options))
      return { $typeName: 'switchyard.v1.ExplainSelectionResponse', selection, targets: planned }
    } finally {
      release()
    }
  }
}

function explaining(request: GenerateChatRequest): GenerateChatRequest {
  const asked = request.options ?? create(GenerationOptionsSchema)
  return { ...request, options: { ...asked, explainSelection: true } }
}

/** An operator may see what callers cannot call. */
function notAllowed({ entries, listed }: Catalog, { allowedModels }: Principal): SelectionCandidate[] {
  const isAllowed = (entry: CatalogEntry) => listed.includes(entry) && standsIn(allowedModels, entry)
  const passedOver = entries.filter((entry) => !entry.hidden && !isAllowed(entry))
  return passedOver.map((entry) => ({
    $typeName: 'switchyard.v1.SelectionCandidate',
    model: entry.name,
    provider: accountOf(entry.targets[0]?.provider ?? ''),
    score: 0,
    parts: {},
    excluded: 'It is not among the allowed models.',
  }))
}

function plannedTarget(target: Target, { circuits, health }: ExplainSelectionOptions): PlannedTarget {
  const { averageLatencyMs, errorRate, inFlight } = health.of(target)
  const planned: PlannedTarget = {
    $typeName: 'switchyard.v1.PlannedTarget',
    provider: target.provider,
    model: target.model,
    circuit: circuits.stateOf(target),
    inFlight,
    errorRate,
  }
  if (averageLatencyMs !== undefined) planned.averageLatency = durationOf(averageLatencyMs)
  return planned
}
