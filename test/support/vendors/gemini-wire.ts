import { geminiChunk } from '../gemini-wire.ts'
import { eventText } from '../upstream.ts'
import { geminiErrors, geminiRefusal } from './gemini-errors.ts'
import { geminiQuestions } from './questions.ts'
import { MODEL, type Speech, type SpokenPart, STATE, wholeText } from './speech.ts'
import type { Wire } from './vendor.ts'

type Json = Record<string, unknown>

/** Gemini ends an answer that calls tools as any other. */
const FINISHES = { stop: 'STOP', tools: 'STOP', length: 'MAX_TOKENS', filter: 'SAFETY' }

/** Source: https://ai.google.dev/api/generate-content */
export const geminiWire: Wire = {
  streamType: 'text/event-stream',
  requestIdHeader: undefined,
  questions: geminiQuestions,
  whole: (speech) =>
    chunk(
      speech,
      speech.parts.map((part) => partOf(part, wholeText(part), signed(speech, part))),
      true,
    ),
  frames: (speech) => {
    const pieces = speech.parts.flatMap((part) => piecesOf(speech, part))
    const chunks = [...pieces.map((piece) => chunk(speech, [piece], false)), chunk(speech, [{ text: '' }], true)]
    return chunks.map((json) => eventText(json))
  },
  terminalFrame: (frames) => frames.length - 1,
  tokens: (tokens) => ({ ...tokens, cacheWrite: 0 }),
  error: (fault) => geminiErrors[fault],
  inBand: (message) => {
    const error = geminiRefusal(503, 'UNAVAILABLE').body(message)
    return { whole: error, frame: eventText(error), reason: 'UPSTREAM_UNAVAILABLE' }
  },
}

function chunk({ tokens, finish }: Speech, parts: readonly Json[], last: boolean): Json {
  const usage = {
    promptTokenCount: tokens.input,
    cachedContentTokenCount: tokens.cacheRead,
    candidatesTokenCount: last ? tokens.output - tokens.reasoning : 1,
    thoughtsTokenCount: tokens.reasoning,
    totalTokenCount: tokens.input + tokens.output,
  }
  return geminiChunk(parts, { model: MODEL, usage, ...(last ? { finish: FINISHES[finish] } : {}) })
}

/** A tool call comes whole; the last piece of a text bears its signature. */
function piecesOf(speech: Speech, part: SpokenPart): Json[] {
  const signature = signed(speech, part)
  if (part.kind === 'toolCall') return [partOf(part, wholeText(part), signature)]
  return part.pieces.map((piece, at) => partOf(part, piece, at === part.pieces.length - 1 ? signature : {}))
}

function partOf(part: SpokenPart, text: string, signature: Json): Json {
  if (part.kind === 'text') return { text, ...signature }
  if (part.kind === 'reasoning') return { text, thought: true, ...signature }
  return { functionCall: { id: part.id, name: part.name, args: JSON.parse(text) }, ...signature }
}

/** The signature of reasoning comes with what follows it: the first tool call, else the text. */
function signed({ parts }: Speech, part: SpokenPart): Json {
  const reasoned = parts.some(({ kind }) => kind === 'reasoning')
  const bearer = parts.find(({ kind }) => kind === 'toolCall') ?? parts.find(({ kind }) => kind === 'text')
  return reasoned && part === bearer ? { thoughtSignature: STATE } : {}
}
