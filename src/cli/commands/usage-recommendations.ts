import {
  type ListRecommendationsResponse,
  ListRecommendationsResponseSchema,
  type Recommendation,
  RecommendationKind,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { cost } from '../format.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { type FilterOptions, filterOf, show } from '../usage-options.ts'

const TIMEOUT_MS = 60_000

/** Shows what would save money, and how that was worked out. */
export function usageRecommendations(terminal: Terminal, options: FilterOptions): Promise<number> {
  const request = { filter: filterOf(options) }
  return show(
    terminal,
    options,
    ListRecommendationsResponseSchema,
    (client) => client.unary(UsageService.method.listRecommendations, request, { timeoutMs: TIMEOUT_MS }),
    asText,
  )
}

function asText({ recommendations }: ListRecommendationsResponse): string {
  if (recommendations.length === 0) return 'Nothing to recommend: no saving that at least 100 requests speak for.'
  const rows = recommendations.map((recommendation) => [savingOf(recommendation), adviceOf(recommendation)])
  const reasons = recommendations.map(({ explanation }, index) => `${index + 1}. ${explanation}`)
  return `${table([['A MONTH', 'ADVICE'], ...rows])}\n\n${reasons.join('\n')}`
}

function savingOf({ monthlySaving }: Recommendation): string {
  return monthlySaving ? cost({ $typeName: 'switchyard.v1.Cost', total: monthlySaving, estimated: false }) : ''
}

function adviceOf({ kind, provider, model, agent, taskType, suggestedModel }: Recommendation): string {
  const users = [agent && `agent ${agent}`, taskType && `task ${taskType}`].filter((word) => word !== '').join(', ')
  const what = `${model} at ${provider}${users === '' ? '' : ` (${users})`}`
  switch (kind) {
    case RecommendationKind.CHEAPER_MODEL:
      return `use ${suggestedModel} instead of ${what}`
    case RecommendationKind.PROMPT_CACHING:
      return `let prompts of ${what} begin alike, so that they are read from the cache`
    case RecommendationKind.SHORTER_PROMPTS:
      return `shorten the prompts of ${what}`
    default:
      return what
  }
}
