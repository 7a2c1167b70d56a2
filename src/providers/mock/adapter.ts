import { type Message, Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason, type Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { type Clock, sleep } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import { ended, type ProviderEvent, partDelta, partEnded, partStarted } from '../../core/events.ts'
import { estimateUsage } from '../../core/usage-estimate.ts'
import type { Provider } from '../provider.ts'
import { ERROR_PREFIX, SILENT, STALLED, TRUNCATED } from './names.ts'
import { vectorOf } from './vectors.ts'

export interface MockSettings {
  readonly name: string
  readonly clock: Clock
}

/** Milliseconds before the first token and between tokens, by model; unknown models take the first row. */
const PACES: Record<string, { first: number; between: number }> = {
  'mock-fast': { first: 60, between: 12 },
  'mock-smart': { first: 300, between: 30 },
  'mock-instant': { first: 0, between: 0 },
}

/** Words that the models which break off still say. */
const WORDS_BEFORE_FAULT = 5

/** A provider without a network: it answers with what it was asked, word by word, at the pace of a real one. */
export function createMockProvider({ name, clock }: MockSettings): Provider {
  return {
    name,
    open: (call) => answer(call, clock),
    async embed(call, { inputs, dimensions }) {
      if (call.target.model.startsWith(ERROR_PREFIX)) throw scriptedError(call.target.model)
      const vectors = inputs.map((text) => vectorOf(text, dimensions))
      const usage: Usage = { ...estimateUsage(call.request, 0), estimated: false }
      return { finishReason: FinishReason.STOP, rawFinishReason: 'stop', usage, model: call.target.model, vectors }
    },
    countTokens: async ({ request }) => ({ ...estimateUsage(request, 0), estimated: false }),
    close: async () => {},
  }
}

async function* answer(call: TargetedCall, clock: Clock): AsyncGenerator<readonly ProviderEvent[]> {
  const { model } = call.target
  const pace = call.streaming ? (PACES[model] ?? { first: 60, between: 12 }) : { first: 0, between: 0 }
  await pause(pace.first, call, clock)
  if (model === SILENT) await forever(call.signal)
  if (model.startsWith(ERROR_PREFIX)) throw scriptedError(model)

  const tool = toolToCall(call)
  if (tool !== undefined) return yield toolCall(call, tool)

  const words = wordsOf(call)
  const spoken = model === TRUNCATED || model === STALLED ? words.slice(0, WORDS_BEFORE_FAULT) : words
  yield [partStarted(0, { case: 'text', value: '' })]
  for (const word of spoken) {
    yield [partDelta(0, { case: 'text', value: word })]
    await pause(pace.between, call, clock)
  }
  if (model === TRUNCATED) return
  if (model === STALLED) await forever(call.signal)
  yield [partEnded(0), ending(call, words.join('').length, FinishReason.STOP, 'stop')]
}

async function pause(milliseconds: number, call: TargetedCall, clock: Clock): Promise<void> {
  if (milliseconds > 0) await sleep(clock, milliseconds, call.signal)
  else call.signal.throwIfAborted()
}

function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function scriptedError(model: string): GatewayError {
  const name = model.slice(ERROR_PREFIX.length).toUpperCase().replaceAll('-', '_')
  const reason = ErrorReason[name as keyof typeof ErrorReason] || ErrorReason.INTERNAL
  return new GatewayError(reason, `The mock model ${model} fails as its name says.`)
}

/** The tool to call, when the request insists on one and no result of it is there yet. */
function toolToCall({ request }: TargetedCall): string | undefined {
  const answered = request.messages.at(-1)?.role === Role.TOOL
  const mode = request.toolChoice?.mode
  if (answered || (mode !== ToolChoice_Mode.REQUIRED && mode !== ToolChoice_Mode.NAMED)) return undefined
  return request.toolChoice?.name || request.tools[0]?.name
}

function toolCall(call: TargetedCall, name: string): ProviderEvent[] {
  const empty = { $typeName: 'switchyard.v1.ToolCall' as const, id: `call_${call.id}`, name, arguments: '' }
  return [
    partStarted(0, { case: 'toolCall', value: empty }),
    partDelta(0, { case: 'arguments', value: '{}' }),
    partEnded(0),
    ending(call, 2, FinishReason.TOOL_CALLS, 'tool_calls'),
  ]
}

/** What the model says, each word with the space after it. */
function wordsOf({ request, target }: TargetedCall): string[] {
  const asked = textOfLast(request.messages)
  const text = `This is ${target.model}, a model without a network. You said: ${asked}`
  if (request.responseFormat) return JSON.stringify({ answer: text }).match(/\S+\s*/g) ?? []
  return text.match(/\S+\s*/g) ?? []
}

function textOfLast(messages: readonly Message[]): string {
  const parts = messages.at(-1)?.parts ?? []
  return parts
    .map(({ content }) => {
      if (content.case === 'text') return content.value
      return content.case === 'toolResult' ? content.value.output : `[${content.case}]`
    })
    .join(' ')
}

function ending(call: TargetedCall, characters: number, finishReason: FinishReason, raw: string): ProviderEvent {
  // The mock is the vendor here: its count is what it reports, not a guess at it.
  const usage: Usage = { ...estimateUsage(call.request, characters), estimated: false }
  return ended({ finishReason, rawFinishReason: raw, usage, model: call.target.model })
}
