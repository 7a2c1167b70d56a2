import { Agent } from 'undici'
import { TOKEN_CHARACTERS } from '../token.ts'
import type { Caller } from './load.ts'
import { httpRequest } from './request.ts'

const CONTENT = Buffer.from('"content":"')
const DONE = 'data: [DONE]'

/** Calls the upstream itself, each call on a connection of its own that is kept for the next one. */
export function createHttpCaller(address: string): Caller {
  const agent = new Agent({ pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  const send = (body: string) =>
    agent.request({
      origin: `http://${address}`,
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
      body,
    })
  const unaryBody = httpRequest(false)
  const streamBody = httpRequest(true)
  return {
    async unary() {
      const { body } = await send(unaryBody)
      const { usage } = JSON.parse(await body.text())
      if (!usage) throw new Error('The answer has no usage.')
    },
    async stream(onTokens) {
      const { body } = await send(streamBody)
      let last = ''
      for await (const bytes of body as AsyncIterable<Buffer>) {
        last = bytes.toString('latin1', bytes.length - DONE.length - 2)
        tellTokens(bytes, onTokens)
      }
      if (!last.startsWith(DONE)) throw new Error('The stream ended before it was complete.')
    },
    close: () => void agent.destroy(),
  }
}

/** The upstream writes whole events, which on loopback arrive as they were written or several together. */
function tellTokens(bytes: Buffer, onTokens: Parameters<Caller['stream']>[0]): void {
  for (let at = bytes.indexOf(CONTENT); at !== -1; at = bytes.indexOf(CONTENT, at + TOKEN_CHARACTERS)) {
    onTokens(bytes, at + CONTENT.length, 1)
  }
}
