import { create, toBinary } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'

/** The key that Switchyard asks its callers for in the bench. It guards nothing. */
export const CALLER_KEY = 'bench-caller-key-0123456789-0123456789'

const SYSTEM = 'You are the assistant of a railway. Answer shortly, and only from what you are told. '.repeat(3)
const QUESTION =
  'Which of the trains that wait in the yard can leave before noon, and which has to wait for a crew? '.repeat(3)
const MAX_TOKENS = 256
const TEMPERATURE = 0.5

/** The request that every call of the bench makes, as protobuf. */
export function grpcRequestFor(model: string): Buffer {
  const request = create(GenerateChatRequestSchema, {
    messages: [message(Role.SYSTEM, SYSTEM), message(Role.USER, QUESTION)],
    options: { model, maxOutputTokens: BigInt(MAX_TOKENS), temperature: TEMPERATURE },
  })
  return Buffer.from(toBinary(GenerateChatRequestSchema, request))
}

export const MODEL = 'bench'

function message(role: Role, value: string) {
  return { role, parts: [{ content: { case: 'text' as const, value } }] }
}

/** The same in protobuf's JSON, as REST takes it. */
export function restRequest(): string {
  return JSON.stringify({
    messages: [
      { role: 'ROLE_SYSTEM', parts: [{ text: SYSTEM }] },
      { role: 'ROLE_USER', parts: [{ text: QUESTION }] },
    ],
    options: { model: MODEL, maxOutputTokens: MAX_TOKENS, temperature: TEMPERATURE },
  })
}

/** The same as the upstream takes it. */
export function openAiRequest(stream: boolean): string {
  return JSON.stringify({
    model: MODEL,
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: QUESTION },
    ],
    max_tokens: MAX_TOKENS,
    temperature: TEMPERATURE,
    stream,
    stream_options: stream ? { include_usage: true } : undefined,
  })
}
