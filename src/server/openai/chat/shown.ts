import type { Part, ToolCall } from '#gen/switchyard/v1/content_pb.js'
import { base64, dataUrl } from '../media.ts'

/** A call of a tool. */
export function toolCallJson({ id, name, arguments: text }: ToolCall) {
  return { id, type: 'function', function: { name, arguments: text } }
}

export function toolCallsOf(parts: readonly Part[]) {
  return parts.flatMap(({ content }) => (content.case === 'toolCall' ? [toolCallJson(content.value)] : []))
}

/** A picture that the model made, in the place where OpenRouter has it: OpenAI has none for it in Chat Completions. */
export function pictureOf({ content }: Part) {
  if (content.case !== 'image') return []
  const { source, mediaType } = content.value
  const url = source.case === 'data' ? dataUrl(mediaType, source.value) : (source.value ?? '')
  return [{ type: 'image_url', image_url: { url } }]
}

/** Sound that the model made. It cannot be named later, and so has no id. */
export function soundOf({ content }: Part) {
  if (content.case !== 'audio') return []
  return [{ id: '', data: base64(content.value.data), expires_at: 0, transcript: '' }]
}
