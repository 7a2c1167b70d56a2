import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'

type WireFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter'

/** These words are all that clients know. `switchyard.finish_reason` has the exact one. */
const words: Readonly<Record<FinishReason, WireFinishReason>> = {
  [FinishReason.UNSPECIFIED]: 'stop',
  [FinishReason.STOP]: 'stop',
  [FinishReason.LENGTH]: 'length',
  [FinishReason.TOOL_CALLS]: 'tool_calls',
  [FinishReason.CONTENT_FILTER]: 'content_filter',
  // The message has it as its `refusal` too.
  [FinishReason.REFUSAL]: 'stop',
  // Neither is all that there was to say: of the known words, the one for what was cut.
  [FinishReason.PAUSE]: 'length',
  [FinishReason.ERROR]: 'length',
  [FinishReason.OTHER]: 'stop',
}

export function finishReasonOf(reason: FinishReason): WireFinishReason {
  // A later version of the contract may have more.
  return words[reason] ?? 'stop'
}
