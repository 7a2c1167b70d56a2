/** What a recorded answer of Gemini says, folded from its JSON by code that shares nothing with the adapter. */
export interface ExpectedGemini {
  text: string
  reasoning: string
  tools: { id?: string; name: string; args: unknown }[]
  /** Media types of what came as data. */
  media: string[]
  signatures: string[]
  finish: string | undefined
  usage: { input: number; output: number; cached: number; reasoning: number } | undefined
  model: string | undefined
  /** Calls of functions that the vendor answered itself. */
  answeredCalls: number
}

// biome-ignore lint/suspicious/noExplicitAny: the recordings have any shape.
type Json = any

export function foldGemini(chunks: readonly Json[]): ExpectedGemini {
  const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])
  const texts = (thought: boolean) =>
    parts.filter((part) => part.text !== undefined && Boolean(part.thought) === thought)
  const joined = (thought: boolean) =>
    texts(thought)
      .map((part) => part.text)
      .join('')
  const kept = parts.filter((part) => part.text !== undefined || part.functionCall || part.inlineData)
  return {
    text: joined(false),
    reasoning: joined(true),
    tools: toolsOf(parts.flatMap((part) => part.functionCall ?? [])),
    media: parts.filter((part) => part.inlineData).map((part) => part.inlineData.mimeType),
    signatures: kept.filter((part) => part.thoughtSignature).map((part) => part.thoughtSignature),
    finish: chunks
      .map((chunk) => chunk.candidates?.[0]?.finishReason ?? chunk.promptFeedback?.blockReason)
      .findLast(Boolean),
    usage: usageOf(chunks.findLast((chunk) => chunk.usageMetadata?.promptTokenCount !== undefined)?.usageMetadata),
    model: chunks.map((chunk) => chunk.modelVersion).findLast(Boolean),
    answeredCalls: parts.filter((part) => part.functionResponse).length,
  }
}

/** Some recordings stream the arguments, of which all are strings at the top. */
function toolsOf(calls: readonly Json[]): ExpectedGemini['tools'] {
  const tools: ExpectedGemini['tools'] = []
  for (const call of calls) {
    if (call.name) tools.push({ id: call.id, name: call.name, args: call.args ?? {} })
    const args = tools.at(-1)?.args as Record<string, string>
    for (const { jsonPath, stringValue } of call.partialArgs ?? []) {
      args[jsonPath.slice('$.'.length)] = (args[jsonPath.slice('$.'.length)] ?? '') + stringValue
    }
  }
  return tools
}

function usageOf(reported: Json): ExpectedGemini['usage'] {
  if (!reported) return undefined
  const cached = reported.cachedContentTokenCount || 0
  const reasoning = reported.thoughtsTokenCount || 0
  const input = reported.promptTokenCount + (reported.toolUsePromptTokenCount || 0)
  // The vendor's total, where the recording has one, says what the output is without naming its pieces.
  return { input, output: reported.totalTokenCount - input, cached, reasoning }
}

/** The chunks of an answer, whole or streamed, of which only the events that are complete count. */
export function geminiChunks({ stream, body }: { readonly stream: boolean; readonly body: string }): Json[] {
  if (!stream) return [JSON.parse(body)]
  const blocks = body.split(/\r?\n\r?\n/)
  return blocks.filter((block) => block.startsWith('data:')).map((block) => JSON.parse(block.slice('data:'.length)))
}

/** The one chunk that says what all chunks of a stream say. */
export function joinedChunk(chunks: readonly Json[]): Json {
  const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])
  const finishReason = chunks.map((chunk) => chunk.candidates?.[0]?.finishReason).findLast(Boolean)
  const counted = chunks.findLast((chunk) => chunk.usageMetadata?.promptTokenCount !== undefined)
  const modelVersion = chunks.map((chunk) => chunk.modelVersion).findLast(Boolean)
  return { candidates: [{ content: { parts }, finishReason }], usageMetadata: counted?.usageMetadata, modelVersion }
}
