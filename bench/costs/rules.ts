import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { createValidate } from '../../src/rpc/validate.ts'
import type { Step } from './step.ts'

/** A request of one message, held to the rules of the contract. */
export function rulesStep(): Step {
  const validate = createValidate()
  const content = { case: 'text' as const, value: 'Which train leaves first?' }
  const messages = [{ role: Role.USER, parts: [{ content }] }]
  const request = create(GenerateChatRequestSchema, { messages, options: { model: 'm' } })
  return {
    name: 'rules',
    title: 'the contract’s rules, a chat of one message',
    repeat(times) {
      for (let left = times; left > 0; left -= 1) validate(GenerateChatRequestSchema, request)
    },
  }
}
