import type { MessageInitShape } from '@bufbuild/protobuf'
import type { ResponseFormatSchema, ToolChoiceSchema } from '../../../gen/ts/switchyard/v1/content_pb.js'
import type { GenerationOptionsSchema } from '../../../gen/ts/switchyard/v1/generation_options_pb.js'
import type {
  GenerateChatRequestSchema,
  GenerateTextRequestSchema,
} from '../../../gen/ts/switchyard/v1/generation_pb.js'
import type { CallContextSchema } from '../../../gen/ts/switchyard/v1/usage_pb.js'
import { type MessageInput, type ToolInput, toMessage, toTool } from './messages.ts'
import type { CallOptions } from './options.ts'

type OptionsInit = MessageInitShape<typeof GenerationOptionsSchema>
type Whole = 'maxOutputTokens' | 'seed'

/** The contract's `GenerationOptions`, with ordinary numbers. */
export interface GenerationOptions extends Omit<OptionsInit, '$typeName' | '$unknown' | Whole> {
  readonly maxOutputTokens?: number | bigint | undefined
  readonly seed?: number | bigint | undefined
}

/** What every generating call takes. */
export interface GenerateOptions extends GenerationOptions, CallOptions {
  /** Correlation of agents. */
  readonly context?: MessageInitShape<typeof CallContextSchema> | undefined
  /** Names the call, so that trying it again is not paid twice. */
  readonly idempotencyKey?: string | undefined
}

export interface TextOptions extends GenerateOptions {
  /** Instructions that stand above the prompt. */
  readonly system?: string | undefined
}

export interface ChatOptions extends GenerateOptions {
  readonly tools?: readonly ToolInput[] | undefined
  readonly toolChoice?: MessageInitShape<typeof ToolChoiceSchema> | undefined
  readonly responseFormat?: MessageInitShape<typeof ResponseFormatSchema> | undefined
}

/** A call, taken apart: what goes to the gateway, and how. */
export interface Split<Request> {
  readonly request: Request
  readonly call: CallOptions
}

export function splitText(
  prompt: string,
  given: TextOptions = {},
): Split<MessageInitShape<typeof GenerateTextRequestSchema>> {
  const { system, ...rest } = given
  const { call, request } = splitOptions(rest)
  return { call, request: { ...request, prompt, ...(system !== undefined && { system }) } }
}

export function splitChat(
  messages: readonly MessageInput[],
  given: ChatOptions = {},
): Split<MessageInitShape<typeof GenerateChatRequestSchema>> {
  const { tools = [], toolChoice, responseFormat, ...rest } = given
  const { call, request } = splitOptions(rest)
  const form = { ...(toolChoice && { toolChoice }), ...(responseFormat && { responseFormat }) }
  return { call, request: { ...request, ...form, messages: messages.map(toMessage), tools: tools.map(toTool) } }
}

function splitOptions(given: GenerateOptions) {
  const { signal, timeoutMs, maxRetries, headers, onHeader, context, idempotencyKey = '', ...generation } = given
  const call = { signal, timeoutMs, maxRetries, headers, onHeader }
  return { call, request: { options: toOptions(generation), idempotencyKey, ...(context && { context }) } }
}

function toOptions({ maxOutputTokens, seed, ...options }: GenerationOptions): OptionsInit {
  return {
    ...withoutUnset(options),
    ...(maxOutputTokens !== undefined && { maxOutputTokens: BigInt(maxOutputTokens) }),
    ...(seed !== undefined && { seed: BigInt(seed) }),
  }
}

function withoutUnset(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
