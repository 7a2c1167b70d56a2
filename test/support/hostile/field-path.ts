import type { DescMessage, Message } from '@bufbuild/protobuf'

type Fields = Record<string, unknown>

/** Whether a path such as `messages[0].parts[1].tool_call.arguments` leads to something that the message has. */
export function hasField(desc: DescMessage, message: Message, path: string): boolean {
  const steps = path.match(/[a-zA-Z_][\w]*|\[\d+\]|\["[^"]*"\]/g) ?? []
  let at: { desc: DescMessage | undefined; value: unknown } = { desc, value: message }
  for (const step of steps) {
    at = step.startsWith('[') ? within(at, step) : field(at, step)
    if (at.value === undefined) return false
  }
  return steps.length > 0
}

function within(at: { desc: DescMessage | undefined; value: unknown }, step: string) {
  const key = String(JSON.parse(step.slice(1, -1)))
  const { value } = Object.getOwnPropertyDescriptor(at.value, key) ?? { value: undefined }
  return { desc: Array.isArray(at.value) ? at.desc : undefined, value }
}

function field(at: { desc: DescMessage | undefined; value: unknown }, name: string) {
  if (!at.desc) return { desc: undefined, value: Object.getOwnPropertyDescriptor(at.value, name)?.value }
  const found = at.desc.fields.find((candidate) => candidate.name === name)
  if (!found) return { desc: undefined, value: undefined }
  const holder = at.value as Fields
  const group = found.oneof && (holder[found.oneof.localName] as { case?: string; value?: unknown })
  const value = group ? (group.case === found.localName ? group.value : undefined) : holder[found.localName]
  return { desc: found.message, value }
}
