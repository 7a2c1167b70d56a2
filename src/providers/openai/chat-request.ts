import type { Tool } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'
import { defined, numberOf, schemaOf, type WireRequest, withProviderOptions } from '../wire/request.ts'
import { chatMessages } from './chat-messages.ts'
import { effortOf } from './reasoning-effort.ts'
import { toolChoiceOf } from './tool-choice.ts'

/** The call as a request of Chat Completions. Source: https://platform.openai.com/docs/api-reference/chat/create */
export function toChatRequest(call: TargetedCall, compatibility: Compatibility): WireRequest {
  const warnings: string[] = []
  const { toolChoice, tools } = call.request
  const body = defined({
    model: call.target.model,
    messages: chatMessages(call, compatibility),
    stream: call.streaming,
    stream_options: call.streaming && compatibility.streamOptions ? { include_usage: true } : undefined,
    ...samplingOf(call, compatibility, warnings),
    tools: tools.length > 0 ? tools.map(toolOf) : undefined,
    tool_choice: toolChoice && toolChoiceOf(toolChoice, (name) => ({ type: 'function', function: { name } })),
    parallel_tool_calls: toolChoice?.parallel,
    response_format: formatOf(call, compatibility, warnings),
  })
  return { body: withProviderOptions(body, call), warnings }
}

function samplingOf(call: TargetedCall, compatibility: Compatibility, warnings: string[]): Record<string, unknown> {
  const { options } = call.request
  if (!options) return {}
  if (options.seed !== undefined && !compatibility.seed) {
    warnings.push(`options.seed was not sent: the provider "${call.target.provider}" does not take it.`)
  }
  return {
    [compatibility.maxTokensField]: numberOf(options.maxOutputTokens, 'options.max_output_tokens'),
    temperature: options.temperature,
    top_p: options.topP,
    frequency_penalty: options.frequencyPenalty,
    presence_penalty: options.presencePenalty,
    stop: options.stop.length > 0 ? options.stop : undefined,
    seed: compatibility.seed ? numberOf(options.seed, 'options.seed') : undefined,
    reasoning_effort: effortOf(options.reasoningEffort),
  }
}

function toolOf(tool: Tool, index: number): Record<string, unknown> {
  const parameters = tool.parametersSchema && schemaOf(tool.parametersSchema, `tools[${index}].parameters_schema`)
  const description = tool.description || undefined
  const fields = { name: tool.name, description, parameters: parameters || undefined, strict: tool.strict }
  return { type: 'function', function: defined(fields) }
}

function formatOf(call: TargetedCall, compatibility: Compatibility, warnings: string[]): unknown {
  const format = call.request.responseFormat?.format
  if (format?.case === undefined) return undefined
  if (format.case === 'jsonObject') return { type: 'json_object' }
  if (!compatibility.jsonSchema) {
    warnings.push(
      `response_format.json_schema was not sent: the provider "${call.target.provider}" takes no schema, so it was asked for any JSON object.`,
    )
    return { type: 'json_object' }
  }
  const { name, description, schema, strict = true } = format.value
  const fields = { name, description: description || undefined, schema: schemaOf(schema, SCHEMA_FIELD), strict }
  return { type: 'json_schema', json_schema: defined(fields) }
}

export const SCHEMA_FIELD = 'response_format.json_schema.schema'
