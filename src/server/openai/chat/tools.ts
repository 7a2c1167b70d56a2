import type { Tool } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from '../fields.ts'
import { functionTool } from '../function-tool.ts'
import { requireFunction } from '../tool-choice.ts'

/** The functions that the model may call. */
export function chatTools(fields: Fields): Tool[] {
  return (fields.objects('tools') ?? []).map((tool) => {
    requireFunction(tool)
    const defined = tool.requiredObject('function')
    tool.end()
    return functionTool(defined)
  })
}

/** The function that `tool_choice` names. */
export function chatToolName(choice: Fields): string {
  const chosen = choice.requiredObject('function')
  const name = chosen.requiredText('name')
  chosen.end()
  return name
}
