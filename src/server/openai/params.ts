/** Names of OpenAI's parameters by the fields of `GenerationOptions` that carry them. */
export type OptionNames = Readonly<Record<string, string>>

/**
 * The parameter in which a caller wrote what became a field of the contract's message. Fields of options that OpenAI
 * has no parameter for stand in the member `switchyard`.
 */
export function paramOf(field: string, optionNames: OptionNames, messages: 'messages' | 'input'): string {
  const [, option, rest = ''] = /^options\.([a-z_]+)(.*)$/.exec(field) ?? []
  if (option !== undefined) return `${optionNames[option] ?? `switchyard.${option}`}${rest}`
  if (field.startsWith('messages')) return messages === 'input' ? 'input' : contentPath(field)
  if (field.startsWith('tools')) return toolPath(field, messages === 'messages' ? '.function' : '')
  if (field.startsWith('response_format')) return messages === 'input' ? 'text.format' : 'response_format'
  if (field.startsWith('tool_choice')) return 'tool_choice'
  return field
}

/** For example `messages[2].parts[0].image.url`, of which the item of the content is certain. */
function contentPath(field: string): string {
  if (field.includes('.tool_call.')) return field.replace(/\.parts.*$/, '.tool_calls')
  if (field.includes('.tool_result.tool_call_id')) return field.replace(/\.parts.*$/, '.tool_call_id')
  return field.replace(/\.parts(\[\d+\])?.*$/, '.content$1')
}

function toolPath(field: string, within: string): string {
  return field.replace(/^(tools\[\d+\])\./, `$1${within}.`).replace('.parameters_schema', '.parameters')
}
