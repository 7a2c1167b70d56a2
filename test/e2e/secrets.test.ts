import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faults } from '../faults/upstream-faults.ts'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { type Clients, clientsOf, doors } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { ran } from '../support/process.ts'
import { readAll } from '../support/streams.ts'
import { startUpstream, type Upstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'

const canaries = {
  'the provider’s key': 'sk-canary-provider-7b1e93d2a4',
  'the gateway’s key': 'canary-gateway-5c08f1e6d2b94a7733aa10ff',
  'a wrong key': 'canary-wrong-key-90d1e2f3a4b5c6d7e8f9',
  'the prompt': 'canary-prompt-11d7f0c6',
  'the system text': 'canary-system-6a2b90e1',
  'the answer': 'canary-answer-c93f00d1',
  'a tool’s arguments': 'canary-arguments-37fe21ba',
  'what a vendor says in an error': 'canary-vendor-0badf00d',
}
const KEY = canaries['the gateway’s key']
const PROMPT = canaries['the prompt']
const ANSWER = canaries['the answer']
const VENDOR = canaries['what a vendor says in an error']

let upstream: Upstream
let app: RunningApp
/** All that callers were told of errors. */
const errors: string[] = []
/** What the command line printed beside the answer. */
const printed: string[] = []

beforeAll(async () => {
  upstream = await startUpstream(() => {})
  const provider = playedProvider(upstream.url, { api_key_env: 'PLAYED_KEY' })
  const timeouts = { first_token: '100ms', idle: '100ms', total: '200ms' }
  const retry = { max_retries: 1, initial_delay: '1ms' }
  const circuit = { failure_threshold: 10_000, account_failure_threshold: 10_000 }
  const environment = { PLAYED_KEY: canaries['the provider’s key'], SWITCHYARD_API_KEY: KEY }
  app = await startTestApp({ providers: [provider], timeouts, retry, circuit }, { environment })
  await everything()
}, 120_000)

afterAll(async () => {
  await app.stop()
  await upstream.close()
})

/** Every call that the tests know, good and bad, through several doors. */
async function everything(): Promise<void> {
  const good: UpstreamHandler = (exchange) => playChat(exchange, { texts: [ANSWER] })
  upstream.play(good)
  for (const door of doors) await bothWays(clientsOf(app, door), KEY)
  for (const door of doors) await bothWays(clientsOf(app, door), canaries['a wrong key'])
  for (const play of [...faults.map((fault) => fault.play), ...vendorErrors]) {
    upstream.play(play)
    await bothWays(clientsOf(app, 'grpc-js'), KEY)
    await bothWays(clientsOf(app, 'Connect JSON h1'), KEY)
  }
  upstream.play(good)
  await commands()
}

const repeated = `Incorrect API key ${canaries['the provider’s key']}: ${VENDOR} in "${PROMPT}"`
const vendorErrors: readonly UpstreamHandler[] = [
  ...[400, 401, 403, 404, 409, 429, 500, 503].map((status) => (exchange: UpstreamExchange) => {
    const error = { message: repeated, type: VENDOR, code: canaries['the provider’s key'], param: repeated }
    exchange.sendJson(status, { error }, { 'x-request-id': canaries['the provider’s key'] })
  }),
  (exchange) => exchange.sendText(200, 'text/html', `<h1>${VENDOR} ${PROMPT}</h1>`),
  (exchange) => exchange.sendText(200, 'application/json', `{"${VENDOR}": ${PROMPT}`),
  (exchange) => void exchange.socket.end(`HTTP/1.1 ${VENDOR} ${PROMPT}\r\n\r\n`),
  async (exchange) => {
    exchange.startEvents()
    await exchange.sendEvent({ error: { message: repeated, code: 'server_error' } })
    exchange.end()
  },
]

async function bothWays({ llm }: Clients, key: string): Promise<void> {
  const options = { headers: { authorization: `Bearer ${key}` } }
  const text = { prompt: PROMPT, system: canaries['the system text'] }
  await noted(llm.generateText(text, options))
  await noted(readAll(llm.generateTextStream(text, options)))
  const toolCall = { id: 'call_1', name: 't', arguments: canaries['a tool’s arguments'] }
  const parts = [{ content: { case: 'toolCall' as const, value: toolCall } }]
  await noted(llm.generateChat({ messages: [{ role: 2, parts }] }, options))
  await noted(llm.generateChat({ messages: [{ role: 3, parts }] }, options))
  const tools = [{ name: 't', parametersSchema: `{${PROMPT}` }]
  await noted(llm.generateChat({ messages: [{ role: 3, parts }], tools }, options))
}

async function noted(call: Promise<unknown>): Promise<void> {
  await call.catch((error: Error & { details?: unknown }) => {
    const { details = [] } = error as { details?: readonly { value?: unknown }[] }
    const bytes = details.map(({ value }) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : ''))
    errors.push(error.message, JSON.stringify(details), ...bytes)
  })
}

async function commands(): Promise<void> {
  const at = ['--server', app.grpcAddress]
  const environment = { SWITCHYARD_API_KEY: KEY, PLAYED_KEY: canaries['the provider’s key'] }
  const results = [
    await ran(['chat', PROMPT, ...at], { environment }),
    await ran(['chat', PROMPT, ...at], { environment: { SWITCHYARD_API_KEY: canaries['a wrong key'] } }),
    await ran(['models', ...at, '-o', 'json'], { environment }),
    await ran(['usage', ...at, '-o', 'json'], { environment }),
  ]
  printed.push(...results.map((result) => result.errors), ...results.slice(1).map((result) => result.output))
}

/** The database with its log beside it. */
function storedBytes(): string {
  const folder = dirname(app.ledgerPath)
  const files = readdirSync(folder).filter((name) => name.startsWith(basename(app.ledgerPath)))
  return files.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n')
}

describe.each(Object.entries(canaries))('%s', (_, canary) => {
  it('is not in the log', () => {
    expect(app.log.length).toBeGreaterThan(100)
    expect(app.log.filter((line) => line.includes(canary))).toEqual([])
  })

  it('is not in the metrics', async () => {
    const metrics = await app.metrics()
    expect(metrics).toContain('llm_errors_total{')
    expect(metrics).not.toContain(canary)
  })

  it('is not in the errors that callers see', () => {
    expect(errors.length).toBeGreaterThan(100)
    expect(errors.filter((error) => error.includes(canary))).toEqual([])
  })

  it('is not beside the answer on the command line', () => {
    expect(printed.join('')).toContain('played-model')
    expect(printed.filter((text) => text.includes(canary))).toEqual([])
  })

  it('is not in the ledger', () => {
    const stored = storedBytes()
    expect(stored).toContain('UPSTREAM_RATE_LIMITED')
    expect(stored).not.toContain(canary)
  })
})

it('the answer, the prompt and the key reached those they were meant for', () => {
  expect(upstream.requests.some(({ body }) => body.includes(PROMPT))).toBe(true)
  const bearer = `Bearer ${canaries['the provider’s key']}`
  expect(upstream.requests.every(({ headers }) => headers.authorization === bearer)).toBe(true)
  expect(upstream.requests.some(({ headers }) => JSON.stringify(headers).includes(KEY))).toBe(false)
})
