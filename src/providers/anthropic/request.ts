import type { TargetedCall } from '../../core/call.ts'
import { defined, notSupported, numberOf, schemaOf, type WireRequest, withProviderOptions } from '../wire/request.ts'
import { conversationOf } from './messages.ts'
import { traitsOf } from './model-traits.ts'
import { thinkingOf } from './thinking.ts'
import { toolChoiceOf, toolOf } from './tools.ts'
import { isBeforeDefault } from './versions.ts'
import { warningsOf } from './warnings.ts'

/**
 * The call as a request of the Messages API. `max_tokens` is the one thing that is sent although nobody set it, since
 * the vendor requires it. Source: https://platform.claude.com/docs/en/api/messages/create
 */
export function toMessagesRequest(call: TargetedCall, version: string): WireRequest {
  const { options, toolChoice, tools } = call.request
  const traits = traitsOf(call.target)
  const maxTokens = numberOf(options?.maxOutputTokens, 'options.max_output_tokens')
  const { thinking, effort, warning } = thinkingOf(options?.reasoningEffort, traits, maxTokens ?? traits.maxTokens)
  const body = defined({
    model: call.target.model,
    ...conversationOf(call),
    stream: call.streaming,
    max_tokens: maxTokens,
    stop_sequences: options?.stop.length ? options.stop : undefined,
    ...samplingOf(call, version),
    thinking,
    output_config: outputConfigOf(call, effort),
    tools: tools.length > 0 ? tools.map(toolOf) : undefined,
    tool_choice: toolChoice && toolChoiceOf(toolChoice),
  })
  return {
    body: { max_tokens: traits.maxTokens, ...withProviderOptions(body, call) },
    warnings: [...warningsOf(call, version), ...(warning === undefined ? [] : [warning])],
  }
}

/** What of a request its count of tokens depends on. Source: https://platform.claude.com/docs/en/api/messages/count_tokens */
const COUNTED = ['model', 'system', 'messages', 'tools', 'tool_choice', 'thinking', 'output_config', 'cache_control']

/** The call as a request to count its tokens. */
export function toCountRequest(call: TargetedCall, version: string): WireRequest['body'] {
  const { body } = toMessagesRequest(call, version)
  return defined(Object.fromEntries(COUNTED.map((field) => [field, body[field]])))
}

function samplingOf(call: TargetedCall, version: string): Record<string, unknown> {
  const { options } = call.request
  return isBeforeDefault(version) ? { temperature: options?.temperature, top_p: options?.topP } : {}
}

function outputConfigOf(call: TargetedCall, effort: string | undefined): unknown {
  const format = formatOf(call)
  return effort === undefined && format === undefined ? undefined : defined({ effort, format })
}

/** The vendor holds to every schema that it takes, as if `strict` were always set. */
function formatOf(call: TargetedCall): unknown {
  const format = call.request.responseFormat?.format
  if (format?.case === undefined) return undefined
  if (format.case === 'jsonSchema') {
    return { type: 'json_schema', schema: schemaOf(format.value.schema, 'response_format.json_schema.schema') }
  }
  throw notSupported(call, 'response_format.json_object', 'Anthropic answers in JSON by a schema only.')
}
