import { expect, it } from 'vitest'
import { paramOf } from '../../../src/server/openai/params.ts'

const names = { max_output_tokens: 'max_completion_tokens', stop: 'stop' }

it.each([
  ['options.max_output_tokens', 'max_completion_tokens', 'max_completion_tokens'],
  ['options.stop[2]', 'stop[2]', 'stop[2]'],
  ['options.task_type', 'switchyard.task_type', 'switchyard.task_type'],
  ['messages', 'messages', 'input'],
  ['messages[2].name', 'messages[2].name', 'input'],
  ['messages[2].parts', 'messages[2].content', 'input'],
  ['messages[2].parts[1].image.url', 'messages[2].content[1]', 'input'],
  ['messages[2].parts[0].tool_call.name', 'messages[2].tool_calls', 'input'],
  ['messages[2].parts[0].tool_result.tool_call_id', 'messages[2].tool_call_id', 'input'],
  ['tools[0].name', 'tools[0].function.name', 'tools[0].name'],
  ['tools[0].parameters_schema', 'tools[0].function.parameters', 'tools[0].parameters'],
  ['tool_choice.name', 'tool_choice', 'tool_choice'],
  ['response_format.json_schema.name', 'response_format', 'text.format'],
  ['idempotency_key', 'idempotency_key', 'idempotency_key'],
])('%s is %s in Chat Completions and %s in Responses', (field, chat, responses) => {
  expect(paramOf(field, names, 'messages')).toBe(chat)
  expect(paramOf(field, names, 'input')).toBe(responses)
})
