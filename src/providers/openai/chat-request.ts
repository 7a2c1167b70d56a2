import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'
import { defined, schemaOf, type WireRequest, withProviderOptions } from '../wire/request.ts'
import { type ChatDraft, leaveOut } from './chat-draft.ts'
import { chatMessages } from './chat-messages.ts'
import { chatOptions } from './chat-options.ts'
import { chatTools } from './chat-tools.ts'

/** The call as a request of Chat Completions. Source: https://platform.openai.com/docs/api-reference/chat/create */
export function toChatRequest(call: TargetedCall, compatibility: Compatibility): WireRequest {
  const draft: ChatDraft = { call, compatibility, warnings: [] }
  const body = defined({
    model: call.target.model,
    messages: chatMessages(draft),
    stream: call.streaming,
    stream_options: call.streaming && compatibility.streamOptions ? { include_usage: true } : undefined,
    ...chatOptions(draft),
    ...chatTools(draft),
    response_format: formatOf(draft),
  })
  return { body: withProviderOptions(body, call), warnings: draft.warnings }
}

function formatOf(draft: ChatDraft): unknown {
  const { provider } = draft.call.target
  const format = draft.call.request.responseFormat?.format
  if (format?.case === undefined) return undefined
  if (format.case === 'jsonObject') return { type: 'json_object' }
  if (!draft.compatibility.jsonSchema) {
    const because = `the provider "${provider}" takes no schema, so it was asked for any JSON object.`
    leaveOut(draft, 'response_format.json_schema', because)
    return { type: 'json_object' }
  }
  const { name, description, schema, strict = true } = format.value
  const fields = { name, description: description || undefined, schema: schemaOf(schema, SCHEMA_FIELD), strict }
  return { type: 'json_schema', json_schema: defined(fields) }
}

export const SCHEMA_FIELD = 'response_format.json_schema.schema'
