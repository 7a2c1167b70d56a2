import type { Message } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { Usage } from '#gen/switchyard/v1/usage_pb.js'

/** Text of the usual models comes to about four characters a token. Source: https://platform.openai.com/tokenizer */
export const CHARACTERS_PER_TOKEN = 4

/** A guess at the usage of an answer whose provider reported none, marked as one. */
export function estimateUsage(request: GenerateChatRequest, outputCharacters: number): Usage {
  const inputCharacters =
    request.messages.reduce((sum, message) => sum + charactersOf(message), 0) +
    request.tools.reduce(
      (sum, tool) => sum + tool.name.length + tool.description.length + tool.parametersSchema.length,
      0,
    )
  return {
    $typeName: 'switchyard.v1.Usage',
    inputTokens: tokensOf(inputCharacters),
    outputTokens: tokensOf(outputCharacters),
    cacheReadInputTokens: 0n,
    cacheWriteInputTokens: 0n,
    reasoningOutputTokens: 0n,
    estimated: true,
  }
}

function tokensOf(characters: number): bigint {
  return BigInt(Math.ceil(characters / CHARACTERS_PER_TOKEN))
}

/** Characters of what a message says. Pictures, sound and documents are not guessed at and count as nothing. */
function charactersOf(message: Message): number {
  let characters = 0
  for (const { content } of message.parts) {
    switch (content.case) {
      case 'text':
        characters += content.value.length
        break
      case 'reasoning':
        characters += content.value.text.length
        break
      case 'toolCall':
        characters += content.value.name.length + content.value.arguments.length
        break
      case 'toolResult':
        characters += content.value.output.length
        break
    }
  }
  return characters
}
