import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { defined, numberOf, schemaOf } from '../wire/request.ts'
import { thinkingConfig } from './thinking.ts'

type Fields = Record<string, unknown>

/** What is set of the answer's settings, or undefined. Source: https://ai.google.dev/api/generate-content#GenerationConfig */
export function generationConfig(call: TargetedCall, warnings: string[]): Fields | undefined {
  const { options } = call.request
  const thinking = thinkingConfig(call.target.model, options?.reasoningEffort)
  if (thinking.warning) warnings.push(thinking.warning)
  const config = defined({
    temperature: options?.temperature,
    topP: options?.topP,
    maxOutputTokens: numberOf(options?.maxOutputTokens, 'options.max_output_tokens'),
    stopSequences: options?.stop.length ? options.stop : undefined,
    seed: numberOf(options?.seed, 'options.seed'),
    presencePenalty: options?.presencePenalty,
    frequencyPenalty: options?.frequencyPenalty,
    ...formatOf(call.request),
    thinkingConfig: thinking.config,
  })
  return Object.keys(config).length === 0 ? undefined : config
}

/** The vendor keeps to a schema in any case, and has no name for it; a description stands in the schema itself. */
function formatOf({ responseFormat }: GenerateChatRequest): Fields {
  const format = responseFormat?.format
  if (format?.case === undefined) return {}
  const responseMimeType = 'application/json'
  if (format.case === 'jsonObject') return { responseMimeType }
  const { description, schema } = format.value
  const described = description === '' ? {} : { description }
  return {
    responseMimeType,
    responseJsonSchema: { ...described, ...schemaOf(schema, 'response_format.json_schema.schema') },
  }
}
