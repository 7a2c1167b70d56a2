import { afterEach, beforeEach } from 'vitest'
import type { Provider } from '../../src/providers/provider.ts'
import { targetedCall } from './call.ts'
import { openAIProvider } from './openai-provider.ts'
import { type ProviderAnswer, readAnswer } from './provider-answer.ts'
import { startUpstream, type Upstream, type UpstreamHandler } from './upstream.ts'

/** An upstream and a provider that talks to it, new for every test. */
export interface PlayedProvider {
  readonly upstream: Upstream
  readonly provider: Provider
  /** The answer to a streaming call that the upstream answers so. */
  stream(handler: UpstreamHandler): Promise<ProviderAnswer>
  /** The answer to a call that is not streaming. */
  unary(handler: UpstreamHandler): Promise<ProviderAnswer>
}

/** Registers the hooks; its members are there while a test runs. */
export function usePlayedProvider(): PlayedProvider {
  let upstream: Upstream
  let provider: Provider
  beforeEach(async () => {
    upstream = await startUpstream(() => {})
    provider = await openAIProvider(upstream.url)
  })
  afterEach(async () => {
    await provider.close()
    await upstream.close()
  })
  const answerTo = (streaming: boolean) => (handler: UpstreamHandler) => {
    upstream.play(handler)
    return readAnswer(provider.open(targetedCall({ streaming })))
  }
  return {
    get upstream() {
      return upstream
    },
    get provider() {
      return provider
    },
    stream: answerTo(true),
    unary: answerTo(false),
  }
}
