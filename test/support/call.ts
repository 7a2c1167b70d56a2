import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { CallContextSchema } from '#gen/switchyard/v1/usage_pb.js'
import { newJournal, type TargetedCall } from '../../src/core/call.ts'
import { operator } from '../../src/core/principal.ts'

export interface CallChoices {
  readonly request?: MessageInitShape<typeof GenerateChatRequestSchema>
  readonly streaming?: boolean
  readonly signal?: AbortSignal
  readonly provider?: string
  readonly model?: string
  readonly id?: string
}

/** A call as it reaches an adapter. Without a request it says "hello". */
export function targetedCall(choices: CallChoices = {}): TargetedCall {
  const { provider = 'played', model = 'model-1', id = 'call-1' } = choices
  return {
    id,
    principal: operator('local', 'local'),
    operation: 'chat',
    request: create(GenerateChatRequestSchema, choices.request ?? { messages: [userMessage('hello')] }),
    streaming: choices.streaming ?? false,
    signal: choices.signal ?? new AbortController().signal,
    deadline: Number.MAX_SAFE_INTEGER,
    startTime: 0,
    startMonotonic: 0,
    context: create(CallContextSchema),
    journal: newJournal(),
    target: { provider, name: model, model },
  }
}

/** A user's message of one text. */
export function userMessage(text: string) {
  return { role: Role.USER, parts: [{ content: { case: 'text' as const, value: text } }] }
}
