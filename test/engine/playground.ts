import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type Configuration, type RunningApp, startTestApp } from '../support/app.ts'
import { API_KEY, type LlamaServer, startLlamaServer } from './llama-server.ts'

/** The gateway before an inference server. */
export interface Playground {
  readonly server: LlamaServer
  readonly app: RunningApp
}

/** An account at the inference server, whose model is called `<name>-tiny`. */
function accountAt(url: string, name: string, key: string): Configuration {
  return {
    name,
    adapter: 'openai_compatible',
    base_url: `${url}/v1`,
    api_key_env: key,
    models: [{ name: `${name}-tiny`, upstream_name: 'tiny' }],
  }
}

/** Starts both: `llama-tiny` may be called, `stranger-tiny` has the wrong key, `spare` stands in for `llama-tiny`. */
async function startPlayground(contextWindow?: number): Promise<Playground> {
  const server = await startLlamaServer(contextWindow)
  const configuration = {
    providers: [
      accountAt(server.url, 'llama', 'RIGHT_KEY'),
      accountAt(server.url, 'stranger', 'WRONG_KEY'),
      { name: 'spare', adapter: 'mock', models: ['spare-tiny'] },
    ],
    routes: [
      {
        name: 'safe',
        targets: [
          { provider: 'llama', model: 'llama-tiny' },
          { provider: 'spare', model: 'spare-tiny' },
        ],
      },
    ],
  }
  const environment = { RIGHT_KEY: API_KEY, WRONG_KEY: 'not-the-key-of-the-tiny-model' }
  try {
    return { server, app: await startTestApp(configuration, { environment }) }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** A playground for the running test alone. */
export async function openPlayground(contextWindow?: number): Promise<Playground> {
  const playground = await startPlayground(contextWindow)
  onTestFinished(() => stop(playground))
  return playground
}

async function stop({ app, server }: Playground): Promise<void> {
  await app.stop()
  await server.stop()
}

/** One playground for all tests of a block. */
export function sharedPlayground(): () => Playground {
  let playground: Playground | undefined
  beforeAll(async () => {
    playground = await startPlayground()
  })
  afterAll(async () => {
    if (playground) await stop(playground)
  })
  return () => {
    if (!playground) throw new Error('The inference server has not been started.')
    return playground
  }
}

/** Asks for an answer of that many tokens; without a number, for one that only the context window ends. */
export function asking(maxOutputTokens?: bigint, prompt = 'Say something.') {
  return { prompt, options: { model: 'llama-tiny', ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }) } }
}
