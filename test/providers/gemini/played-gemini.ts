import { afterEach, beforeEach } from 'vitest'
import type { Provider } from '../../../src/providers/provider.ts'
import type { AccountChoices } from '../../support/account.ts'
import { type CallChoices, targetedCall } from '../../support/call.ts'
import { geminiProvider, playGemini } from '../../support/gemini-wire.ts'
import { type ProviderAnswer, readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamHandler } from '../../support/upstream.ts'

/** An upstream that plays Gemini, new for every test, and providers that talk to it. */
export interface PlayedGemini {
  readonly upstream: Upstream
  connect(choices?: AccountChoices): Promise<Provider>
  /** The answer to a call that the upstream answers so. */
  ask(handler: UpstreamHandler, choices?: CallChoices): Promise<ProviderAnswer>
}

export const PLAYED = { texts: ['Hel', 'lo'], model: 'model-1-001', inputTokens: 7, outputTokens: 2 }

/** Registers the hooks; its members are there while a test runs. */
export function usePlayedGemini(): PlayedGemini {
  let upstream: Upstream
  const providers: Provider[] = []
  beforeEach(async () => {
    upstream = await startUpstream((exchange) => playGemini(exchange, PLAYED))
  })
  afterEach(async () => {
    for (const provider of providers.splice(0)) await provider.close()
    await upstream.close()
  })
  const connect = async (choices: AccountChoices = {}) => {
    const provider = await geminiProvider(upstream.url, choices)
    providers.push(provider)
    return provider
  }
  return {
    get upstream() {
      return upstream
    },
    connect,
    async ask(handler, choices) {
      upstream.play(handler)
      return readAnswer((await connect()).open(targetedCall(choices)))
    },
  }
}
