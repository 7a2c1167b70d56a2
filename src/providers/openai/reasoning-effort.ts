import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import type { Target } from '../../core/call.ts'
import { EFFORTS, type Effort } from '../options.ts'
import { told } from '../wire/model-name.ts'

const words: Record<ReasoningEffort, Effort | undefined> = {
  [ReasoningEffort.UNSPECIFIED]: undefined,
  [ReasoningEffort.NONE]: 'none',
  [ReasoningEffort.MINIMAL]: 'minimal',
  [ReasoningEffort.LOW]: 'low',
  [ReasoningEffort.MEDIUM]: 'medium',
  [ReasoningEffort.HIGH]: 'high',
  [ReasoningEffort.MAX]: 'max',
}

/** OpenAI's word for an effort. Which of them a model takes, the vendor says best itself. */
export function effortOf(effort: ReasoningEffort | undefined): Effort | undefined {
  return effort === undefined ? undefined : words[effort]
}

/** The one of the efforts that a server has which comes nearest; of two as near the greater. */
export function nearestEffort(asked: Effort, efforts: readonly Effort[]): Effort {
  const distance = (effort: Effort) => Math.abs(EFFORTS.indexOf(effort) - EFFORTS.indexOf(asked))
  const [nearest] = efforts.toSorted((a, b) => distance(a) - distance(b) || EFFORTS.indexOf(b) - EFFORTS.indexOf(a))
  return nearest ?? asked
}

/** Models of OpenAI that reason; the others refuse to be asked for encrypted reasoning. */
const REASONING_MODELS = /^(o\d|gpt-(?:[5-9]|\d\d)(?!.*-chat)|codex)/

/** Whether a model reasons, by its name or because the caller says how hard. */
export function reasons(target: Target, effort: ReasoningEffort | undefined): boolean {
  if (effort) return effort !== ReasoningEffort.NONE
  return told(target, (name) => REASONING_MODELS.test(name.slice(name.lastIndexOf('/') + 1)) || undefined) ?? false
}
