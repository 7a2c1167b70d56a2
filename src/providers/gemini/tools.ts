import { type Tool, type ToolChoice, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { defined, schemaOf } from '../wire/request.ts'

type Fields = Record<string, unknown>

/** Source: https://ai.google.dev/api/caching#FunctionDeclaration */
export function toolsOf(tools: readonly Tool[]): Fields[] | undefined {
  return tools.length === 0 ? undefined : [{ functionDeclarations: tools.map(declarationOf) }]
}

function declarationOf({ name, description, parametersSchema }: Tool, index: number): Fields {
  const schema = parametersSchema && schemaOf(parametersSchema, `tools[${index}].parameters_schema`)
  return defined({ name, description: description || undefined, parametersJsonSchema: schema || undefined })
}

/** Source: https://ai.google.dev/api/caching#FunctionCallingConfig */
export function toolConfigOf(choice: ToolChoice | undefined): Fields | undefined {
  const functionCallingConfig = choice && callingOf(choice)
  return functionCallingConfig && { functionCallingConfig }
}

function callingOf({ mode, name }: ToolChoice): Fields | undefined {
  switch (mode) {
    case ToolChoice_Mode.AUTO:
      return { mode: 'AUTO' }
    case ToolChoice_Mode.NONE:
      return { mode: 'NONE' }
    case ToolChoice_Mode.REQUIRED:
      return { mode: 'ANY' }
    case ToolChoice_Mode.NAMED:
      return { mode: 'ANY', allowedFunctionNames: [name] }
    default:
      return undefined
  }
}
