import { type Tool, type ToolChoice, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { defined, schemaOf } from '../wire/request.ts'

export function toolOf(tool: Tool, index: number): Record<string, unknown> {
  const schema = tool.parametersSchema
    ? schemaOf(tool.parametersSchema, `tools[${index}].parameters_schema`)
    : { type: 'object', properties: {} }
  return defined({
    name: tool.name,
    description: tool.description || undefined,
    input_schema: schema,
    strict: tool.strict,
  })
}

/** Whether tools may be called side by side is part of the choice; without a choice of the caller's it is `auto`. */
export function toolChoiceOf({ mode, name, parallel }: ToolChoice): unknown {
  const type = types[mode]
  if (mode === ToolChoice_Mode.UNSPECIFIED && parallel === undefined) return undefined
  if (mode === ToolChoice_Mode.NONE) return { type }
  return defined({
    type,
    name: mode === ToolChoice_Mode.NAMED ? name : undefined,
    disable_parallel_tool_use: parallel === undefined ? undefined : !parallel,
  })
}

const types: Record<ToolChoice_Mode, string> = {
  [ToolChoice_Mode.UNSPECIFIED]: 'auto',
  [ToolChoice_Mode.AUTO]: 'auto',
  [ToolChoice_Mode.NONE]: 'none',
  [ToolChoice_Mode.REQUIRED]: 'any',
  [ToolChoice_Mode.NAMED]: 'tool',
}
