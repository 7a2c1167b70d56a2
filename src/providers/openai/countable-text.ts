import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { TokenCount } from '../provider.ts'

/** The vocabularies of OpenAI's models. */
export type Encoding = 'o200k_base' | 'cl100k_base'

/** What of a conversation is counted, and how. */
export interface Countable {
  readonly encoding: Encoding
  readonly texts: readonly string[]
  /** Tokens that stand between the texts. */
  readonly overhead: number
  /** Whether something had to be guessed or could not be counted. */
  readonly estimated: boolean
}

const O200K = /^(gpt-(4o|4\.1|4\.5|[5-9]|\d\d|oss)|chatgpt-|o\d|codex)/
const CL100K = /^(gpt-4|gpt-3\.5|text-embedding-)/

/** Models whose way of joining messages OpenAI has told. Others are taken to do the same. */
const TOLD = /^gpt-(4o|4|3\.5-turbo)(-|$)(?!.*(audio|search|realtime))/

const EMBEDDING = /^text-embedding-/

/**
 * Each message begins with three tokens, a name costs one more, and the answer is begun with three. Source:
 * https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
 */
const PER_MESSAGE = 3
const PER_NAME = 1
const PER_ANSWER = 3

/** What to count of a request to a model of OpenAI, by the model's name wherever it runs; undefined: it is none. */
export function countableText(request: GenerateChatRequest, model: string): Countable | undefined {
  const name = model.slice(model.lastIndexOf('/') + 1)
  const encoding = O200K.test(name) ? 'o200k_base' : CL100K.test(name) ? 'cl100k_base' : undefined
  if (!encoding) return undefined
  const { messages } = request
  if (EMBEDDING.test(name)) return { encoding, texts: messages.flatMap(textsOf), overhead: 0, estimated: false }
  const names = messages.flatMap((message) => message.name ?? [])
  return {
    encoding,
    texts: [
      ...messages.flatMap(({ role }) => roles[role]),
      ...messages.flatMap(textsOf),
      ...names,
      ...toolTexts(request),
    ],
    overhead: messages.length * PER_MESSAGE + names.length * PER_NAME + PER_ANSWER,
    estimated: !TOLD.test(model) || !isPlain(request),
  }
}

const roles: Record<Role, string> = {
  [Role.UNSPECIFIED]: '',
  [Role.SYSTEM]: 'system',
  [Role.USER]: 'user',
  [Role.ASSISTANT]: 'assistant',
  [Role.TOOL]: 'tool',
}

/** Only for conversations of plain texts has OpenAI told how they are counted. */
function isPlain({ messages, tools, responseFormat }: GenerateChatRequest): boolean {
  const plain = ({ role, parts }: Message) =>
    role !== Role.TOOL && parts.length === 1 && parts[0]?.content.case === 'text'
  return tools.length === 0 && responseFormat === undefined && messages.every(plain)
}

function textsOf({ parts }: Message): string[] {
  return parts.map(textOf)
}

/** Pictures, sound and files are not guessed at and count as nothing. */
function textOf({ content }: Part): string {
  switch (content.case) {
    case 'text':
      return content.value
    case 'reasoning':
      return content.value.text
    case 'toolCall':
      return `${content.value.name}${content.value.arguments}`
    case 'toolResult':
      return content.value.output
    default:
      return ''
  }
}

function toolTexts({ tools }: GenerateChatRequest): string[] {
  return tools.map(({ name, description, parametersSchema }) => `${name}${description}${parametersSchema}`)
}

/** The count for what the tokenizer found in the texts. */
export function tokenCount({ overhead, estimated }: Countable, tokens: number, cut: boolean): TokenCount {
  return { inputTokens: BigInt(tokens + overhead), estimated: estimated || cut }
}
