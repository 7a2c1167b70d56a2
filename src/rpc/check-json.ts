import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { invalidField } from '../core/errors.ts'

/**
 * Fields that hold JSON as text must hold a JSON object. Throws INVALID_REQUEST naming the field; `within` is the path of
 * the conversation where it is part of another message, such as `request.`.
 */
export function checkJsonFields({ tools, responseFormat }: GenerateChatRequest, within = ''): void {
  tools.forEach((tool, index) => {
    if (tool.parametersSchema !== '') checkObject(`${within}tools[${index}].parameters_schema`, tool.parametersSchema)
  })
  if (responseFormat?.format.case === 'jsonSchema') {
    checkObject(`${within}response_format.json_schema.schema`, responseFormat.format.value.schema)
  }
}

function checkObject(field: string, text: string): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalidField(field, 'is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidField(field, 'must be a JSON object')
}
