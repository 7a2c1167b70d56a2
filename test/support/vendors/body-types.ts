/**
 * The type of a request's body, in the words of the vendor's own SDK: a piece of TypeScript that exports `Body`. What a
 * vendor takes beyond the SDK that is used for it is written out, with the page that says so.
 */
const openAIChat = `
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
`

export const bodyTypes = {
  responses: `
import type { ResponseCreateParams } from 'openai/resources/responses/responses'
export type Body = ResponseCreateParams`,

  chat: `${openAIChat}
export type Body = ChatCompletionCreateParams`,

  messages: `
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages'
export type Body = MessageCreateParams`,

  /** The SDK knows the newest version only. https://platform.claude.com/docs/en/api/versioning */
  'messages 2023-06-01': `
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages'
export type Body = MessageCreateParams & { temperature?: number; top_p?: number }`,

  /**
   * The SDK's parameters are its own form, so the body is put together of the SDK's types of its pieces. Their enums
   * stand on the wire as texts. https://ai.google.dev/api/generate-content#request-body
   */
  generateContent: `
import type { Content, GenerationConfig, SafetySetting, Tool, ToolConfig } from '@google/genai'
type Wire<T> = T extends string ? \`\${T}\` : T extends readonly (infer E)[] ? Wire<E>[]
  : T extends object ? { [K in keyof T]: Wire<T[K]> } : T
export type Body = Wire<{
  contents: Content[]
  systemInstruction?: Content
  generationConfig?: GenerationConfig
  tools?: Tool[]
  toolConfig?: ToolConfig
  safetySettings?: SafetySetting[]
  cachedContent?: string
}>`,

  /** https://docs.mistral.ai/api/#tag/chat */
  mistral: `${openAIChat}
type Shared = 'model' | 'stream' | 'temperature' | 'top_p' | 'max_tokens' | 'stop' | 'tools' | 'frequency_penalty'
  | 'presence_penalty' | 'response_format' | 'parallel_tool_calls'
type Piece = { type: 'text'; text: string } | { type: 'image_url'; image_url: string | { url: string; detail?: string } }
  | { type: 'input_audio'; input_audio: string } | { type: 'document_url'; document_url: string; document_name?: string }
  | { type: 'thinking'; thinking: { type: 'text'; text: string }[]; closed?: boolean; signature?: string }
type Call = { id: string; type: 'function'; function: { name: string; arguments: string }; index?: number }
type Message = { role: 'system' | 'user'; content: string | Piece[] }
  | { role: 'assistant'; content: string | Piece[] | null; tool_calls?: Call[]; prefix?: boolean }
  | { role: 'tool'; content: string | Piece[]; tool_call_id?: string; name?: string }
export type Body = Pick<ChatCompletionCreateParams, Shared> & {
  messages: Message[]
  random_seed?: number
  tool_choice?: 'auto' | 'none' | 'any' | 'required' | { type: 'function'; function: { name: string } }
  prompt_mode?: 'reasoning'
  reasoning_effort?: 'none' | 'low' | 'medium' | 'high'
  safe_prompt?: boolean
}`,

  /** https://openrouter.ai/docs/api-reference/parameters */
  openrouter: `${openAIChat}
type Detail = { type: string; text?: string | null; summary?: string; data?: string; signature?: string | null
  id?: string | null; format?: string; index?: number }
type Plain = ChatCompletionCreateParams
type Assistant = Extract<Plain['messages'][number], { role: 'assistant' }> & { reasoning?: string; reasoning_details?: Detail[] }
export type Body = Omit<Plain, 'messages' | 'reasoning_effort'> & {
  messages: (Exclude<Plain['messages'][number], { role: 'assistant' }> | Assistant)[]
  reasoning?: { effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'; max_tokens?: number; exclude?: boolean; enabled?: boolean }
  usage?: { include: boolean }
}`,

  /** https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html */
  vllm: `${openAIChat}
type Plain = ChatCompletionCreateParams
type Assistant = Extract<Plain['messages'][number], { role: 'assistant' }> & { reasoning?: string; reasoning_content?: string }
export type Body = Omit<Plain, 'messages'> & {
  messages: (Exclude<Plain['messages'][number], { role: 'assistant' }> | Assistant)[]
}`,
  embeddings: `
import type { EmbeddingCreateParams } from 'openai/resources/embeddings'
export type Body = EmbeddingCreateParams`,

  /** https://docs.mistral.ai/api/#tag/embeddings */
  'mistral embeddings': `
import type { EmbeddingCreateParams } from 'openai/resources/embeddings'
export type Body = Pick<EmbeddingCreateParams, 'model' | 'input' | 'encoding_format'> & { output_dimension?: number }`,

  inputTokens: `
import type { InputTokenCountParams } from 'openai/resources/responses/input-tokens'
export type Body = InputTokenCountParams`,

  countTokens: `
import type { MessageCountTokensParams } from '@anthropic-ai/sdk/resources/messages'
export type Body = MessageCountTokensParams`,

  /** https://ai.google.dev/api/embeddings#request-body_1 */
  batchEmbedContents: `
import type { Content } from '@google/genai'
export type Body = { requests: { model: string; content: Content; outputDimensionality?: number; taskType?: string }[] }`,

  /** https://ai.google.dev/api/tokens#request-body */
  geminiCountTokens: `
import type { Body as Conversation } from './types-generateContent.ts'
export type Body = { generateContentRequest: Conversation & { model: string } }`,
} as const satisfies Record<string, string>

export type BodyType = keyof typeof bodyTypes

/** The types of a vendor's requests; absent: it is never asked that. */
export interface BodyTypes {
  readonly conversation: BodyType
  readonly vectors?: BodyType
  readonly tokenCount?: BodyType
}

/** The type of the request that a golden file is about. */
export function bodyTypeOf(types: BodyTypes, feature: string): BodyType | undefined {
  if (feature.startsWith('embeddings')) return types.vectors
  return feature === 'count-tokens' ? types.tokenCount : types.conversation
}
