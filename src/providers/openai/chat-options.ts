import { numberOf } from '../wire/request.ts'
import { type ChatDraft, leaveOut } from './chat-draft.ts'
import { effortOf, nearestEffort } from './reasoning-effort.ts'

/** The options of the call as fields of Chat Completions; what is not set stays undefined. */
export function chatOptions(draft: ChatDraft): Record<string, unknown> {
  const { options } = draft.call.request
  if (!options) return {}
  return {
    [draft.compatibility.maxTokensField]: numberOf(options.maxOutputTokens, 'options.max_output_tokens'),
    temperature: options.temperature,
    top_p: options.topP,
    frequency_penalty: options.frequencyPenalty,
    presence_penalty: options.presencePenalty,
    stop: options.stop.length > 0 ? options.stop : undefined,
    ...seedOf(draft),
    ...reasoningOf(draft),
  }
}

function seedOf(draft: ChatDraft): Record<string, unknown> {
  const seed = draft.call.request.options?.seed
  if (seed === undefined) return {}
  if (draft.compatibility.seed) return { [draft.compatibility.seedField]: numberOf(seed, 'options.seed') }
  leaveOut(draft, 'options.seed')
  return {}
}

function reasoningOf(draft: ChatDraft): Record<string, unknown> {
  const { reasoningEffort: field, efforts } = draft.compatibility
  const asked = effortOf(draft.call.request.options?.reasoningEffort)
  if (asked === undefined) return {}
  if (field === 'none') {
    leaveOut(draft, 'options.reasoning_effort')
    return {}
  }
  const effort = nearestEffort(asked, efforts)
  if (effort !== asked) {
    draft.warnings.push(
      `options.reasoning_effort was sent as "${effort}": the provider "${draft.call.target.provider}" has no "${asked}".`,
    )
  }
  return field === 'reasoning' ? { reasoning: { effort } } : { reasoning_effort: effort }
}
