import { CALLER_KEY, openAiRequest } from '../request.ts'
import type { HttpProtocol } from './protocol.ts'
import { readEvents } from './server-sent-events.ts'

const headers = { 'content-type': 'application/json', authorization: `Bearer ${CALLER_KEY}` }
const path = '/v1/chat/completions'

/** Chat Completions, as the upstream speaks it too. */
export const openai: HttpProtocol = {
  unary: { path, headers, body: openAiRequest(false) },
  stream: { path, headers, body: openAiRequest(true) },
  checkWhole(bytes) {
    if (!JSON.parse(bytes.toString()).usage) throw new Error('The answer has no usage.')
  },
  readStream: (onTokens) => readEvents('"content":"', 'data: [DONE]', onTokens),
}
