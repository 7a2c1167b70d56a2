import type { Message, Part, Role } from '#gen/switchyard/v1/content_pb.js'

export function textPart(value: string): Part {
  return part({ case: 'text', value })
}

export function toolCallPart(id: string, name: string, text: string): Part {
  return part({ case: 'toolCall', value: { $typeName: 'switchyard.v1.ToolCall', id, name, arguments: text } })
}

export function toolResultPart(toolCallId: string, output: string): Part {
  const value = { $typeName: 'switchyard.v1.ToolResult' as const, toolCallId, output, isError: false }
  return part({ case: 'toolResult', value })
}

export function reasoningPart(text: string): Part {
  return part({ case: 'reasoning', value: { $typeName: 'switchyard.v1.Reasoning', text } })
}

export function part(content: Part['content']): Part {
  return { $typeName: 'switchyard.v1.Part', content }
}

export function messageOf(role: Role, parts: Part[], name?: string | undefined): Message {
  const message: Message = { $typeName: 'switchyard.v1.Message', role, parts }
  if (name !== undefined) message.name = name
  return message
}
