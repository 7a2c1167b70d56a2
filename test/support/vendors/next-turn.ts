import { type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import { userMessage } from '../call.ts'

const tools = [{ name: 'weather', description: 'Tells the weather.', parametersSchema: '{"type":"object"}' }]

/** The turn after an answer: it goes back as it came, with the results of the tools that it called. */
export function nextTurn(parts: readonly Part[]) {
  const results = parts.flatMap(({ content }) =>
    content.case === 'toolCall'
      ? [{ toolCallId: content.value.id, output: `sunny in ${content.value.arguments}` }]
      : [],
  )
  return {
    messages: [
      userMessage('How is the weather?'),
      { role: Role.ASSISTANT, parts: [...parts] },
      { role: Role.TOOL, parts: results.map((value) => ({ content: { case: 'toolResult' as const, value } })) },
    ],
    tools,
  }
}
