import type { ResponseFormat } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { Fields } from '../fields.ts'
import { jsonSchemaFormat, OBJECT_FORMAT } from '../format.ts'
import { functionTool } from '../function-tool.ts'
import { commonOptions, EFFORTS, takeMetadata } from '../options.ts'
import { invalidParameter } from '../refusals.ts'
import { requireFunction, toolChoiceOf } from '../tool-choice.ts'
import { type Echo, echoOf } from './echo.ts'
import { inputMessages } from './input.ts'
import { INCLUDABLE, UNCARRIED } from './uncarried.ts'

/** What a caller of Responses asks for. */
export interface ResponsesQuestion {
  readonly request: GenerateChatRequest
  readonly streaming: boolean
  /** What was left out, in whole sentences. */
  readonly warnings: readonly string[]
  /** What of the request its answer repeats. */
  readonly echo: Echo
}

/**
 * Reads a request of Responses. Throws INVALID_REQUEST, which names the parameter.
 * Source: https://platform.openai.com/docs/api-reference/responses/create
 */
export function responsesQuestion(json: unknown, idempotencyKey: string): ResponsesQuestion {
  const fields = new Fields(json, '')
  const messages = inputMessages(fields)
  const options = optionsOf(fields)
  const warnings = takeMetadata(fields, options)
  const tools = (fields.objects('tools') ?? []).map((tool) => {
    requireFunction(tool)
    return functionTool(tool)
  })
  const toolChoice = toolChoiceOf(fields, (choice) => choice.requiredText('name'))
  const responseFormat = formatOf(fields)
  const streaming = fields.flag('stream') ?? false
  checkInclude(fields)
  fields.onlyHarmless(UNCARRIED)
  fields.end()
  const request: GenerateChatRequest = {
    $typeName: 'switchyard.v1.GenerateChatRequest',
    messages,
    tools,
    options,
    idempotencyKey,
    ...(toolChoice && { toolChoice }),
    ...(responseFormat && { responseFormat }),
  }
  return { request, streaming, warnings, echo: echoOf(json as Record<string, unknown>) }
}

function optionsOf(fields: Fields) {
  const options = commonOptions(fields)
  const maxTokens = fields.integer('max_output_tokens')
  if (maxTokens !== undefined) options.maxOutputTokens = maxTokens
  const reasoning = fields.object('reasoning')
  const effort = reasoning?.choice('effort', EFFORTS)
  if (effort !== undefined) options.reasoningEffort = effort
  // Whether a summary comes is for the provider to say.
  reasoning?.ignore('summary', 'generate_summary')
  reasoning?.onlyHarmless({ context: ['auto'], mode: ['standard'] })
  reasoning?.end()
  return options
}

function formatOf(fields: Fields): ResponseFormat | undefined {
  const text = fields.object('text')
  text?.onlyHarmless({ verbosity: ['medium'] })
  const format = text?.object('format')
  text?.end()
  const type = format?.requiredText('type') ?? 'text'
  if (format && type === 'json_schema') return jsonSchemaFormat(format)
  format?.end()
  if (type === 'text') return undefined
  if (type === 'json_object') return OBJECT_FORMAT
  throw invalidParameter('text.format.type', 'must be one of text, json_object, json_schema')
}

function checkInclude(fields: Fields): void {
  const unknown = (fields.list('include') ?? []).findIndex((name) => !INCLUDABLE.has(name))
  if (unknown !== -1) throw invalidParameter(`include[${unknown}]`, 'is not supported', 'unsupported_value')
}
