import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatResponse } from '#gen/switchyard/v1/generation_pb.js'
import { type AnswerInfo, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { createdOf, infoJson } from '../info.ts'
import { finishReasonOf } from './finish-reason.ts'
import { encodeState } from './message-state.ts'
import { pictureOf, soundOf, toolCallsOf } from './shown.ts'
import { chatUsage } from './usage.ts'

const ID_PREFIX = 'chatcmpl-'

/** What every object of an answer begins with. */
export function headOf(object: string, responseId: string, created: number, model: string) {
  return { id: ID_PREFIX + responseId, object, created, model, system_fingerprint: null }
}

/** A whole answer as a `chat.completion`. */
export function chatCompletion({ message, info }: GenerateChatResponse, warnings: readonly string[]) {
  if (!info) throw new Error('An answer came without its info.')
  const finish_reason = finishReasonOf(info.finishReason)
  const choice = { index: 0, message: messageJson(message?.parts ?? [], info), logprobs: null, finish_reason }
  return {
    ...headOf('chat.completion', info.responseId, createdOf(info), info.model),
    choices: [choice],
    usage: chatUsage(info),
    switchyard: infoJson(info, warnings),
  }
}

function messageJson(parts: Part[], info: AnswerInfo) {
  const texts = parts.flatMap(({ content }) => (content.case === 'text' ? [content.value] : []))
  const thoughts = parts.map(({ content }) => (content.case === 'reasoning' ? content.value.text : '')).join('')
  const text = texts.join('')
  const toolCalls = toolCallsOf(parts)
  const pictures = parts.flatMap(pictureOf)
  const [audio] = parts.flatMap(soundOf)
  const provider_state = encodeState(parts)
  return {
    role: 'assistant',
    content: texts.length === 0 ? null : text,
    refusal: info.finishReason === FinishReason.REFUSAL ? text : null,
    ...(thoughts !== '' && { reasoning_content: thoughts }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    ...(pictures.length > 0 && { images: pictures }),
    ...(audio && { audio }),
    ...(provider_state && { provider_state }),
  }
}
