import { CALLER_KEY, restRequest } from '../request.ts'
import type { HttpProtocol } from './protocol.ts'
import { readEvents } from './server-sent-events.ts'

const headers = { 'content-type': 'application/json', authorization: `Bearer ${CALLER_KEY}` }
const body = restRequest()

export const rest: HttpProtocol = {
  unary: { path: '/llm/generate/chat', headers, body },
  stream: { path: '/llm/generate/chat/stream', headers, body },
  checkWhole(bytes) {
    if (!JSON.parse(bytes.toString()).message) throw new Error('The answer has no message.')
  },
  readStream: (onTokens) => readEvents('"text":"', 'event: finished', onTokens),
}
