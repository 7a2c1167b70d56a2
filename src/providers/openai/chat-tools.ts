import { type Tool, type ToolChoice, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { defined, notSupported, schemaOf } from '../wire/request.ts'
import { type ChatDraft, leaveOut } from './chat-draft.ts'
import { toolChoiceOf } from './tool-choice.ts'

/** The tools and the choice among them as fields of Chat Completions; what is not set stays undefined. */
export function chatTools(draft: ChatDraft): Record<string, unknown> {
  const { toolChoice, tools } = draft.call.request
  const fields = {
    tools: tools.length > 0 ? tools.map(toolOf) : undefined,
    tool_choice: toolChoice && choiceOf(draft, toolChoice),
    parallel_tool_calls: parallelOf(draft, toolChoice),
  }
  return isForbiddenByLeavingOut(draft) ? {} : fields
}

/** No arguments are sent as an empty object, since some servers want a schema with every tool. */
const NO_PARAMETERS = { type: 'object', properties: {} }

function toolOf(tool: Tool, index: number): Record<string, unknown> {
  const parameters = tool.parametersSchema
    ? schemaOf(tool.parametersSchema, `tools[${index}].parameters_schema`)
    : NO_PARAMETERS
  const description = tool.description || undefined
  return { type: 'function', function: defined({ name: tool.name, description, parameters, strict: tool.strict }) }
}

/** A server that takes no choice calls no tool when it knows of none. */
function isForbiddenByLeavingOut({ call, compatibility }: ChatDraft): boolean {
  return compatibility.requiredToolChoice === 'none' && call.request.toolChoice?.mode === ToolChoice_Mode.NONE
}

function choiceOf(draft: ChatDraft, choice: ToolChoice): unknown {
  const { requiredToolChoice: required } = draft.compatibility
  const forced = choice.mode === ToolChoice_Mode.REQUIRED || choice.mode === ToolChoice_Mode.NAMED
  if (required === 'none') {
    if (forced) throw notSupported(draft.call, 'tool_choice', 'its model alone decides whether to call a tool.')
    return undefined
  }
  if (choice.mode === ToolChoice_Mode.REQUIRED) return required
  return toolChoiceOf(choice, (name) => ({ type: 'function', function: { name } }))
}

function parallelOf(draft: ChatDraft, choice: ToolChoice | undefined): boolean | undefined {
  if (choice?.parallel === undefined || draft.compatibility.parallelToolCalls) return choice?.parallel
  leaveOut(draft, 'tool_choice.parallel')
  return undefined
}
