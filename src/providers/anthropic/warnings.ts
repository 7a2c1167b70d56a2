import { type Message, Role } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { isBeforeDefault } from './versions.ts'

/** What a request leaves out or puts elsewhere, in whole sentences. */
export function* warningsOf(call: TargetedCall, version: string): Generator<string> {
  const { options, messages, responseFormat } = call.request
  const because = 'Anthropic does not have it.'
  if (!isBeforeDefault(version)) {
    const gone = `version ${version} of Anthropic’s interface does not have it.`
    if (options?.temperature !== undefined) yield `options.temperature was not sent: ${gone}`
    if (options?.topP !== undefined) yield `options.top_p was not sent: ${gone}`
  }
  if (options?.frequencyPenalty !== undefined) yield `options.frequency_penalty was not sent: ${because}`
  if (options?.presencePenalty !== undefined) yield `options.presence_penalty was not sent: ${because}`
  if (options?.seed !== undefined) yield `options.seed was not sent: ${because}`
  if (responseFormat?.format.case === 'jsonSchema' && responseFormat.format.value.description !== '') {
    yield `response_format.json_schema.description was not sent: ${because}`
  }
  yield* warningsOfMessages(messages, because)
}

function* warningsOfMessages(messages: readonly Message[], because: string): Generator<string> {
  const named = messages.findIndex((message) => message.name !== undefined)
  if (named !== -1) yield `messages[${named}].name was not sent: ${because}`
  const first = messages.findIndex(({ role }) => role !== Role.SYSTEM)
  const late = first === -1 ? -1 : messages.findIndex(({ role }, index) => index > first && role === Role.SYSTEM)
  if (late !== -1) yield `messages[${late}] was moved: instructions go to Anthropic ahead of the conversation.`
  for (const [index, { parts }] of messages.entries()) {
    const detailed = parts.findIndex(({ content }) => content.case === 'image' && content.value.detail !== undefined)
    if (detailed === -1) continue
    yield `messages[${index}].parts[${detailed}].image.detail was not sent: ${because}`
    return
  }
}
