import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import type { ModelTraits } from './model-traits.ts'

/** What a wanted effort becomes: fields of the request, and a sentence where it is not quite what was wanted. */
export interface WantedThinking {
  readonly thinking?: Readonly<Record<string, unknown>>
  /** For `output_config`. */
  readonly effort?: string
  readonly warning?: string
}

/** Source: https://platform.claude.com/docs/en/build-with-claude/effort */
const efforts: Partial<Record<ReasoningEffort, string>> = {
  [ReasoningEffort.MINIMAL]: 'low',
  [ReasoningEffort.LOW]: 'low',
  [ReasoningEffort.MEDIUM]: 'medium',
  [ReasoningEffort.HIGH]: 'high',
  [ReasoningEffort.MAX]: 'max',
}

/** Which part of `max_tokens` a model may think, that knows budgets only. The rest is left for what it says. */
const shares: Partial<Record<ReasoningEffort, number>> = {
  [ReasoningEffort.MINIMAL]: 0,
  [ReasoningEffort.LOW]: 1 / 8,
  [ReasoningEffort.MEDIUM]: 1 / 4,
  [ReasoningEffort.HIGH]: 1 / 2,
  [ReasoningEffort.MAX]: 3 / 4,
}

/** The vendor takes no less. Source: https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
const LEAST_BUDGET = 1024

export function thinkingOf(
  effort: ReasoningEffort | undefined,
  { thinking }: ModelTraits,
  maxTokens: number,
): WantedThinking {
  if (!effort) return {}
  if (effort === ReasoningEffort.NONE) return thinking.kind === 'always' ? withoutThinking(thinking.off) : {}
  switch (thinking.kind) {
    case 'none':
      return { warning: 'options.reasoning_effort was not sent: the model does not reason.' }
    case 'budget':
      return budgetOf(effort, maxTokens)
    case 'on_request':
      return { thinking: { type: 'adaptive' }, ...effortOf(effort) }
    case 'always':
      return effortOf(effort)
  }
}

/** Models that think on request only need no word that keeps them from it. */
function withoutThinking(off: string | undefined): WantedThinking {
  if (off === 'disabled') return { thinking: { type: off } }
  const lowered = 'options.reasoning_effort was lowered as far as it goes: the model cannot stop reasoning altogether.'
  return off === undefined ? { effort: 'low', warning: lowered } : { thinking: { type: off }, warning: lowered }
}

function effortOf(effort: ReasoningEffort): WantedThinking {
  const word = efforts[effort]
  if (word === undefined) return {}
  if (effort !== ReasoningEffort.MINIMAL) return { effort: word }
  return { effort: word, warning: 'options.reasoning_effort was sent as low, which is the least that Anthropic has.' }
}

function budgetOf(effort: ReasoningEffort, maxTokens: number): WantedThinking {
  if (maxTokens <= LEAST_BUDGET) {
    return {
      warning: `options.reasoning_effort was not sent: the model reasons with ${LEAST_BUDGET} tokens or more, and the whole answer may have ${maxTokens} only.`,
    }
  }
  const budget = Math.max(LEAST_BUDGET, Math.floor(maxTokens * (shares[effort] ?? 0)))
  return { thinking: { type: 'enabled', budget_tokens: budget } }
}
