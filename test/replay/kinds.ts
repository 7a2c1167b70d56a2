import type { Configuration } from '../support/app.ts'
import { type Expected, foldChat, foldResponse, foldResponseStream, jsonEvents } from '../support/recorded-answer.ts'
import { buildMessage, foldMessage } from '../support/recorded-anthropic.ts'
import { foldGemini, geminiChunks } from '../support/recorded-gemini.ts'
import type { Recording } from '../support/recordings.ts'

/** Recordings that one provider replays. Its only model is called like it. */
export interface Kind {
  readonly name: string
  readonly adapter: string
  /** What of the configuration is not as usual; `base_url` is added to the upstream's address. */
  readonly configuration: Configuration
  readonly isOne: (recording: Recording) => boolean
  /** What the recording says, by code that shares nothing with the adapter. */
  readonly fold: (recording: Recording) => Replayed
}

export interface Replayed extends Expected {
  /** Whether it calls tools though the word for its end does not say so. */
  readonly waits: boolean
}

const byHost = (host: RegExp, path: RegExp) => (recording: Recording) =>
  host.test(recording.host) && path.test(recording.path)

const CHAT = /\/chat\/completions$/
const RESPONSES = /\/responses$/
const GENERATE = /:(stream)?[gG]enerateContent$/

const chat = ({ stream, body }: Recording) => waiting(foldChat(stream ? jsonEvents(body) : [JSON.parse(body)]))
const responses = ({ stream, body }: Recording) =>
  waiting(stream ? foldResponseStream(jsonEvents(body)) : foldResponse(JSON.parse(body)))

function waiting(expected: Expected): Replayed {
  return { ...expected, waits: expected.tools.length > 0 }
}

function messages({ stream, body }: Recording): Replayed {
  const message = stream ? buildMessage(jsonEvents(body)) : JSON.parse(body)
  const { text, reasoning, tools, stopReason, model, usage } = foldMessage(message)
  const counts = { input: usage.input, output: usage.output, cached: usage.read, reasoning: usage.thinking }
  return {
    text,
    reasoning,
    tools: tools.map(withText),
    finish: stopReason,
    model,
    usage: counts,
    waits: false,
    ...plain,
  }
}

/** Calls that the vendor answered itself wait for nobody. */
function gemini(recording: Recording): Replayed {
  const { tools, answeredCalls, ...rest } = foldGemini(geminiChunks(recording))
  return {
    ...rest,
    tools: tools.map(({ args, ...tool }) => withText({ ...tool, input: args })),
    waits: tools.length > answeredCalls,
    ...plain,
  }
}

const plain = { refused: false, failed: false }

function withText({ id, name, input }: { id?: string; name: string; input: unknown }): Expected['tools'][number] {
  return { ...(id === undefined ? {} : { id }), name, arguments: JSON.stringify(input) }
}

/** Recordings whose answer is refused, with the reason why. */
export const EXCEPTIONS: readonly { readonly file: RegExp; readonly because: string }[] = [
  { file: /spliced-message-start\.chunks\.txt$/, because: 'two answers are spliced into one stream' },
]

const VERTEX = { vertex: { project: 'my-project', location: 'global' } }

export const kinds: readonly Kind[] = [
  ofKind('openai', 'openai', byHost(/^(api\.)?openai(\.com)?$/, RESPONSES), responses),
  ofKind('openai-chat', 'openai', byHost(/^(api\.)?openai(\.com)?$/, CHAT), chat, { api: 'chat' }),
  ofKind('azure', 'azure', byHost(/azure/, RESPONSES), responses, { base_url: '' }),
  ofKind('azure-chat', 'azure', byHost(/azure/, CHAT), chat, { base_url: '', azure: { api_version: '2024-10-21' } }),
  ofKind('anthropic', 'anthropic', byHost(/^api\.anthropic/, /\/messages$/), messages, { base_url: '' }),
  ofKind('foundry', 'foundry_anthropic', byHost(/localhost/, /anthropic\/v1\/messages$/), messages, {
    base_url: '/anthropic',
  }),
  ofKind('gemini', 'gemini', byHost(/^generativelanguage/, GENERATE), gemini, { base_url: '' }),
  ofKind('vertex', 'gemini', byHost(/^aiplatform/, GENERATE), gemini, { base_url: '', gemini: VERTEX }),
  ofKind('mistral', 'mistral', byHost(/mistral/, CHAT), chat),
  ofKind('openrouter', 'openrouter', byHost(/openrouter/, CHAT), chat),
  ofKind('openrouter-responses', 'openrouter', byHost(/openrouter/, RESPONSES), responses, { api: 'responses' }),
  ofKind('ollama', 'ollama', byHost(/^localhost/, CHAT), chat),
  ofKind('compatible', 'openai_compatible', byHost(/deepseek|groq|xai|openai-compatible/, CHAT), chat),
  ofKind('compatible-responses', 'openai_compatible', byHost(/deepseek|xai|localhost/, RESPONSES), responses, {
    api: 'responses',
  }),
]

function ofKind(
  name: string,
  adapter: string,
  isOne: Kind['isOne'],
  fold: Kind['fold'],
  configuration: Configuration = {},
): Kind {
  return { name, adapter, configuration: { base_url: '/v1', ...configuration }, isOne, fold }
}

/** The providers of the configuration, at the played upstream. */
export function replayProviders(url: string): Configuration[] {
  return kinds.map(({ name, adapter, configuration }) => ({
    name,
    adapter,
    api_key_env: 'REPLAY_KEY',
    models: [{ name }],
    ...configuration,
    base_url: url + configuration.base_url,
  }))
}
