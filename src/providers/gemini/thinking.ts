import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { modelName } from './model-name.ts'

type Fields = Readonly<Record<string, unknown>>

/** How a model is told to think: not at all, by a number of tokens, or by a level, which all newer ones take. */
export type Thinking = 'none' | 'budget' | 'level'

/** Source: https://ai.google.dev/gemini-api/docs/thinking */
export function thinkingOf(model: string): Thinking {
  const name = modelName(model)
  if (/^(gemini-(1|2\.0)[.-]|gemma|learnlm|text-|embedding-)/.test(name)) return 'none'
  return /^gemini-2\.5/.test(name) ? 'budget' : 'level'
}

/** What is sent for an effort; a sentence about what could not be honoured. */
export interface ThinkingConfig {
  readonly config: Fields | undefined
  readonly warning: string | undefined
}

const NOTHING: ThinkingConfig = { config: undefined, warning: undefined }

export function thinkingConfig(model: string, effort: ReasoningEffort | undefined): ThinkingConfig {
  if (effort === undefined || effort === ReasoningEffort.UNSPECIFIED) return NOTHING
  switch (thinkingOf(model)) {
    case 'level':
      return byLevel(effort)
    case 'budget':
      return byBudget(model, effort)
    default:
      if (effort === ReasoningEffort.NONE) return NOTHING
      return { config: undefined, warning: 'options.reasoning_effort was not sent: the model does not reason.' }
  }
}

type Effort = Exclude<ReasoningEffort, ReasoningEffort.UNSPECIFIED>

const levels: Record<Effort, string> = {
  [ReasoningEffort.NONE]: 'MINIMAL',
  [ReasoningEffort.MINIMAL]: 'MINIMAL',
  [ReasoningEffort.LOW]: 'LOW',
  [ReasoningEffort.MEDIUM]: 'MEDIUM',
  [ReasoningEffort.HIGH]: 'HIGH',
  [ReasoningEffort.MAX]: 'HIGH',
}

function byLevel(effort: Effort): ThinkingConfig {
  const thinkingLevel = levels[effort]
  const config = { thinkingLevel, ...shown(effort) }
  const lacking = effort === ReasoningEffort.NONE || effort === ReasoningEffort.MAX
  return { config, warning: lacking ? nearest(`the level ${thinkingLevel}`) : undefined }
}

/** As the vendor itself translates efforts, but for `MINIMAL`, which is the least that every model takes. */
const budgets: Record<Effort, number> = {
  [ReasoningEffort.NONE]: 0,
  [ReasoningEffort.MINIMAL]: 512,
  [ReasoningEffort.LOW]: 1024,
  [ReasoningEffort.MEDIUM]: 8192,
  [ReasoningEffort.HIGH]: 24_576,
  [ReasoningEffort.MAX]: 24_576,
}

/** The bounds of Gemini 2.5 Pro, which cannot be kept from thinking. The other models take 0 to 24,576. */
const PRO = { least: 128, most: 32_768 }

function byBudget(model: string, effort: Effort): ThinkingConfig {
  const isPro = /^gemini-2\.5-pro/.test(modelName(model))
  if (isPro && effort === ReasoningEffort.NONE) {
    return { config: { thinkingBudget: PRO.least }, warning: nearest(`${PRO.least} tokens`) }
  }
  const thinkingBudget = isPro && effort === ReasoningEffort.MAX ? PRO.most : budgets[effort]
  return { config: { thinkingBudget, ...shown(effort) }, warning: undefined }
}

/** Who asks for reasoning wants to see it, as far as the vendor shows it. */
function shown(effort: Effort): { includeThoughts?: true } {
  return effort === ReasoningEffort.NONE ? {} : { includeThoughts: true }
}

function nearest(what: string): string {
  return `options.reasoning_effort was brought to the nearest that the model has, ${what}.`
}
