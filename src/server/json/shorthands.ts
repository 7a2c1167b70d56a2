import type { DescMessage } from '@bufbuild/protobuf'
import { invalidField } from '../../core/errors.ts'

/** What stands in an object, by name. A name can be there twice, when it was written in two places. */
export type Entries = readonly (readonly [name: string, value: unknown])[]

/** Writes out what stands for something else. `path` is that of the message, with a dot at its end. */
export function writtenOut(desc: DescMessage, entries: Entries, path: string): Entries {
  switch (desc.typeName) {
    case 'switchyard.v1.Message':
      return withParts(entries, path)
    case 'switchyard.v1.GenerateChatRequest':
      return withMessages(entries, path)
    default:
      return entries
  }
}

/** `content` is a text, or the parts by another name. */
function withParts(entries: Entries, path: string): Entries {
  const [content, rest] = take(entries, 'content')
  if (content === undefined || content === null) return rest
  if (has(rest, 'parts')) throw invalidField(`${path}content`, 'cannot stand beside parts')
  return [...rest, ['parts', typeof content === 'string' ? [{ text: content }] : content]]
}

/** `system` stands before the conversation, and `prompt` instead of one. Each is a text or a list of texts. */
function withMessages(entries: Entries, path: string): Entries {
  const [prompt, withoutPrompt] = take(entries, 'prompt')
  const [system, rest] = take(withoutPrompt, 'system')
  const prompts = turns('user', prompt, `${path}prompt`)
  const systems = turns('system', system, `${path}system`)
  if (prompts.length === 0 && systems.length === 0) return rest
  const [given, others] = take(rest, 'messages')
  const messages = given ?? undefined
  if (prompts.length > 0 && messages) throw invalidField(`${path}prompt`, 'cannot stand beside messages')
  if (messages !== undefined && !Array.isArray(messages)) throw invalidField(`${path}messages`, 'must be a list')
  return [...others, ['messages', [...systems, ...(messages ?? prompts)]]]
}

function turns(role: string, value: unknown, path: string): { role: string; content: string }[] {
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]).map((content) => {
    if (typeof content !== 'string') throw invalidField(path, 'must be text')
    return { role, content }
  })
}

function has(entries: Entries, name: string): boolean {
  return entries.some(([key, value]) => key === name && value !== null)
}

/** The value of a name, and the entries without it. Throws when it is there twice: only a spread name can be. */
export function take(entries: Entries, name: string): [value: unknown, rest: Entries] {
  const [found, second] = entries.filter(([key]) => key === name)
  if (second) throw invalidField(name, 'is given twice')
  return found ? [found[1], entries.filter(([key]) => key !== name)] : [undefined, entries]
}
