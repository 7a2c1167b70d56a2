import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ollama, openrouter } from '../../../src/providers/compatible/definitions.ts'
import type { AdapterDefinition } from '../../../src/providers/definition.ts'
import { openaiCompatible } from '../../../src/providers/openai/definition.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { accountAt } from '../../support/account.ts'
import { targetedCall } from '../../support/call.ts'
import { chatDelta } from '../../support/openai-wire.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

let upstream: Upstream
const providers: Provider[] = []

beforeEach(async () => {
  upstream = await startUpstream(() => {})
})

afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

async function connect(definition: AdapterDefinition): Promise<Provider> {
  const provider = await definition.create(accountAt(`${upstream.url}/v1`))
  providers.push(provider)
  return provider
}

/** Plays comments, the beginning of an answer, and then what breaks it off. */
async function streamOf(definition: AdapterDefinition, last: unknown, name?: string) {
  upstream.play(async (exchange) => {
    exchange.startEvents()
    await exchange.sendBytes(': OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n')
    await exchange.sendEvent(chatDelta({ content: 'Hel' }))
    await exchange.sendEvent(last, name)
    exchange.end()
  })
  return readAnswer((await connect(definition)).open(targetedCall({ streaming: true })))
}

describe('an answer that breaks off with an error', () => {
  const failed = { code: 502, message: 'Provider disconnected' }

  it.each<[string, unknown]>([
    ['beside the choices', { error: failed, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }] }],
    ['without choices', { error: { ...failed, metadata: { provider_name: 'Google' } } }],
    ['in the choice', { choices: [{ index: 0, delta: {}, error: failed, finish_reason: 'error' }] }],
  ])('of OpenRouter fails with it: %s', async (_, chunk) => {
    const { error, ending, text } = await streamOf(openrouter, chunk)
    expect({ text, ending }).toEqual({ text: 'Hel', ending: undefined })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE', metadata: { upstream_code: '502' } })
  })

  it('of OpenRouter that only ends in error is complete, and says so', async () => {
    const { ending } = await streamOf(openrouter, chatDelta({}, 'error'))
    expect(ending).toMatchObject({ rawFinishReason: 'error' })
  })

  it('of Groq fails with what its event says', async () => {
    const { error } = await streamOf(
      openaiCompatible,
      { error: { message: 'x', type: 'rate_limit_exceeded' } },
      'error',
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED' })
  })

  it('of Ollama fails though the error is only a sentence', async () => {
    const { error } = await streamOf(ollama, { error: 'an error was encountered while running the model' })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_ERROR' })
  })
})

it.each([
  [429, 'UPSTREAM_RATE_LIMITED'],
  [402, 'UPSTREAM_QUOTA'],
  [502, 'UPSTREAM_UNAVAILABLE'],
])(
  'a whole answer of OpenRouter that holds the error %s in place of choices fails with it',
  async (code, reasonName) => {
    upstream.play((exchange) => exchange.sendJson(200, { error: { code, message: 'x' }, user_id: 'user_1' }))
    const { error } = await readAnswer((await connect(openrouter)).open(targetedCall()))
    expect(error).toMatchObject({ reasonName, metadata: { upstream_code: String(code) } })
  },
)
