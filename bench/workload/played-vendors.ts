import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { USAGE_PATTERN } from './request.ts'

export interface PlayedVendors {
  readonly url: string
  close(): void
}

interface Answered {
  readonly model: string
  readonly input: number
  readonly output: number
}

const TEXT = '{"wagon":"on track four"}'

/** Plays all vendors at one address: each request is answered at once, with the usage that its text asks for. */
export async function playVendors(): Promise<PlayedVendors> {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const path = request.url ?? ''
    const [, input, output] = USAGE_PATTERN.exec(body) ?? []
    const answered = { model: modelOf(path, body), input: Number(input), output: Number(output) }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answerOf(path)(answered)))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  request.setEncoding('utf8')
  for await (const piece of request) body += piece
  return body
}

/** Gemini's interface names the model in the path, all others in the body. */
function modelOf(path: string, body: string): string {
  return /\/models\/([^:]+):/.exec(path)?.[1] ?? JSON.parse(body).model
}

function answerOf(path: string): (answered: Answered) => unknown {
  if (path.includes(':generateContent')) return gemini
  if (path.endsWith('/messages')) return anthropic
  return path.endsWith('/responses') ? responses : chat
}

function responses({ model, input, output }: Answered) {
  const content = [{ type: 'output_text', text: TEXT, annotations: [] }]
  return {
    id: 'resp_played',
    object: 'response',
    model,
    status: 'completed',
    error: null,
    output: [{ type: 'message', id: 'msg_played', role: 'assistant', status: 'completed', content }],
    usage: { input_tokens: input, output_tokens: output, total_tokens: input + output },
  }
}

function chat({ model, input, output }: Answered) {
  return {
    id: 'chat_played',
    object: 'chat.completion',
    created: 1760000000,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  }
}

function anthropic({ model, input, output }: Answered) {
  return {
    id: 'msg_played',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: TEXT }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: input, output_tokens: output },
  }
}

function gemini({ model, input, output }: Answered) {
  return {
    candidates: [{ index: 0, content: { role: 'model', parts: [{ text: TEXT }] }, finishReason: 'STOP' }],
    usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
    modelVersion: model,
  }
}
