import type { MessageInitShape } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { type PartSchema, Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'

/** The provider that is asked, and what stands in the states that another one gave. */
export const ASKED = 'played'
export const FOREIGN = 'state-of-another-provider'

const DEPTH = 9000
const deep = `${'{"0":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`

/** JSON as models and callers write it. */
const jsonTexts = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('{}', '{"a":1}', '{"type":"object"}', '{"__proto__":{"a":1}}') },
  { weight: 1, arbitrary: fc.constantFrom('', '{"a":', '[1]', 'null', '"x"', deep) },
  { weight: 1, arbitrary: fc.json() },
)

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', '\0', '𝄞', 'x'.repeat(3000)))
const ids = fc.oneof(
  fc.constantFrom('call_1', 'call_2', '__proto__', 'constructor'),
  fc.string({ minLength: 1, maxLength: 40 }),
)
const names = fc.constantFrom('f', 'weather', '__proto__', 'constructor', 'x'.repeat(64))
const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 })

const ownStates = fc.oneof(
  fc.constantFrom(
    { type: 'thinking', signature: 's' },
    { type: 'redacted_thinking', data: 'd' },
    { type: 'reasoning', id: 'rs_1', encrypted_content: 'e' },
    { type: 'image_generation_call', id: 'ig_1' },
    { thoughtSignature: 's' },
    { phase: 'final' },
    { reasoning_details: [{ type: 'reasoning.text', text: 'a' }] },
    { reasoning: 'thinking' },
    { reasoning: 'reasoning_content' },
    { audio: 'audio_1' },
    { image: true },
  ),
  fc.dictionary(fc.constantFrom('type', 'signature', 'data', 'reasoning', 'audio', 'image', 'phase'), fc.jsonValue()),
)

const states = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: ownStates.map((state) => ({ provider: ASKED, data: Buffer.from(JSON.stringify(state)) })) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.uint8Array(),
        jsonTexts.map((text) => Buffer.from(text)),
      )
      .map((data) => ({ provider: ASKED, data })),
  },
  {
    weight: 1,
    arbitrary: ownStates.map((state) => ({
      provider: 'another',
      data: Buffer.from(JSON.stringify({ ...state, FOREIGN })),
    })),
  },
)

const urls = fc.constantFrom('https://example.org/a.png', 'https://example.org/?a=1&b=%2f#c')
const data = <Type extends string>(...types: Type[]) => fc.tuple(fc.constantFrom(...types), bytes)

const contents = fc.oneof(
  texts.map((value) => ({ case: 'text' as const, value })),
  fc
    .tuple(data('image/png', 'image/svg+xml'), fc.constantFrom(undefined, 'low', 'auto'))
    .map(([[mediaType, value], detail]) => ({
      case: 'image' as const,
      value: { mediaType, source: { case: 'data' as const, value }, ...(detail === undefined ? {} : { detail }) },
    })),
  urls.map((value) => ({ case: 'image' as const, value: { source: { case: 'url' as const, value } } })),
  data('audio/wav', 'audio/mpeg', 'audio/x-wav', 'audio/flac').map(([mediaType, value]) => ({
    case: 'audio' as const,
    value: { mediaType, data: value },
  })),
  fc
    .tuple(data('application/pdf', 'text/plain', 'text/csv', 'video/mp4'), fc.constantFrom('', 'a.pdf', '../x'))
    .map(([[mediaType, value], filename]) => ({
      case: 'file' as const,
      value: { mediaType, filename, source: { case: 'data' as const, value } },
    })),
  fc.tuple(urls, fc.constantFrom('', 'application/pdf', 'text/plain')).map(([value, mediaType]) => ({
    case: 'file' as const,
    value: { mediaType, source: { case: 'url' as const, value } },
  })),
  texts.map((text) => ({ case: 'reasoning' as const, value: { text } })),
  fc.record({ id: ids, name: names, arguments: jsonTexts }).map((value) => ({ case: 'toolCall' as const, value })),
  fc
    .record({ toolCallId: ids, output: texts, isError: fc.boolean() })
    .map((value) => ({ case: 'toolResult' as const, value })),
)

const parts = fc.tuple(contents, states).map(([content, providerState]): MessageInitShape<typeof PartSchema> => {
  return { content, ...(providerState === undefined ? {} : { providerState }) }
})

/** What a role usually says, so that most requests are not refused at their first part. */
const usual: Record<number, readonly string[]> = {
  [Role.SYSTEM]: ['text'],
  [Role.USER]: ['text', 'image', 'audio', 'file'],
  [Role.ASSISTANT]: ['text', 'reasoning', 'toolCall', 'image', 'audio'],
  [Role.TOOL]: ['toolResult'],
}

const messages = fc.constantFrom(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL).chain((role) => {
  const fitting = parts.filter(({ content }) => usual[role]?.includes(content?.case ?? '') ?? false)
  const anyParts = fc.oneof({ weight: 30, arbitrary: fitting }, { weight: 1, arbitrary: parts })
  return fc.record(
    { role: fc.constant(role), parts: fc.array(anyParts, { minLength: 1, maxLength: 4 }), name: names },
    { requiredKeys: ['role', 'parts'] },
  )
})

const tools = fc.array(
  fc.record(
    { name: names, description: texts, parametersSchema: jsonTexts, strict: fc.boolean() },
    { requiredKeys: ['name'] },
  ),
  { maxLength: 3 },
)

const modes = fc.constantFrom(
  ToolChoice_Mode.UNSPECIFIED,
  ToolChoice_Mode.AUTO,
  ToolChoice_Mode.NONE,
  ToolChoice_Mode.REQUIRED,
)
const choices = fc.oneof(
  fc.record({ mode: modes, parallel: fc.boolean() }, { requiredKeys: ['mode'] }),
  names.map((name) => ({ mode: ToolChoice_Mode.NAMED, name })),
)

const schemas = jsonTexts.filter((text) => text.length >= 2)
const formats = fc.oneof(
  fc.constant({ case: 'jsonObject' as const, value: {} }),
  fc
    .record(
      { name: names, schema: schemas, description: texts, strict: fc.boolean() },
      { requiredKeys: ['name', 'schema'] },
    )
    .map((value) => ({ case: 'jsonSchema' as const, value })),
)

const INT64_MAX = 2n ** 63n - 1n
const extremes = (least: number, most: number) => fc.constantFrom(least, most, 0.1, 5e-324, 1)

const vendorFields = fc.constantFrom(
  'model',
  'stream',
  'temperature',
  'generationConfig',
  'max_tokens',
  'store',
  '__proto__',
  'extra',
)
const providerOptions = fc
  .dictionary(vendorFields, fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ temperature: 1 })), { maxKeys: 3 })
  .map((fields) => ({ [ASKED]: fields as never, another: { FOREIGN } }))

const options = fc.record(
  {
    maxOutputTokens: fc.constantFrom(1n, 1024n, 10_000_000n),
    temperature: extremes(0, 2),
    topP: extremes(5e-324, 1),
    frequencyPenalty: extremes(-2, 2),
    presencePenalty: extremes(-2, 2),
    stop: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 16 }),
    seed: fc.constantFrom(0n, -1n, 2n ** 53n, INT64_MAX, -INT64_MAX),
    reasoningEffort: fc.constantFrom(...Object.values(ReasoningEffort).filter((value) => typeof value === 'number')),
    providerOptions,
  },
  { requiredKeys: [] },
)

/** Requests that the contract allows, most of them strange. */
export const anyRequest: fc.Arbitrary<MessageInitShape<typeof GenerateChatRequestSchema>> = fc.record(
  {
    messages: fc.array(messages, { minLength: 1, maxLength: 4 }),
    tools,
    toolChoice: choices,
    responseFormat: formats.map((format) => ({ format })),
    options,
  },
  { requiredKeys: ['messages'] },
)
