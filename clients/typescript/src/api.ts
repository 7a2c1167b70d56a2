// What both entries of the package offer, beside their `createClient`.

export type { Message, Part, ToolCall } from '../../../gen/ts/switchyard/v1/content_pb.js'
export { Role, ToolChoice_Mode } from '../../../gen/ts/switchyard/v1/content_pb.js'
export { ErrorReason } from '../../../gen/ts/switchyard/v1/error_reason_pb.js'
export { Complexity, Priority, ReasoningEffort } from '../../../gen/ts/switchyard/v1/generation_options_pb.js'
export type {
  CompareChatResponse,
  GenerateChatResponse,
  GenerateChatStreamResponse,
  GenerateTextResponse,
  GenerateTextStreamResponse,
} from '../../../gen/ts/switchyard/v1/generation_pb.js'
export type { EmbedResponse } from '../../../gen/ts/switchyard/v1/llm_service_pb.js'
export { LLMService } from '../../../gen/ts/switchyard/v1/llm_service_pb.js'
export { Tier } from '../../../gen/ts/switchyard/v1/model_pb.js'
export type { AnswerInfo, Attempt, Usage } from '../../../gen/ts/switchyard/v1/usage_pb.js'
export { FinishReason } from '../../../gen/ts/switchyard/v1/usage_pb.js'
export type { GetStatisticsResponse } from '../../../gen/ts/switchyard/v1/usage_service_pb.js'
export { UsageService } from '../../../gen/ts/switchyard/v1/usage_service_pb.js'
export type { ServiceMethods } from './caller.ts'
export { SwitchyardClient, type Timeframe } from './client.ts'
export { type FieldViolation, type QuotaViolation, type Reason, type StatusName, SwitchyardError } from './errors.ts'
export type { MessageInput, PartInput, ToolInput, ToolResultInput, TurnInput } from './messages.ts'
export { textOf, toolCallsOf } from './messages.ts'
export type { CallOptions, ClientOptions } from './options.ts'
export type { ChatOptions, GenerateOptions, GenerationOptions, TextOptions } from './requests.ts'
export { textsOf } from './texts.ts'
