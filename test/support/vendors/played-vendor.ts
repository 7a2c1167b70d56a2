import { afterEach, beforeEach } from 'vitest'
import type { GatewayError } from '../../../src/core/errors.ts'
import type { Features } from '../../../src/providers/features.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from '../account.ts'
import { type CallChoices, targetedCall } from '../call.ts'
import { type ProviderAnswer, readAnswer } from '../provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamExchange, type UpstreamHandler } from '../upstream.ts'
import { SHORT, type Speech } from './speech.ts'
import type { PlayedVendor, Wire } from './vendor.ts'

/** An upstream that plays a vendor, and the adapter's provider that talks to it. */
export interface Played {
  readonly upstream: Upstream
  readonly provider: Provider
  /** The answer to a call that the upstream answers so. */
  ask(handler: UpstreamHandler, choices?: CallChoices): Promise<ProviderAnswer>
}

/** Registers the hooks of a suite; the members are there while a test runs. */
export function usePlayed(vendor: PlayedVendor, choices: AccountChoices = {}): Played {
  let played: OpenPlayed
  beforeEach(async () => {
    played = await openPlayed(vendor, choices)
  })
  afterEach(() => played.close())
  return {
    get upstream() {
      return played.upstream
    },
    get provider() {
      return played.provider
    },
    ask: (handler, call) => played.ask(handler, call),
  }
}

export interface OpenPlayed extends Played {
  close(): Promise<void>
}

export async function openPlayed(vendor: PlayedVendor, choices: AccountChoices = {}): Promise<OpenPlayed> {
  const upstream = await startUpstream(() => {})
  const account = accountAt(upstream.url + vendor.basePath, { ...vendor.choices, ...choices })
  const provider = await vendor.definition.create(account)
  return {
    upstream,
    provider,
    ask: (handler, call = {}) => {
      upstream.play(handler)
      return readAnswer(provider.open(targetedCall(call)))
    },
    async close() {
      await provider.close()
      await upstream.close()
    },
  }
}

export function featuresOf({ definition, interfaceName }: PlayedVendor): Features {
  return definition.features[interfaceName] as Features
}

/** Answers the way it is asked: whole or streamed. */
export function says(wire: Wire, speech: Speech, streaming: boolean): UpstreamHandler {
  return streaming
    ? (exchange) => playFrames(exchange, wire, wire.frames(speech))
    : (exchange) => exchange.sendJson(200, wire.whole(speech))
}

/** Plays a stream, each event in a packet of its own. */
export async function playFrames(exchange: UpstreamExchange, wire: Wire, frames: readonly string[]): Promise<void> {
  startStream(exchange, wire)
  for (const frame of frames) await exchange.sendBytes(frame)
  exchange.end()
}

export function startStream({ response }: UpstreamExchange, { streamType }: Wire): void {
  response.writeHead(200, { 'content-type': streamType })
  response.flushHeaders()
}

/** What became of a call: what was sent, what the caller is warned of, or why it failed. */
export interface Sent {
  readonly requests: readonly UpstreamExchange[]
  readonly warnings: readonly string[]
  readonly error: GatewayError | undefined
}

/** Makes a call that the vendor answers well, `attempts` times as a retry would. */
export async function openSent(
  { provider, upstream }: Played,
  { wire }: PlayedVendor,
  choices: CallChoices,
  attempts = 1,
): Promise<Sent> {
  const before = upstream.requests.length
  const call = targetedCall(choices)
  upstream.play(says(wire, SHORT, call.streaming))
  let error: GatewayError | undefined
  for (let attempt = 0; attempt < attempts; attempt += 1) error = (await readAnswer(provider.open(call))).error
  return { requests: upstream.requests.slice(before), warnings: call.journal.warnings, error }
}
