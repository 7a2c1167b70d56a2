import type { Tool } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from './fields.ts'
import { jsonText } from './json-text.ts'

/** A function, from the object that has its name and parameters. */
export function functionTool(fields: Fields): Tool {
  const parameters = fields.any('parameters')
  const tool: Tool = {
    $typeName: 'switchyard.v1.Tool',
    name: fields.requiredText('name'),
    description: fields.text('description') ?? '',
    parametersSchema: parameters === undefined ? '' : jsonText(parameters, fields.pathOf('parameters')),
  }
  const strict = fields.flag('strict')
  fields.end()
  return strict === undefined ? tool : { ...tool, strict }
}
