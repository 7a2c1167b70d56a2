import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'

const words: Record<ReasoningEffort, string | undefined> = {
  [ReasoningEffort.UNSPECIFIED]: undefined,
  [ReasoningEffort.NONE]: 'none',
  [ReasoningEffort.MINIMAL]: 'minimal',
  [ReasoningEffort.LOW]: 'low',
  [ReasoningEffort.MEDIUM]: 'medium',
  [ReasoningEffort.HIGH]: 'high',
  [ReasoningEffort.MAX]: 'max',
}

/** OpenAI's word for an effort. Which of them a model takes, the vendor says best itself. */
export function effortOf(effort: ReasoningEffort | undefined): string | undefined {
  return effort === undefined ? undefined : words[effort]
}

/** Models of OpenAI that reason; the others refuse to be asked for encrypted reasoning. */
const REASONING_MODELS = /^(o\d|gpt-(?:[5-9]|\d\d)(?!.*-chat)|codex)/

/** Whether a model reasons, by its name or because the caller says how hard. */
export function reasons(model: string, effort: ReasoningEffort | undefined): boolean {
  if (effort) return effort !== ReasoningEffort.NONE
  return REASONING_MODELS.test(model.slice(model.lastIndexOf('/') + 1))
}
