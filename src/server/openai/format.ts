import type { ResponseFormat } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from './fields.ts'
import { jsonText } from './json-text.ts'

/** Any JSON object. */
export const OBJECT_FORMAT: ResponseFormat = {
  $typeName: 'switchyard.v1.ResponseFormat',
  format: { case: 'jsonObject', value: { $typeName: 'switchyard.v1.JsonObject' } },
}

/** JSON by a schema, from the object that has its name and itself. Unlike in the contract, it need not be kept strictly. */
export function jsonSchemaFormat(fields: Fields): ResponseFormat {
  const name = fields.requiredText('name')
  const description = fields.text('description') ?? ''
  const schema = jsonText(fields.any('schema') ?? {}, fields.pathOf('schema'))
  const strict = fields.flag('strict') ?? false
  fields.end()
  return {
    $typeName: 'switchyard.v1.ResponseFormat',
    format: {
      case: 'jsonSchema',
      value: { $typeName: 'switchyard.v1.JsonSchema', name, description, schema, strict },
    },
  }
}
