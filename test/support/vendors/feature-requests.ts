import type { MessageInitShape } from '@bufbuild/protobuf'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { Features, Treatment } from '../../../src/providers/features.ts'
import { userMessage } from '../call.ts'

type Request = MessageInitShape<typeof GenerateChatRequestSchema>
type Options = NonNullable<Request['options']>

/** The features that say what becomes of a part of a request; state needs an answer first and has a test of its own. */
export type Flag = Exclude<
  { [Key in keyof Features]: Features[Key] extends Treatment ? Key : never }[keyof Features],
  'reasoningState'
>

/** A request that uses just one feature, and the field that a warning or refusal names. */
export interface FeatureRequest {
  readonly request: Request
  readonly field: string
}

const bytes = (text: string) => new TextEncoder().encode(text)
const messages = [userMessage('hello')]

/** The user's message that has the part after its text. */
function withPart(kind: 'image' | 'audio' | 'file', value: object): FeatureRequest {
  const [message] = messages
  const part = { content: { case: kind, value } }
  const parts = [...(message?.parts ?? []), part as never]
  return { request: { messages: [{ role: Role.USER, parts }] }, field: `messages[0].parts[1].${kind}` }
}

function withOption(options: Options, field: string): FeatureRequest {
  return { request: { messages, options }, field: `options.${field}` }
}

const parametersSchema = '{"type":"object","properties":{"place":{"type":"string"}},"required":["place"]}'
const tools = [{ name: 'weather', description: 'Tells the weather.', parametersSchema }]

const schema =
  '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}'

export const featureRequests: Readonly<Record<Flag, FeatureRequest>> = {
  imageData: withPart('image', { source: { case: 'data', value: bytes('picture') }, mediaType: 'image/png' }),
  imageUrl: withPart('image', {
    source: { case: 'url', value: 'https://example.com/picture.png' },
    mediaType: 'image/png',
  }),
  audio: withPart('audio', { data: bytes('sound'), mediaType: 'audio/wav' }),
  fileData: withPart('file', {
    source: { case: 'data', value: bytes('document') },
    mediaType: 'application/pdf',
  }),
  fileUrl: withPart('file', {
    source: { case: 'url', value: 'https://example.com/report.pdf' },
    mediaType: 'application/pdf',
  }),
  tools: { request: { messages, tools }, field: 'tools' },
  parallelTools: {
    request: { messages, tools, toolChoice: { mode: ToolChoice_Mode.AUTO, parallel: false } },
    field: 'tool_choice.parallel',
  },
  jsonObject: {
    request: { messages, responseFormat: { format: { case: 'jsonObject', value: {} } } },
    field: 'response_format.json_object',
  },
  jsonSchema: {
    request: { messages, responseFormat: { format: { case: 'jsonSchema', value: { name: 'city', schema } } } },
    field: 'response_format.json_schema',
  },
  reasoningEffort: withOption({ reasoningEffort: ReasoningEffort.HIGH }, 'reasoning_effort'),
  temperature: withOption({ temperature: 0.5 }, 'temperature'),
  topP: withOption({ topP: 0.25 }, 'top_p'),
  frequencyPenalty: withOption({ frequencyPenalty: -1 }, 'frequency_penalty'),
  presencePenalty: withOption({ presencePenalty: 1.5 }, 'presence_penalty'),
  stop: withOption({ stop: ['END'] }, 'stop'),
  seed: withOption({ seed: 7n }, 'seed'),
  messageName: {
    request: { messages: [{ ...userMessage('hello'), name: 'alice' }] },
    field: 'messages[0].name',
  },
}

/** What a warned feature leaves behind: the same request without it. */
export const withoutFeature: Partial<Record<Flag, Request>> = {
  parallelTools: { messages, tools, toolChoice: { mode: ToolChoice_Mode.AUTO } },
  jsonSchema: { messages, responseFormat: { format: { case: 'jsonObject', value: {} } } },
}

/** Requests that every vendor takes, beyond the smallest one. */
export const plainRequests: Readonly<Record<string, Request>> = {
  minimal: { messages },
  system: {
    messages: [{ role: Role.SYSTEM, parts: [{ content: { case: 'text', value: 'Be brief.' } }] }, ...messages],
  },
  'max-output-tokens': { messages, options: { maxOutputTokens: 99n } },
  'tool-choice-none': { messages, tools, toolChoice: { mode: ToolChoice_Mode.NONE } },
  'tool-choice-required': { messages, tools, toolChoice: { mode: ToolChoice_Mode.REQUIRED } },
  'tool-choice-named': { messages, tools, toolChoice: { mode: ToolChoice_Mode.NAMED, name: 'weather' } },
  'file-name': withPart('file', {
    source: { case: 'data', value: bytes('document') },
    mediaType: 'application/pdf',
    filename: 'report.pdf',
  }).request,
  'image-detail': withPart('image', {
    source: { case: 'data', value: bytes('picture') },
    mediaType: 'image/png',
    detail: 'low',
  }).request,
  'strict-tool': { messages, tools: [{ name: 'weather', parametersSchema, strict: true }] },
  'schema-description': {
    messages,
    responseFormat: {
      format: { case: 'jsonSchema', value: { name: 'city', schema, description: 'A city.', strict: false } },
    },
  },
  'no-reasoning': { messages, options: { reasoningEffort: ReasoningEffort.NONE } },
  'most-reasoning': { messages, options: { reasoningEffort: ReasoningEffort.MAX } },
  'tool-without-arguments': { messages, tools: [{ name: 'now' }] },
}

/** The request that uses all that the vendor takes at once. */
export function everything(features: Features): Request {
  const sent = (Object.keys(featureRequests) as Flag[]).filter((flag) => features[flag] === 'sent')
  const requests = sent.map((flag) => featureRequests[flag].request)
  const parts = requests.flatMap((request) => request.messages?.[0]?.parts?.slice(1) ?? [])
  const options = Object.assign({}, ...requests.map(({ options = {} }) => options))
  const [message] = messages
  return {
    ...Object.assign({}, ...requests),
    messages: [{ ...message, role: Role.USER, parts: [...(message?.parts ?? []), ...parts] }],
    options: { ...options, maxOutputTokens: 99n },
  }
}
