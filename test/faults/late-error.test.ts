import { describe, expect, it, onTestFinished } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { llmOf } from '../support/clients.ts'
import { chatDelta, errorBody } from '../support/openai-wire.ts'
import { startUpstream } from '../support/upstream.ts'

const textOf = (delta: string) => `data: ${JSON.stringify(chatDelta({ content: delta }))}\n\n`
const failure = `data: ${JSON.stringify(errorBody(null, 'server_error'))}\n\n`

/** An upstream that says something, and when it was read something more, with an error in the same write. */
async function streamOf(first: string) {
  const read = Promise.withResolvers<void>()
  const upstream = await startUpstream(async (exchange) => {
    exchange.startEvents()
    if (first !== '') {
      await exchange.sendBytes(textOf(first))
      await read.promise
    }
    await exchange.sendBytes(textOf(' more') + failure)
    exchange.end()
  })
  onTestFinished(() => upstream.close())
  const app = await openApp({ providers: [playedProvider(upstream.url)], retry: { max_retries: 0 } })
  return { events: llmOf(app).generateTextStream({ prompt: 'Count.' }), read: read.resolve }
}

/** The text that reached the caller before the error. */
async function textBeforeError({ events, read }: Awaited<ReturnType<typeof streamOf>>): Promise<string> {
  let text = ''
  try {
    for await (const { event } of events) {
      if (event.case !== 'textDelta') continue
      text += event.value
      read()
    }
  } catch {
    return text
  }
  throw new Error('The stream ended well.')
}

describe('an error that comes in one read with text', () => {
  it('ends an answer that has begun after that text', async () => {
    expect(await textBeforeError(await streamOf('Some'))).toBe('Some more')
  })

  it('ends one that has not begun before it, so that another attempt could still give the whole answer', async () => {
    expect(await textBeforeError(await streamOf(''))).toBe('')
  })
})
