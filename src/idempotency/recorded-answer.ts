import { toBinary } from '@bufbuild/protobuf'
import { GenerateChatStreamResponseSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { Selection } from '#gen/switchyard/v1/usage_pb.js'
import type { Target } from '../core/call.ts'
import type { AnswerEvent, Ending } from '../core/events.ts'

/** A whole answer, as it was given. */
export interface RecordedAnswer {
  /** The call that was answered, and paid. */
  readonly callId: string
  readonly target: Target
  readonly selection: Selection | undefined
  readonly warnings: readonly string[]
  readonly batches: readonly (readonly AnswerEvent[])[]
  readonly ending: Ending
}

/** What an event takes beside its content: its objects, and its place in the batch. */
const EVENT_BYTES = 200

/** How much memory a batch takes, rather too much than too little: text may take two bytes for each of its own. */
export function bytesOf(batch: readonly AnswerEvent[]): number {
  let bytes = 0
  for (const event of batch) {
    const message = { $typeName: 'switchyard.v1.GenerateChatStreamResponse' as const, sequence: 0n, event }
    bytes += EVENT_BYTES + 2 * toBinary(GenerateChatStreamResponseSchema, message).length
  }
  return bytes
}
