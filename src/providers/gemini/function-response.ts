import type { Message, Part } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { notSupported } from '../wire/request.ts'

/** The names of the functions called so far, by the ids of the calls: results are told by name. */
export class FunctionNames {
  readonly #byId = new Map<string, string>()

  remember(message: Message): void {
    for (const { content } of message.parts) {
      if (content.case === 'toolCall') this.#byId.set(content.value.id, content.value.name)
    }
  }

  of(toolCallId: string): string | undefined {
    return this.#byId.get(toolCallId)
  }
}

/** A tool's result. Source: https://ai.google.dev/api/caching#FunctionResponse */
export function functionResponse(call: TargetedCall, { content }: Part, field: string, names: FunctionNames) {
  if (content.case !== 'toolResult') throw notSupported(call, field, 'a tool message can hold tool results only.')
  const { toolCallId: id, output, isError } = content.value
  const name = names.of(id)
  if (name === undefined) {
    const sentence = 'Gemini wants the name of the tool, and no earlier message has a tool call of this id.'
    throw notSupported(call, `${field}.tool_call_id`, sentence)
  }
  return { functionResponse: { id, name, response: isError ? { error: output } : { output } } }
}
