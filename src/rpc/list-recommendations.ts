import {
  type ListRecommendationsRequest,
  type ListRecommendationsResponse,
  RecommendationKind as RecommendationKindMessage,
  type Recommendation as RecommendationMessage,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { usd } from '../core/money.ts'
import type { Principal } from '../core/principal.ts'
import { cheaperModel, promptCaching, shorterPrompts } from '../usage/advisers.ts'
import {
  type ConfiguredModel,
  type ModelUse,
  type Recommendation,
  type RecommendationKind,
  recommendations,
} from '../usage/recommendations.ts'
import type { UsageFilter, UsageReports } from '../usage/reports.ts'
import type { UnaryHandler } from './handler.ts'
import { type ModelOptions, modelOf } from './models.ts'
import type { ReportOptions } from './query-usage.ts'
import { timelessFilterOf } from './usage-filter.ts'

export interface RecommendationOptions extends ReportOptions, ModelOptions {}

type Handler = UnaryHandler<ListRecommendationsRequest, ListRecommendationsResponse>

const MONTH_MS = 30 * 86_400_000

/** The costliest: what comes after them saves little. */
const MAX_GROUPS = 1000

const KINDS: Readonly<Record<RecommendationKind, RecommendationKindMessage>> = {
  cheaper_model: RecommendationKindMessage.CHEAPER_MODEL,
  prompt_caching: RecommendationKindMessage.PROMPT_CACHING,
  shorter_prompts: RecommendationKindMessage.SHORTER_PROMPTS,
}

export function listRecommendations(options: RecommendationOptions): Handler {
  return async ({ filter }, { principal }) => {
    const to = options.clock.now()
    const uses = await usesIn({ ...timelessFilterOf(filter, principal), from: to - MONTH_MS, to }, options.reports)
    const found = recommendations(uses, modelsOf(options, principal), [cheaperModel, promptCaching, shorterPrompts])
    return { $typeName: 'switchyard.v1.ListRecommendationsResponse', recommendations: found.map(toMessage) }
  }
}

async function usesIn(filter: UsageFilter, reports: UsageReports): Promise<ModelUse[]> {
  const { groups } = await reports.query({
    filter,
    pieces: undefined,
    groupBy: ['provider', 'model', 'agent', 'taskType'],
    order: [{ by: 'cost', ascending: false }],
    total: false,
    percentiles: false,
    limit: MAX_GROUPS,
    offset: 0,
  })
  return groups.map(({ values, figures }) => {
    const named = (dimension: 'provider' | 'model' | 'agent' | 'taskType') => values.get(dimension) ?? ''
    const [provider, model] = [named('provider'), named('model')]
    return { provider, model, agent: named('agent'), taskType: named('taskType'), figures }
  })
}

/** Only what the caller may use is offered to it. */
function modelsOf(options: RecommendationOptions, { allowedModels }: Principal): ConfiguredModel[] {
  const { entries } = options.catalog
  const offered = new Set(options.catalog.list(allowedModels))
  const models = entries.filter(({ isRoute, hidden }) => !isRoute && !hidden)
  return models.map((entry) => {
    return { model: modelOf(entry, options), targets: entry.targets, offered: offered.has(entry) }
  })
}

function toMessage({ suggested, savingNanos, costNanos, ...recommendation }: Recommendation): RecommendationMessage {
  const { kind, provider, model, agent, taskType, attempts, explanation } = recommendation
  return {
    $typeName: 'switchyard.v1.Recommendation',
    kind: KINDS[kind],
    provider,
    model,
    agent,
    taskType,
    suggestedProvider: suggested?.targets[0]?.provider ?? '',
    suggestedModel: suggested?.model.name ?? '',
    monthlySaving: usd(savingNanos),
    monthlyCost: usd(costNanos),
    attempts: BigInt(attempts),
    explanation,
  }
}
