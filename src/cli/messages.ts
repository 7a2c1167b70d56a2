import { create } from '@bufbuild/protobuf'
import { type Message, MessageSchema, Role } from '#gen/switchyard/v1/content_pb.js'

export function systemMessage(text: string): Message {
  return message(Role.SYSTEM, text)
}

export function userMessage(text: string): Message {
  return message(Role.USER, text)
}

function message(role: Role, text: string): Message {
  return create(MessageSchema, { role, parts: [{ content: { case: 'text', value: text } }] })
}
