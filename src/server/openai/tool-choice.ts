import { ToolChoice_Mode as Mode, type ToolChoice } from '#gen/switchyard/v1/content_pb.js'
import { Fields, isObject } from './fields.ts'
import { invalidParameter } from './refusals.ts'

const MODES: ReadonlyMap<unknown, Mode> = new Map([
  ['auto', Mode.AUTO],
  ['none', Mode.NONE],
  ['required', Mode.REQUIRED],
])

const CHOICE = 'tool_choice'

/** Whether and which tools may be called; `nameOf` reads which one where `tool_choice` is an object of type `function`. */
export function toolChoiceOf(fields: Fields, nameOf: (choice: Fields) => string): ToolChoice | undefined {
  const value = fields.any(CHOICE)
  const parallel = fields.flag('parallel_tool_calls')
  if (value === undefined && parallel === undefined) return undefined
  const choice: ToolChoice = { $typeName: 'switchyard.v1.ToolChoice', ...modeOf(value, nameOf) }
  if (parallel !== undefined) choice.parallel = parallel
  return choice
}

function modeOf(value: unknown, nameOf: (choice: Fields) => string): Pick<ToolChoice, 'mode' | 'name'> {
  if (value === undefined) return { mode: Mode.UNSPECIFIED, name: '' }
  const mode = MODES.get(value)
  if (mode !== undefined) return { mode, name: '' }
  if (!isObject(value)) throw invalidParameter(CHOICE, 'must be auto, none, required or a function')
  const fields = new Fields(value, CHOICE)
  requireFunction(fields)
  const name = nameOf(fields)
  fields.end()
  return { mode: Mode.NAMED, name }
}

/** Of all kinds of tools only functions are carried. */
export function requireFunction(fields: Fields): void {
  if (fields.requiredText('type') === 'function') return
  throw invalidParameter(fields.pathOf('type'), 'only "function" is supported', 'unsupported_value')
}
