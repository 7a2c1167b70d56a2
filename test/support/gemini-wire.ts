import { createGeminiProvider } from '../../src/providers/gemini/adapter.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from './account.ts'
import type { UpstreamExchange } from './upstream.ts'

/** What an answer of the played Gemini says. */
export interface PlayedGeminiAnswer {
  readonly texts: readonly string[]
  readonly model?: string
  readonly finish?: string
  readonly inputTokens?: number
  readonly outputTokens?: number
}

type Json = Record<string, unknown>

const MODEL = 'played-model'

/** A chunk of a stream, or a whole answer when it has a finish reason. */
export function geminiChunk(
  parts: readonly Json[],
  fields: { finish?: string; model?: string; usage?: Json } = {},
): Json {
  const { finish, model = MODEL, usage } = fields
  const ended = finish === undefined ? {} : { finishReason: finish }
  const candidates = [{ content: { parts, role: 'model' }, ...ended, index: 0 }]
  return { candidates, ...(usage && { usageMetadata: usage }), modelVersion: model, responseId: 'response-1' }
}

export function geminiTokens({ inputTokens = 3, outputTokens = 5 }: Partial<PlayedGeminiAnswer> = {}): Json {
  const totalTokenCount = inputTokens + outputTokens
  return { promptTokenCount: inputTokens, candidatesTokenCount: outputTokens, totalTokenCount }
}

/** A whole answer. */
export function geminiAnswer(answer: PlayedGeminiAnswer): Json {
  const { texts, model = MODEL, finish = 'STOP' } = answer
  return geminiChunk([{ text: texts.join('') }], { finish, model, usage: geminiTokens(answer) })
}

/** Plays a whole stream. `step` is awaited before each text: hold it to pace the stream. */
export async function playGeminiStream(
  exchange: UpstreamExchange,
  answer: PlayedGeminiAnswer,
  step: (index: number) => Promise<void> | void = () => {},
): Promise<void> {
  const { texts, model = MODEL, finish = 'STOP' } = answer
  exchange.startEvents()
  for (const [index, text] of texts.entries()) {
    await step(index)
    const last = index === texts.length - 1
    const usage = last ? geminiTokens(answer) : { promptTokenCount: answer.inputTokens ?? 3 }
    await exchange.sendEvent(geminiChunk([{ text }], { model, usage, ...(last ? { finish } : {}) }))
  }
  exchange.end()
}

/** Answers the way the path asks for. */
export async function playGemini(exchange: UpstreamExchange, answer: PlayedGeminiAnswer): Promise<void> {
  if (exchange.path.includes(':streamGenerateContent')) await playGeminiStream(exchange, answer)
  else exchange.sendJson(200, geminiAnswer(answer))
}

/** The error body of Google. Source: https://cloud.google.com/apis/design/errors#http_mapping */
export function geminiError(code: number, status: string, details: readonly Json[] = []): Json {
  return { error: { code, message: 'secret words of the prompt', status, details } }
}

/** Gemini at an upstream of the test. */
export function geminiProvider(url: string, choices: AccountChoices = {}): Promise<Provider> {
  return createGeminiProvider(accountAt(url, choices))
}
