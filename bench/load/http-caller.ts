import { Agent } from 'undici'
import type { Caller } from './load.ts'
import type { HttpProtocol, HttpRequest } from './protocols/protocol.ts'

/** Calls by HTTP/1.1, each call on a connection of its own that is kept for the next one. */
export function createHttpCaller(address: string, protocol: HttpProtocol): Caller {
  const agent = new Agent({ pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  const send = async (request: HttpRequest) => {
    const { statusCode, body } = await agent.request({ origin: `http://${address}`, method: 'POST', ...request })
    if (statusCode !== 200) throw new Error(`${statusCode}: ${await body.text()}`)
    return body
  }
  return {
    async unary() {
      const body = await send(protocol.unary)
      protocol.checkWhole(Buffer.from(await body.arrayBuffer()))
    },
    async stream(onTokens) {
      const body = await send(protocol.stream)
      const reader = protocol.readStream(onTokens)
      for await (const piece of body as AsyncIterable<Buffer>) reader.read(piece)
      reader.end()
    },
    close: () => void agent.destroy(),
  }
}
