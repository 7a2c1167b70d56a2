import { create, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { Complexity, ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'

type Init = MessageInitShape<typeof GenerateChatRequestSchema>

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)

const content = fc.oneof(
  fc.record({ case: fc.constant('text' as const), value: fc.string() }),
  fc.record({
    case: fc.constant('toolCall' as const),
    value: fc.record({ id: name, name, arguments: fc.constantFrom('', '{"a":1}') }),
  }),
)

const message = fc.record({
  role: fc.constantFrom(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL),
  parts: fc.array(fc.record({ content }), { maxLength: 3 }),
  name: optional(name),
})

const options = fc.record({
  model: optional(name),
  maxOutputTokens: optional(fc.bigInt({ min: 1n, max: 10_000_000n })),
  temperature: optional(fc.double({ min: 0, max: 2, noNaN: true })),
  stop: fc.array(fc.string(), { maxLength: 3 }),
  seed: optional(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  tier: fc.constantFrom(Tier.UNSPECIFIED, Tier.FAST, Tier.PREMIUM),
  complexity: fc.constantFrom(Complexity.UNSPECIFIED, Complexity.HIGH),
  reasoningEffort: fc.constantFrom(ReasoningEffort.UNSPECIFIED, ReasoningEffort.LOW),
  explainSelection: fc.boolean(),
  labels: fc.dictionary(fc.oneof(name, fc.constant('__proto__')), fc.string(), { maxKeys: 3 }),
})

/** Conversations with all kinds of options. */
export const anyChatRequest: fc.Arbitrary<MessageShape<typeof GenerateChatRequestSchema>> = fc
  .record({ messages: fc.array(message, { maxLength: 3 }), options, idempotencyKey: name })
  .map((init) => create(GenerateChatRequestSchema, init as Init))
