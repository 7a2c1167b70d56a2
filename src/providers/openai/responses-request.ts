import type { Tool } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'
import { defined, numberOf, schemaOf, type WireRequest, withProviderOptions } from '../wire/request.ts'
import { SCHEMA_FIELD } from './chat-request.ts'
import { effortOf, reasons } from './reasoning-effort.ts'
import { responsesInput } from './responses-input.ts'
import { toolChoiceOf } from './tool-choice.ts'

/**
 * The call as a request of the Responses interface, stateless: nothing is stored, and reasoning comes back encrypted.
 * Source: https://platform.openai.com/docs/api-reference/responses/create
 */
export function toResponsesRequest(call: TargetedCall, compatibility: Compatibility): WireRequest {
  const { options, toolChoice, tools } = call.request
  const effort = effortOf(options?.reasoningEffort)
  const encrypted = reasons(call.target, options?.reasoningEffort)
  const body = defined({
    model: call.target.model,
    input: responsesInput(call, compatibility),
    stream: call.streaming,
    store: false,
    include: encrypted ? ['reasoning.encrypted_content'] : undefined,
    max_output_tokens: numberOf(options?.maxOutputTokens, 'options.max_output_tokens'),
    temperature: options?.temperature,
    top_p: options?.topP,
    reasoning: effort === undefined ? undefined : { effort },
    tools: tools.length > 0 ? tools.map(toolOf) : undefined,
    tool_choice: toolChoice && toolChoiceOf(toolChoice, (name) => ({ type: 'function', name })),
    parallel_tool_calls: toolChoice?.parallel,
    text: formatOf(call),
  })
  return { body: withProviderOptions(body, call), warnings: [...warningsOf(call)] }
}

function* warningsOf(call: TargetedCall): Generator<string> {
  const { options, messages } = call.request
  const because = 'OpenAI’s Responses interface does not have it.'
  if (options?.stop.length) yield `options.stop was not sent: ${because}`
  if (options?.seed !== undefined) yield `options.seed was not sent: ${because}`
  if (options?.frequencyPenalty !== undefined) yield `options.frequency_penalty was not sent: ${because}`
  if (options?.presencePenalty !== undefined) yield `options.presence_penalty was not sent: ${because}`
  const named = messages.findIndex((message) => message.name !== undefined)
  if (named !== -1) yield `messages[${named}].name was not sent: ${because}`
}

/** An unset `strict` is sent as false, which is what Chat Completions takes it for. */
function toolOf(tool: Tool, index: number): Record<string, unknown> {
  const parameters = tool.parametersSchema
    ? schemaOf(tool.parametersSchema, `tools[${index}].parameters_schema`)
    : { type: 'object', properties: {}, additionalProperties: false }
  const description = tool.description || undefined
  return defined({ type: 'function', name: tool.name, description, parameters, strict: tool.strict ?? false })
}

function formatOf(call: TargetedCall): unknown {
  const format = call.request.responseFormat?.format
  if (format?.case === undefined) return undefined
  if (format.case === 'jsonObject') return { format: { type: 'json_object' } }
  const { name, description, schema, strict = true } = format.value
  const fields = { name, description: description || undefined, schema: schemaOf(schema, SCHEMA_FIELD), strict }
  return { format: { type: 'json_schema', ...defined(fields) } }
}
