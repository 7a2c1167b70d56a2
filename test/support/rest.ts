/** An event of a stream as `EventSource` would have it. */
export interface ToldEvent {
  readonly id: string | undefined
  readonly name: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into data of any shape.
  readonly data: any
}

/** What was answered. */
export interface RestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into bodies of any shape.
  readonly json: any
  readonly events: ToldEvent[]
}

export interface RestClient {
  get(path: string, headers?: Record<string, string>): Promise<RestAnswer>
  /** What is not text goes as JSON; undefined: no body, and no word of its type. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<RestAnswer>
  /** The events of a stream, as they come. */
  stream(path: string, init?: RequestInit): Promise<AsyncGenerator<ToldEvent>>
  readonly url: string
}

/** A caller of the doors that speak plain HTTP. */
export function restOf(
  { webAddress }: { readonly webAddress: string },
  common: Record<string, string> = {},
): RestClient {
  const url = `http://${webAddress}`
  const ask = async (path: string, init: RequestInit) => answerOf(await fetch(`${url}${path}`, init))
  return {
    url,
    get: (path, headers) => ask(path, { headers: { ...common, ...headers } }),
    post: (path, body, headers) => ask(path, posted(body, { ...common, ...headers })),
    stream: async (path, init = {}) => {
      const response = await fetch(`${url}${path}`, { ...init, headers: { ...common, ...init.headers } })
      return eventsOf(response)
    },
  }
}

export function posted(body: unknown, headers: Record<string, string> = {}): RequestInit {
  if (body === undefined) return { method: 'POST', headers }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } }
}

async function answerOf(response: Response): Promise<RestAnswer> {
  const text = await response.text()
  const { status, headers } = response
  return {
    status,
    headers,
    text,
    get json() {
      return JSON.parse(text)
    },
    get events() {
      return text.split('\n\n').filter(Boolean).map(eventOf)
    },
  }
}

async function* eventsOf({ body }: Response): AsyncGenerator<ToldEvent> {
  let rest = ''
  for await (const text of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const pieces = (rest + text).split('\n\n')
    rest = pieces.pop() ?? ''
    for (const piece of pieces) yield eventOf(piece)
  }
}

function eventOf(piece: string): ToldEvent {
  const fields = new Map(piece.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]))
  return { id: fields.get('id'), name: fields.get('event'), data: JSON.parse(fields.get('data') ?? 'null') }
}
