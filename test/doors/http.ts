import type { Asking } from './tested-door.ts'

/** An event of a stream as it came. */
export interface ServerEvent {
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into events of any shape.
  readonly data: any
}

/** Sends JSON, or asks for it where there is no body. */
export function send(url: string, body: unknown, { headers, signal, timeoutMs }: Asking = {}): Promise<Response> {
  return fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(timeoutMs !== undefined && { 'connect-timeout-ms': String(timeoutMs) }),
    },
    signal: signal ?? null,
  })
}

/** The body of an answer. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into JSON of any shape.
export async function jsonOf(response: Response): Promise<any> {
  return await response.json()
}

/** The events of a stream, each as soon as it is there. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent> {
  let text = ''
  for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const events = (text + piece).split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) yield eventOf(event)
  }
}

function eventOf(text: string): ServerEvent {
  const fields = new Map(
    text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  const data = fields.get('data') ?? ''
  return { name: fields.get('event') ?? 'message', data: data === '[DONE]' ? data : JSON.parse(data) }
}
