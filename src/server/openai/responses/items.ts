import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { base64 } from '../media.ts'
import { encodeState } from './part-state.ts'

/** How far an item has come. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

type Json = Readonly<Record<string, unknown>>

/** Beginnings of items' ids, by what their parts hold. What is not here has no place in Responses. */
const PREFIXES: Readonly<Record<string, string>> = { text: 'msg', reasoning: 'rs', toolCall: 'fc', image: 'ig' }

/** The id of a part's item; undefined for a part that has no place in Responses, such as sound. */
export function itemId({ content }: Part, responseId: string, index: number): string | undefined {
  const prefix = PREFIXES[content.case ?? '']
  return prefix && `${prefix}_${responseId}_${index}`
}

/** A part of an answer as an item of the output; `isRefusal`: the model's text is that it declines. */
export function outputItem(part: Part, id: string, status: ItemStatus, isRefusal = false): Json {
  const { content } = part
  const state = encodeState(part)
  const provider_state = state === undefined ? {} : { provider_state: state }
  switch (content.case) {
    case 'text': {
      const piece = isRefusal ? { type: 'refusal', refusal: content.value } : outputText(content.value)
      const pieces = status === 'in_progress' ? [] : [piece]
      return { id, type: 'message', status, role: 'assistant', content: pieces, ...provider_state }
    }
    case 'reasoning':
      return {
        id,
        type: 'reasoning',
        summary: summaryOf(content.value.text),
        ...(state && { encrypted_content: state }),
      }
    case 'toolCall': {
      const { id: call_id, name, arguments: text } = content.value
      return { id, type: 'function_call', status, call_id, name, arguments: text, ...provider_state }
    }
    case 'image': {
      const { source, mediaType } = content.value
      const result = source.case === 'data' ? base64(source.value) : null
      const output_format = mediaType.replace(/^image\//, '') || 'png'
      return { id, type: 'image_generation_call', status, result, output_format, ...provider_state }
    }
    default:
      throw new Error(`A part with ${content.case} has no place in Responses.`)
  }
}

export function outputText(text: string): Json {
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

export function summaryText(text: string): Json {
  return { type: 'summary_text', text }
}

function summaryOf(text: string): Json[] {
  return text === '' ? [] : [summaryText(text)]
}
