import type { ResponseFormat } from '#gen/switchyard/v1/content_pb.js'
import type { GenerationOptions } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { Fields } from '../fields.ts'
import { jsonSchemaFormat, OBJECT_FORMAT } from '../format.ts'
import { commonOptions, EFFORTS, takeMetadata } from '../options.ts'
import { invalidParameter } from '../refusals.ts'
import { toolChoiceOf } from '../tool-choice.ts'
import { chatMessage } from './messages.ts'
import { chatToolName, chatTools } from './tools.ts'
import { UNCARRIED } from './uncarried.ts'

/** What a caller of Chat Completions asks for. */
export interface ChatQuestion {
  readonly request: GenerateChatRequest
  readonly streaming: boolean
  /** Whether a stream ends with a chunk that tells its usage. */
  readonly includeUsage: boolean
  /** What was left out, in whole sentences. */
  readonly warnings: readonly string[]
}

/**
 * Reads a request of Chat Completions. Throws INVALID_REQUEST, which names the parameter.
 * Source: https://platform.openai.com/docs/api-reference/chat/create
 */
export function chatQuestion(json: unknown, idempotencyKey: string): ChatQuestion {
  const fields = new Fields(json, '')
  const messages = fields.objects('messages') ?? []
  if (messages.length === 0) throw invalidParameter('messages', 'must have at least one message')
  const options = optionsOf(fields)
  const warnings = takeMetadata(fields, options)
  const tools = chatTools(fields)
  const toolChoice = toolChoiceOf(fields, chatToolName)
  const responseFormat = formatOf(fields)
  const streaming = fields.flag('stream') ?? false
  const includeUsage = wantsUsage(fields)
  fields.onlyHarmless(UNCARRIED)
  fields.end()
  const request: GenerateChatRequest = {
    $typeName: 'switchyard.v1.GenerateChatRequest',
    messages: messages.map(chatMessage),
    tools,
    options,
    idempotencyKey,
    ...(toolChoice && { toolChoice }),
    ...(responseFormat && { responseFormat }),
  }
  return { request, streaming, includeUsage, warnings }
}

function optionsOf(fields: Fields): GenerationOptions {
  const options = commonOptions(fields)
  const maxTokens = maxTokensOf(fields)
  if (maxTokens !== undefined) options.maxOutputTokens = maxTokens
  const frequencyPenalty = fields.number('frequency_penalty')
  if (frequencyPenalty !== undefined) options.frequencyPenalty = frequencyPenalty
  const presencePenalty = fields.number('presence_penalty')
  if (presencePenalty !== undefined) options.presencePenalty = presencePenalty
  const seed = fields.integer('seed')
  if (seed !== undefined) options.seed = seed
  const effort = fields.choice('reasoning_effort', EFFORTS)
  if (effort !== undefined) options.reasoningEffort = effort
  const stop = stopOf(fields)
  if (stop !== undefined) options.stop = stop
  return options
}

function wantsUsage(fields: Fields): boolean {
  const options = fields.object('stream_options')
  const isWanted = options?.flag('include_usage') ?? false
  options?.ignore('include_obfuscation')
  options?.end()
  return isWanted
}

/** `max_tokens` is the older name. */
function maxTokensOf(fields: Fields): bigint | undefined {
  const older = fields.integer('max_tokens')
  const newer = fields.integer('max_completion_tokens')
  if (older !== undefined && newer !== undefined && older !== newer) {
    throw invalidParameter('max_tokens', 'is the older name of max_completion_tokens; send one of them')
  }
  return newer ?? older
}

function stopOf(fields: Fields): string[] | undefined {
  const stop = fields.any('stop')
  if (stop === undefined) return undefined
  const texts = typeof stop === 'string' ? [stop] : (fields.list('stop') ?? [])
  if (!texts.every((text) => typeof text === 'string')) {
    throw invalidParameter('stop', 'must be text or an array of texts', 'invalid_type')
  }
  return [...texts]
}

function formatOf(fields: Fields): ResponseFormat | undefined {
  const format = fields.object('response_format')
  if (!format) return undefined
  const type = format.requiredText('type')
  switch (type) {
    case 'text':
      return end(format, undefined)
    case 'json_object':
      return end(format, OBJECT_FORMAT)
    case 'json_schema':
      return end(format, jsonSchemaFormat(format.requiredObject('json_schema')))
    default:
      throw invalidParameter('response_format.type', 'must be one of text, json_object, json_schema')
  }
}

function end<Value>(fields: Fields, value: Value): Value {
  fields.end()
  return value
}
