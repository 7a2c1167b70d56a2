import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import { Complexity, type GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import { type GenerateChatRequest, GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Task } from './tasks.ts'
import type { Hints, TierName } from './workload.ts'

export type Options = MessageInitShape<typeof GenerationOptionsSchema>

/** As the gateway estimates, so that it knows how long a text is. */
const CHARACTERS_PER_TOKEN = 4
/** About what vendors count for a picture of a megapixel. */
const PICTURE_TOKENS = 1100

const FILLER = 'The wagons of the night train stand in the yard until their crews have come. '
const SCHEMA =
  '{"type":"object","properties":{"wagon":{"type":"string"}},"required":["wagon"],"additionalProperties":false}'
const TOOL = { name: 'find_wagon', description: 'Tells on which track a wagon stands.', parametersSchema: SCHEMA }
/** Nobody looks at it: the beginning of a PNG. */
const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

export const TIERS: Readonly<Record<TierName, Tier>> = {
  fast: Tier.FAST,
  balanced: Tier.BALANCED,
  premium: Tier.PREMIUM,
}

const COMPLEXITIES: Readonly<Record<NonNullable<Hints['complexity']>, Complexity>> = {
  low: Complexity.LOW,
  medium: Complexity.MEDIUM,
  high: Complexity.HIGH,
}

/** Writes a task out: filler of its length, with what it needs and the given wishes. */
export function requestFor(task: Task, options: Options): GenerateChatRequest {
  const needs = task.kind.needs ?? []
  const jsonSchema = { name: 'wagon', schema: SCHEMA }
  return create(GenerateChatRequestSchema, {
    messages: [{ role: Role.USER, parts: partsOf(task, needs.includes('vision')) }],
    tools: needs.includes('tools') ? [TOOL] : [],
    ...(needs.includes('json_schema') && { responseFormat: { format: { case: 'jsonSchema', value: jsonSchema } } }),
    options,
  })
}

/** What the caller says of the task. */
export function hinted({ kind: { hints } }: Task): Options {
  return {
    ...(hints.task_type !== undefined && { taskType: hints.task_type }),
    ...(hints.tier && { tier: TIERS[hints.tier] }),
    ...(hints.complexity && { complexity: COMPLEXITIES[hints.complexity] }),
  }
}

/** What the played vendors are to count for a request; it stands in its text. */
export const USAGE_PATTERN = /\[usage (\d+) (\d+)\]/

function partsOf({ inputTokens, outputTokens }: Task, hasPicture: boolean) {
  const characters = Math.max(inputTokens - (hasPicture ? PICTURE_TOKENS : 0), 1) * CHARACTERS_PER_TOKEN
  const usage = `[usage ${inputTokens} ${outputTokens}]`
  const filler = FILLER.repeat(Math.ceil(characters / FILLER.length)).slice(usage.length, characters)
  const text: Part['content'] = { case: 'text', value: usage + filler }
  const picture = { source: { case: 'data' as const, value: PICTURE }, mediaType: 'image/png' }
  return [{ content: text }, ...(hasPicture ? [{ content: { case: 'image' as const, value: picture } }] : [])]
}
