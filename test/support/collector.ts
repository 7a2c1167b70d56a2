import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { metricRequest, type Read, type ReadValue, readMessage, resourceRequest, traceRequest } from './otlp-reader.ts'

export type Attributes = Readonly<Record<string, unknown>>

export interface SeenSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly traceState: string
  readonly name: string
  readonly kind: 'server' | 'client' | 'other'
  /** Nanoseconds since the epoch. */
  readonly start: bigint
  readonly end: bigint
  readonly attributes: Attributes
  readonly isError: boolean
  readonly events: number
}

/** One series of a histogram. */
export interface SeenHistogram {
  readonly name: string
  readonly unit: string
  readonly attributes: Attributes
  readonly count: number
  readonly sum: number
  readonly bounds: readonly number[]
}

/** A collector that takes OTLP over HTTP and remembers it. */
export interface Collector {
  readonly url: string
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }[]
  spans(): SeenSpan[]
  histograms(): SeenHistogram[]
  /** Resolves when no connection is open. */
  closed(): Promise<void>
  /** Of the last request. */
  resource(): Attributes
}

/** For the running test alone. `answer` may make it refuse or never answer. */
export async function openCollector(answer: 200 | 500 | 'silence' = 200): Promise<Collector> {
  const requests: Collector['requests'][number][] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    requests.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) })
    if (answer !== 'silence') response.writeHead(answer).end()
  })
  const closings: Promise<void>[] = []
  server.on('connection', (socket) => {
    closings.push(new Promise((resolve) => socket.on('error', () => {}).on('close', () => resolve())))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const bodies = (path: string) => requests.filter((request) => request.path === path).map(({ body }) => body)
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    closed: async () => void (await Promise.all(closings)),
    spans: () => bodies('/v1/traces').flatMap(spansIn),
    histograms: () => bodies('/v1/metrics').flatMap(histogramsIn),
    resource: () => resourceIn(requests.at(-1)?.body ?? Buffer.alloc(0)),
  }
}

function spansIn(body: Buffer): SeenSpan[] {
  return within(readMessage(body, traceRequest), 'resources', 'scopes', 'spans').map((span) => ({
    traceId: textOf(span.traceId),
    spanId: textOf(span.spanId),
    parentSpanId: textOf(span.parentSpanId),
    traceState: textOf(span.traceState),
    name: textOf(span.name),
    kind: span.kind?.[0] === 2 ? 'server' : span.kind?.[0] === 3 ? 'client' : 'other',
    start: span.start?.[0] as bigint,
    end: span.end?.[0] as bigint,
    attributes: attributesOf(span),
    isError: within(span, 'status').some(({ code }) => code?.[0] === 2),
    events: span.events?.length ?? 0,
  }))
}

function histogramsIn(body: Buffer): SeenHistogram[] {
  const metrics = within(readMessage(body, metricRequest), 'resources', 'scopes', 'metrics')
  return metrics.flatMap((metric) =>
    within(metric, 'histogram', 'points').map((point) => ({
      name: textOf(metric.name),
      unit: textOf(metric.unit),
      attributes: attributesOf(point),
      count: Number(point.count?.[0]),
      sum: Number(point.sum?.[0]),
      bounds: (point.bounds?.[0] ?? []) as readonly number[],
    })),
  )
}

function resourceIn(body: Buffer): Attributes {
  const [resource] = within(readMessage(body, resourceRequest), 'resources', 'resource')
  return resource ? attributesOf(resource) : {}
}

/** The messages at the end of a path of names. */
function within(message: Read, ...names: string[]): Read[] {
  return names.reduce<Read[]>((messages, name) => messages.flatMap((each) => (each[name] ?? []) as Read[]), [message])
}

function attributesOf(message: Read): Attributes {
  return Object.fromEntries(
    within(message, 'attributes').map((pair) => [textOf(pair.key), anyOf(within(pair, 'value'))]),
  )
}

function anyOf([any]: readonly Read[]): unknown {
  return any?.values ? within(any, 'values', 'values').map((value) => anyOf([value])) : any?.value?.[0]
}

function textOf(values: readonly ReadValue[] | undefined): string {
  return String(values?.[0] ?? '')
}
