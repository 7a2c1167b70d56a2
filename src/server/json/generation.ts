import type { DescMessage, DescMethodServerStreaming, DescMethodUnary, Message } from '@bufbuild/protobuf'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { invalidField } from '../../core/errors.ts'
import { messageOf } from './message-of.ts'
import { placesOf } from './places.ts'
import { type Entries, take } from './shorthands.ts'

/** A request for an answer to a prompt or to a conversation, with the methods that give it. */
export interface Generation {
  /** Whether the answer comes piece by piece. */
  readonly isStream: boolean
  readonly request: Message
  readonly whole: DescMethodUnary<DescMessage, DescMessage>
  readonly stream: DescMethodServerStreaming<DescMessage, DescMessage>
}

/** Reads `{prompt | messages, system, stream, …}`. A prompt with nothing that only conversations have asks for a text. */
export function generationOf(entries: Entries): Generation {
  const [stream = false, rest] = take(entries, 'stream')
  if (typeof stream !== 'boolean') throw invalidField('stream', 'must be true or false')
  const names = rest.map(([name]) => name)
  if (!names.includes('prompt') && !names.includes('messages'))
    throw invalidField('prompt', 'give a prompt or messages')
  const { method } = LLMService
  const texts = placesOf(GenerateTextRequestSchema)
  if (names.includes('prompt') && names.every((name) => texts.has(name))) {
    const request = messageOf(GenerateTextRequestSchema, rest)
    return { isStream: stream, request, whole: method.generateText, stream: method.generateTextStream }
  }
  const request = messageOf(GenerateChatRequestSchema, rest)
  return { isStream: stream, request, whole: method.generateChat, stream: method.generateChatStream }
}
