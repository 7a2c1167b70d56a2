/** What a played vendor says in an answer, in no vendor's words. */
export interface Speech {
  readonly parts: readonly SpokenPart[]
  readonly finish: 'stop' | 'tools' | 'length' | 'filter'
  readonly tokens: SpokenTokens
}

/** `pieces` are what the stream brings one after another. */
export type SpokenPart =
  | { readonly kind: 'text'; readonly pieces: readonly string[] }
  | { readonly kind: 'reasoning'; readonly pieces: readonly string[] }
  | { readonly kind: 'toolCall'; readonly id: string; readonly name: string; readonly pieces: readonly string[] }

/** Counts in the one meaning: `input` includes what is cached, `output` includes reasoning. */
export interface SpokenTokens {
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly output: number
  readonly reasoning: number
}

/** The model that says it has answered. */
export const MODEL = 'played-model'

/** The opaque state that comes with reasoning, with characters that a careless copy would change. */
export const STATE = 'c3RhdGU+/w==:opaque/+\\"é'

/** The words that no error may repeat, for their owners. */
export const PROMPT = 'a prompt nobody may repeat'
export const ANSWER = 'an answer nobody may repeat'

const tokens: SpokenTokens = { input: 120, cacheRead: 100, cacheWrite: 10, output: 50, reasoning: 30 }

const text = { kind: 'text', pieces: ['Grüße, ', 'Welt 🌍', '.'] } as const
const reasoning = { kind: 'reasoning', pieces: ['First ', 'I think.'] } as const
/** The ids have the one form that every vendor takes: nine letters and digits. */
const toolCalls = [
  { kind: 'toolCall', id: 'call00001', name: 'weather', pieces: ['{"place"', ':"Paris"}'] },
  { kind: 'toolCall', id: 'call00002', name: 'weather', pieces: ['{"place":', '"Oslo"}'] },
] as const

const bareCall = { kind: 'toolCall', id: 'call00003', name: 'now', pieces: ['{}'] } as const

export const speeches = {
  text: { parts: [text], finish: 'stop', tokens: { ...tokens, reasoning: 0 } },
  'a text that is cut short': { parts: [text], finish: 'length', tokens: { ...tokens, reasoning: 0 } },
  'a text that a filter ends': { parts: [text], finish: 'filter', tokens: { ...tokens, reasoning: 0 } },
  'reasoning and text': { parts: [reasoning, text], finish: 'stop', tokens },
  'no words at all': { parts: [], finish: 'length', tokens },
  'a tool call without arguments': { parts: [bareCall], finish: 'tools', tokens: { ...tokens, reasoning: 0 } },
  'two tool calls': { parts: [...toolCalls], finish: 'tools', tokens: { ...tokens, reasoning: 0 } },
  'reasoning, text and two tool calls': { parts: [reasoning, text, ...toolCalls], finish: 'tools', tokens },
} as const satisfies Record<string, Speech>

/** As short as an answer can be, for those who play it a thousand times. */
export const SHORT: Speech = {
  parts: [{ kind: 'text', pieces: ['Hi', '!'] }],
  finish: 'stop',
  tokens: { input: 1, cacheRead: 0, cacheWrite: 0, output: 2, reasoning: 0 },
}

export function wholeText({ pieces }: SpokenPart): string {
  return pieces.join('')
}
