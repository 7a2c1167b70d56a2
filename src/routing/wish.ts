import type { GenerationOptions } from '#gen/switchyard/v1/generation_options_pb.js'
import { Complexity } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import { estimateUsage } from '../core/usage-estimate.ts'

/** What an operator wants for calls that do not say it themselves. */
export interface SelectionPreferences {
  readonly tier: Tier
  readonly taskType: string
  readonly preferredProviders: readonly string[]
}

/** What a call that names no model needs of one, and what it would like. */
export interface Wish {
  /** When it is wished, epoch milliseconds. */
  readonly now: number
  readonly tier: Tier
  /** What the tier follows from, in the words of the options. */
  readonly tierFrom: 'tier' | 'complexity'
  readonly taskType: string
  /** The best first. */
  readonly preferredProviders: readonly string[]
  readonly needs: Needs
}

/** What a model must be able to do. */
export interface Needs {
  readonly tools: boolean
  readonly vision: boolean
  readonly jsonSchema: boolean
  /** Input by estimate, and the output that was asked for. */
  readonly tokens: number
}

const TIERS_BY_COMPLEXITY: Readonly<Record<Complexity, Tier>> = {
  [Complexity.UNSPECIFIED]: Tier.UNSPECIFIED,
  [Complexity.LOW]: Tier.FAST,
  [Complexity.MEDIUM]: Tier.BALANCED,
  [Complexity.HIGH]: Tier.PREMIUM,
}

/** The caller's own words come before the operator's. */
export function wishOf(request: GenerateChatRequest, preferences: SelectionPreferences, now: number): Wish {
  const { options } = request
  const byComplexity = TIERS_BY_COMPLEXITY[options?.complexity ?? Complexity.UNSPECIFIED]
  const preferred = options?.preferredProviders ?? []
  return {
    now,
    tier: options?.tier || byComplexity || preferences.tier,
    tierFrom: !options?.tier && byComplexity ? 'complexity' : 'tier',
    taskType: options?.taskType || preferences.taskType,
    preferredProviders: preferred.length > 0 ? preferred : preferences.preferredProviders,
    needs: needsOf(request, options),
  }
}

function needsOf(request: GenerateChatRequest, options: GenerationOptions | undefined): Needs {
  const output = options?.maxOutputTokens ?? 0n
  return {
    tools: request.tools.length > 0,
    vision: request.messages.some(({ parts }) => parts.some(({ content }) => content.case === 'image')),
    jsonSchema: request.responseFormat?.format.case === 'jsonSchema',
    tokens: Number(estimateUsage(request, 0).inputTokens + output),
  }
}
